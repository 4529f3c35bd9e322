using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes the members of a binding that evaluate the user's constraints.</summary>
internal static class ConstraintsWriter
{
    public static void Write(CodeWriter writer, ObjectiveModel model)
    {
        if (model.Constraints is not { } constraints)
            return;
        if (constraints.Count is int count)
            BindingWriter.WriteMember(writer, model, $"public int ConstraintCount => {GeneratedText.Literal(count)};");
        BindingWriter.WriteMember(writer, model, """
            public void EvaluateConstraints(
                global::CommunityToolkit.HighPerformance.ReadOnlySpan2D<double> candidates,
                global::CommunityToolkit.HighPerformance.Span2D<double> constraints)
            """);
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckConstraints(in this, candidates, constraints);
            for (int i = 0; i < candidates.Height; i++)
                {model.GetTarget(constraints.IsStatic)}{constraints.Method}(candidates.GetRowSpan(i), constraints.GetRowSpan(i));
            """);
        writer.Close();
    }
}

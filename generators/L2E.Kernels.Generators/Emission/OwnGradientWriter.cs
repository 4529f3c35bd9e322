using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes the gradient members of a binding whose gradient the user wrote.</summary>
internal static class OwnGradientWriter
{
    public static void Write(CodeWriter writer, ObjectiveModel model, OwnGradientModel gradient)
    {
        string target = model.GetTarget(gradient.IsStatic);
        BindingWriter.WriteMember(writer, model, "public static bool HasGradient => true;");
        BindingWriter.WriteMember(writer, model, "public int GetGradientWorkspaceLength(int dimension) => " + (gradient.TakesFloat
            ? "global::System.Math.Max(GetWorkspaceLength(dimension), dimension);"
            : "GetWorkspaceLength(dimension);"));

        BindingWriter.WriteMember(writer, model, BindingWriter.GradientBatchSignature);
        writer.Open();
        writer.Write("""
            global::L2E.Kernels.ObjectiveGuard.CheckGradientBatch(in this, candidates, fitness, gradients, workspace);
            if (candidates.IsEmpty)
                return;
            Evaluate(candidates, fitness, workspace);
            """);
        if (gradient.TakesFloat)
        {
            writer.Write($$"""
                // The gradient is written as floats: each row is converted into the workspace, and its gradient out of it.
                global::System.Span<float> floats = global::System.Runtime.InteropServices.MemoryMarshal.Cast<double, float>(workspace);
                global::System.Span<float> x = floats.Slice(0, candidates.Width);
                global::System.Span<float> gradient = floats.Slice(candidates.Width, candidates.Width);
                for (int i = 0; i < candidates.Height; i++)
                {
                    global::System.ReadOnlySpan<double> row = candidates.GetRowSpan(i);
                    for (int j = 0; j < x.Length; j++)
                        x[j] = (float)row[j];
                    {{target}}{{gradient.Method}}((global::System.ReadOnlySpan<float>)x, gradient);
                    global::System.Span<double> destination = gradients.GetRowSpan(i);
                    for (int j = 0; j < gradient.Length; j++)
                        destination[j] = gradient[j];
                }
                """);
        }
        else
        {
            writer.Write($"""
                for (int i = 0; i < candidates.Height; i++)
                    {target}{gradient.Method}(candidates.GetRowSpan(i), gradients.GetRowSpan(i));
                """);
        }

        writer.Close();
    }
}

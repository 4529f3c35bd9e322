using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes the binding of one objective: a nested struct for a static class, another part of a struct.</summary>
internal static class BindingWriter
{
    private const string BatchSignature = """
        public void Evaluate(
            global::CommunityToolkit.HighPerformance.ReadOnlySpan2D<double> candidates,
            global::System.Span<double> fitness,
            global::System.Span<double> workspace)
        """;

    public static string Write(ObjectiveModel model)
    {
        CodeWriter writer = new();
        GeneratedText.WriteHeader(writer, model.Type.Namespace);

        int last = model.Type.Declarations.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            TypeDeclarationModel declaration = model.Type.Declarations[i];
            bool isBinding = i == last && !model.IsStaticClass;
            writer.Write($"partial {declaration.Keyword} {declaration.Name}{(isBinding ? " : global::L2E.Kernels.IObjective" : "")}");
            writer.Open();
        }

        if (model.IsStaticClass)
        {
            writer.Write($"""
                /// <summary>The objective <c>{model.Facts.Name}</c> as a type: what a solver takes as its type argument.</summary>
                {GeneratedText.Attribute}
                public readonly struct Binding : global::L2E.Kernels.IObjective
                """);
            writer.Open();
            WriteMembers(writer, model);
            writer.Close();
        }
        else
        {
            WriteMembers(writer, model);
        }

        for (int i = 0; i <= last; i++)
            writer.Close();
        return writer.ToString();
    }

    private static void WriteMembers(CodeWriter writer, ObjectiveModel model)
    {
        ObjectiveFacts facts = model.Facts;
        int requiredDimension = facts.MinDimension == facts.MaxDimension ? facts.MinDimension : 0;

        WriteMember(writer, model, $"""
            public static global::L2E.Kernels.ObjectiveDescription Description {"{ get; }"} = new(
                Name: {GeneratedText.Literal(facts.Name)},
                Lower: {GeneratedText.Literal(facts.Lower)},
                Upper: {GeneratedText.Literal(facts.Upper)},
                MinDimension: {GeneratedText.Literal(facts.MinDimension)},
                MaxDimension: {GeneratedText.Literal(facts.MaxDimension)},
                Summary: {GeneratedText.Literal(facts.Summary)});
            """, isFirst: true);
        if (!model.OwnMembers.HasFlag(OwnMembers.KnownOptimum))
            WriteMember(writer, model, $"public double KnownOptimum => {GeneratedText.Literal(facts.Optimum)};");
        if (!model.OwnMembers.HasFlag(OwnMembers.RequiredDimension))
            WriteMember(writer, model, $"public int RequiredDimension => {GeneratedText.Literal(requiredDimension)};");
        if (!model.Evaluate.IsBatch)
            WriteRowEvaluation(writer, model);
        else if (model.IsStaticClass)
            WriteBatchForwarding(writer, model);
        if (model.OwnGradient is { } gradient)
            OwnGradientWriter.Write(writer, model, gradient);
        else if (model.Program is { } program && !model.OwnMembers.HasFlag(OwnMembers.Gradient))
            new GradientWriter(writer, model, ProgramGradient.Differentiate(program)).Write();
        if (model.Program is { } evaluated)
            new OpenClWriter(writer, model, evaluated).Write();
    }

    private static void WriteRowEvaluation(CodeWriter writer, ObjectiveModel model)
    {
        // The methods of a static class lie outside of its binding; those of a struct are at hand.
        string target = model.IsStaticClass ? model.Type.FullName + "." : "";
        EvaluateModel evaluate = model.Evaluate;

        WriteMember(writer, model, "public int GetWorkspaceLength(int dimension) => " + evaluate switch
        {
            { TakesFloat: true, TakesScratch: true } =>
                $"checked((int)((dimension + 1L + {target}GetScratchLength(dimension)) / 2));",
            { TakesFloat: true } => "(int)((dimension + 1L) / 2);",
            { TakesScratch: true } => $"{target}GetScratchLength(dimension);",
            _ => "0;",
        });

        string scratchLength = $"{target}GetScratchLength(candidates.Width)";
        string scratch = evaluate.TakesScratch ? ", scratch" : "";
        WriteMember(writer, model, BatchSignature);
        writer.Open();
        writer.Write("global::L2E.Kernels.ObjectiveGuard.CheckBatch(in this, candidates, fitness, workspace);");
        if (evaluate.TakesFloat || evaluate.TakesScratch)
        {
            writer.Write("""
                if (candidates.IsEmpty)
                    return;
                """);
        }

        if (evaluate.TakesFloat)
        {
            writer.Write("""
                // Evaluate takes float: each row is converted into the workspace, seen as floats.
                global::System.Span<float> floats = global::System.Runtime.InteropServices.MemoryMarshal.Cast<double, float>(workspace);
                global::System.Span<float> x = floats.Slice(0, candidates.Width);
                """);
            if (evaluate.TakesScratch)
                writer.Write($"global::System.Span<float> scratch = floats.Slice(candidates.Width, {scratchLength});");
            writer.Write($$"""
                for (int i = 0; i < candidates.Height; i++)
                {
                    global::System.ReadOnlySpan<double> row = candidates.GetRowSpan(i);
                    for (int j = 0; j < x.Length; j++)
                        x[j] = (float)row[j];
                    fitness[i] = {{target}}Evaluate((global::System.ReadOnlySpan<float>)x{{scratch}});
                }
                """);
        }
        else
        {
            if (evaluate.TakesScratch)
                writer.Write($"global::System.Span<double> scratch = workspace.Slice(0, {scratchLength});");
            writer.Write($"""
                for (int i = 0; i < candidates.Height; i++)
                    fitness[i] = {target}Evaluate(candidates.GetRowSpan(i){scratch});
                """);
        }

        writer.Close();
    }

    private static void WriteBatchForwarding(CodeWriter writer, ObjectiveModel model)
    {
        WriteMember(writer, model,
            $"public int GetWorkspaceLength(int dimension) => {model.Type.FullName}.GetWorkspaceLength(dimension);");
        WriteMember(writer, model, BatchSignature);
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckBatch(in this, candidates, fitness, workspace);
            {model.Type.FullName}.Evaluate(candidates, fitness, workspace);
            """);
        writer.Close();
    }

    /// <summary>Writes a member that implements one of the contract; a body in braces follows where it has one.</summary>
    public static void WriteMember(CodeWriter writer, ObjectiveModel model, string text, bool isFirst = false)
    {
        if (!isFirst)
            writer.Write("");
        writer.Write("/// <inheritdoc/>");
        // A nested binding carries the attribute itself; in the user's own struct each generated member does.
        if (!model.IsStaticClass)
            writer.Write(GeneratedText.Attribute);
        writer.Write(text);
    }
}

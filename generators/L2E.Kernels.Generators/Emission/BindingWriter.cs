using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Emission.Incremental;
using L2E.Kernels.Generators.Emission.Lanes;
using L2E.Kernels.Generators.Incremental;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes the binding of one objective: a nested struct for a static class, another part of a struct.</summary>
internal static class BindingWriter
{
    public const string BatchSignature = """
        public void Evaluate(
            global::CommunityToolkit.HighPerformance.ReadOnlySpan2D<double> candidates,
            global::System.Span<double> fitness,
            global::System.Span<double> workspace)
        """;

    public const string GradientBatchSignature = """
        public void EvaluateGradient(
            global::CommunityToolkit.HighPerformance.ReadOnlySpan2D<double> candidates,
            global::System.Span<double> fitness,
            global::CommunityToolkit.HighPerformance.Span2D<double> gradients,
            global::System.Span<double> workspace)
        """;

    /// <param name="model">The objective.</param>
    /// <param name="hasIlgpu">Whether there are kernels to take the objective as a type argument.</param>
    public static string Write(ObjectiveModel model, bool hasIlgpu)
    {
        string contracts = "global::L2E.Kernels.IObjective"
            + (hasIlgpu && model.Program is not null ? $", {IlgpuWriter.BindingContract}" : "");
        CodeWriter writer = new();
        LaneEvaluation? lanes = LaneEvaluation.TryCreate(model);
        GeneratedText.WriteHeader(writer, model.Type.Namespace, model.Program is null ? "" : LaneText.Usings);

        int last = model.Type.Declarations.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            TypeDeclarationModel declaration = model.Type.Declarations[i];
            bool isBinding = i == last && !model.IsStaticClass;
            writer.Write($"partial {declaration.Keyword} {declaration.Name}{(isBinding ? " : " + contracts : "")}");
            writer.Open();
        }

        if (model.IsStaticClass)
        {
            writer.Write($"""
                /// <summary>The objective <c>{model.Facts.Name}</c> as a type: what a solver takes as its type argument.</summary>
                {GeneratedText.Attribute}
                public readonly struct Binding : {contracts}
                """);
            writer.Open();
            WriteMembers(writer, model, lanes, hasIlgpu);
            writer.Close();
        }
        else if (model.Placement is not null)
        {
            PlacedBindingWriter.Write(writer, model, lanes, hasIlgpu);
        }
        else
        {
            WriteMembers(writer, model, lanes, hasIlgpu);
        }

        for (int i = 0; i <= last; i++)
            writer.Close();
        return writer.ToString();
    }

    private static void WriteMembers(CodeWriter writer, ObjectiveModel model, LaneEvaluation? lanes, bool hasIlgpu)
    {
        ObjectiveFacts facts = model.Facts;
        int requiredDimension = facts.MinDimension == facts.MaxDimension ? facts.MinDimension : 0;

        WriteFacts(writer, model);
        if (!model.OwnMembers.HasFlag(OwnMembers.RequiredDimension))
            WriteMember(writer, model, $"public int RequiredDimension => {GeneratedText.Literal(requiredDimension)};");
        WriteEvaluation(writer, model, lanes);
        ConstraintsWriter.Write(writer, model);
        WriteDeviceCode(writer, model, hasIlgpu);
    }

    /// <summary>Writes the members of the marked type that are code for devices, or belong to it.</summary>
    public static void WriteDeviceCode(CodeWriter writer, ObjectiveModel model, bool hasIlgpu)
    {
        if (model.Program is not { } program)
            return;
        new OpenClWriter(writer, model, program).Write();
        if (hasIlgpu)
            new IlgpuWriter(writer, model, program).Write();
    }

    /// <summary>Writes the members that say what the attribute says.</summary>
    public static void WriteFacts(CodeWriter writer, ObjectiveModel model)
    {
        ObjectiveFacts facts = model.Facts;
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
    }

    /// <summary>Writes the members that evaluate.</summary>
    public static void WriteEvaluation(CodeWriter writer, ObjectiveModel model, LaneEvaluation? lanes)
    {
        if (lanes is { EvaluatesBlocks: true })
            WriteBlockEvaluation(writer, model, lanes);
        else if (!model.Evaluate.IsBatch)
            WriteRowEvaluation(writer, model, lanes is null ? $"{model.EvaluateTarget}Evaluate" : "EvaluateRow");
        else if (model.IsStaticClass)
            WriteBatchForwarding(writer, model);
        foreach (string method in lanes?.WriteMethods() ?? [])
            WriteMethod(writer, model, method);
        if (model.OwnGradient is { } gradient)
            OwnGradientWriter.Write(writer, model, gradient);
        else if (model.Program is { } program && !model.OwnMembers.HasFlag(OwnMembers.Gradient))
            new GradientWriter(writer, model, ProgramGradient.Differentiate(program)).Write();
        if (model.Program is { } source && IncrementalProgram.TryCreate(source) is { } incremental)
            new IncrementalWriter(writer, model, incremental).Write();
    }

    private static void WriteBlockEvaluation(CodeWriter writer, ObjectiveModel model, LaneEvaluation lanes)
    {
        WriteMember(writer, model, "public int GetWorkspaceLength(int dimension) => " + lanes.GetBlockWorkspaceLength());
        WriteMember(writer, model, BatchSignature);
        writer.Open();
        writer.Write("""
            global::L2E.Kernels.ObjectiveGuard.CheckBatch(in this, candidates, fitness, workspace);
            if (candidates.IsEmpty)
                return;
            """);
        lanes.WriteBlocks(writer);
        writer.Close();
    }

    /// <param name="evaluateRow">The method that evaluates one row.</param>
    private static void WriteRowEvaluation(CodeWriter writer, ObjectiveModel model, string evaluateRow)
    {
        EvaluateModel evaluate = model.Evaluate;

        WriteMember(writer, model, "public int GetWorkspaceLength(int dimension) => " + evaluate switch
        {
            { TakesFloat: true, TakesScratch: true } =>
                $"checked((int)((dimension + 1L + {model.ScratchLengthMethod}(dimension)) / 2));",
            { TakesFloat: true } => "(int)((dimension + 1L) / 2);",
            { TakesScratch: true } => $"{model.ScratchLengthMethod}(dimension);",
            _ => "0;",
        });

        string scratchLength = $"{model.ScratchLengthMethod}(candidates.Width)";
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
                    global::L2E.Kernels.LaneMath.Narrow(candidates.GetRowSpan(i), x);
                    fitness[i] = {{evaluateRow}}((global::System.ReadOnlySpan<float>)x{{scratch}});
                }
                """);
        }
        else
        {
            if (evaluate.TakesScratch)
                writer.Write($"global::System.Span<double> scratch = workspace.Slice(0, {scratchLength});");
            writer.Write($"""
                for (int i = 0; i < candidates.Height; i++)
                    fitness[i] = {evaluateRow}(candidates.GetRowSpan(i){scratch});
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

    /// <summary>Writes a private method that has its documentation; in the user's own struct it gets the attribute behind that.</summary>
    public static void WriteMethod(CodeWriter writer, ObjectiveModel model, string method)
    {
        writer.Write("");
        int signature = method.IndexOf("\nprivate", StringComparison.Ordinal) + 1;
        writer.Write(model.IsNested ? method : method.Insert(signature, GeneratedText.Attribute + "\n"));
    }

    /// <summary>Writes a member that implements one of the contract; a body in braces follows where it has one.</summary>
    public static void WriteMember(CodeWriter writer, ObjectiveModel model, string text, bool isFirst = false)
    {
        if (!isFirst)
            writer.Write("");
        writer.Write("/// <inheritdoc/>");
        // A nested binding carries the attribute itself; in the user's own struct each generated member does.
        if (!model.IsNested)
            writer.Write(GeneratedText.Attribute);
        writer.Write(text);
    }
}

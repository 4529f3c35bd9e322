using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>
/// The batch evaluation of an objective in vector code: coordinates in lanes where every loop allows it, else candidates in lanes.
/// </summary>
internal sealed class LaneEvaluation
{
    private readonly ObjectiveModel model;
    private readonly ObjectiveProgram program;
    private readonly SharedNames names = new();
    private readonly CodeWriter body = new();
    private readonly CoordinateWriter? coordinates;
    private readonly CandidateWriter? candidates;

    private LaneEvaluation(ObjectiveModel model, ObjectiveProgram program)
    {
        this.model = model;
        // Every value in a local of its own: what an iteration computes for itself is then declared in it.
        LocalNumbers numbers = new(program);
        this.program = VersionSplitting.Split(program, numbers);
        CoordinateLoops loops = new();
        EquatableArray<Statement> factored = new FactoredSums(numbers, loops).Rewrite(this.program.Body);
        coordinates = CoordinateWriter.TryCreate(factored, loops, names, "RunBlock");
        if (coordinates is not null)
            this.program = this.program with { Body = factored };
        else
            candidates = CandidateWriter.TryCreate(program.ElementType, [.. this.program.Body], this.program.Result, names, body);
    }

    /// <summary>Whether whole blocks of candidates are evaluated, rather than one row at a time.</summary>
    public bool EvaluatesBlocks => candidates is not null;

    /// <summary>The vector code for an objective; null where there is none.</summary>
    public static LaneEvaluation? TryCreate(ObjectiveModel model)
    {
        if (model.Program is not { } program)
            return null;
        LaneEvaluation evaluation = new(model, program);
        return evaluation.coordinates is null && evaluation.candidates is null ? null : evaluation;
    }

    /// <summary>The private methods that the evaluation calls.</summary>
    public IEnumerable<string> WriteMethods() => coordinates is not null ? WriteRowMethods(coordinates) : [WriteBlockMethod(candidates!)];

    /// <summary>The statements of the batch evaluation where it evaluates blocks, after the arguments are checked.</summary>
    public void WriteBlocks(CodeWriter code)
    {
        int count = candidates!.Scheme.Count;
        bool isSingle = candidates.Scheme.Type == ScalarType.Single;
        string type = LaneText.Scalar(candidates.Scheme.Type);
        code.Write($$"""
            // {{CountInWords}} candidates at a time: the coordinates of each lie {{count}} elements apart.
            int dimension = candidates.Width;
            """);
        if (isSingle)
        {
            code.Write(
                "global::System.Span<float> floats = "
                + "global::System.Runtime.InteropServices.MemoryMarshal.Cast<double, float>(workspace);");
        }

        string memory = isSingle ? "floats" : "workspace";
        code.Write($"global::System.Span<{type}> x = {memory}.Slice(0, {count} * dimension);");
        string scratch = "";
        if (model.Evaluate.TakesScratch)
        {
            string length = ScratchLength("dimension");
            code.Write($"global::System.Span<{type}> scratch = {memory}.Slice({count} * dimension, {count} * {length});");
            scratch = ", scratch";
        }

        string transpose = program.ElementType == ScalarType.Single && !isSingle ? "TransposeRounded" : "Transpose";
        code.Write($$"""
            for (int first = 0; first < candidates.Height; first += {{count}})
            {
                {{LaneText.Functions}}.{{transpose}}(candidates, first, x);
                {{LaneText.Functions}}.StoreFirst(EvaluateBlock(x, dimension{{scratch}}), fitness.Slice(first));
            }
            """);
    }

    /// <summary>The body of <c>GetWorkspaceLength</c> where it evaluates blocks.</summary>
    public string GetBlockWorkspaceLength()
    {
        // A vector holds as many bytes whatever its type: eight doubles for an element of every candidate.
        string elements = model.Evaluate.TakesScratch ? $"(dimension + {ScratchLength("dimension")})" : "dimension";
        return $"checked(8 * {elements});";
    }

    private string CountInWords => candidates!.Scheme.Type == ScalarType.Double ? "Eight" : "Sixteen";

    private string ScratchLength(string dimension) => $"{model.ScratchLengthMethod}({dimension})";

    private string Modifiers => model.IsStaticClass ? "private static" : "private";

    private IEnumerable<string> WriteRowMethods(CoordinateWriter writer)
    {
        CodeWriter code = new();
        string scratch = model.Evaluate.TakesScratch ? $", {LaneText.Span(program.ElementType)} scratch" : "";
        code.Write("/// <summary><c>Evaluate</c> of one row, its loops in blocks of iterations: one coordinate a lane.</summary>");
        string parameters = $"{LaneText.ReadOnlySpan(program.ElementType)} x{scratch}";
        code.Write($"{Modifiers} {LaneText.Scalar(program.Result.Type)} EvaluateRow({parameters})");
        code.Open();
        DataText.Write(code, names, program.Data);
        writer.Write(code, program.Body);
        code.Write($"return {new ExpressionWriter(names, scheme: null, captures: null).Write(program.Result).Code};");
        code.Close();
        yield return code.GetLines();
        foreach (string block in writer.Blocks)
            yield return block;
    }

    private string WriteBlockMethod(CandidateWriter writer)
    {
        ScalarType type = writer.Scheme.Type;
        CodeWriter code = new();
        string scratch = model.Evaluate.TakesScratch ? $", {LaneText.Span(type)} scratch" : "";
        writer.Write(program.Body);
        code.Write($"""
            /// <summary><c>Evaluate</c> of {LaneText.CountInWords(type)} candidates, one a lane.</summary>
            {Modifiers} {LaneText.Lanes(type)} EvaluateBlock({LaneText.ReadOnlySpan(type)} x, int dimension{scratch})
            """);
        code.Open();
        DataText.Write(code, names, program.Data);
        string text = body.GetLines();
        if (text.Length > 0)
            code.Write(text);
        code.Write($"return {writer.WriteLanes(program.Result)};");
        code.Close();
        return code.GetLines();
    }
}

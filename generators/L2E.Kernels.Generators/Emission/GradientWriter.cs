using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Emission.Lanes;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes the members of a binding that belong to the gradient, and the method that computes one row.</summary>
internal sealed class GradientWriter
{
    /// <summary>The method that computes the value and the gradient of one row.</summary>
    public const string RowMethod = "EvaluateWithGradient";

    private const string Cast = "global::System.Runtime.InteropServices.MemoryMarshal.Cast<double, float>";

    private readonly CodeWriter writer;
    private readonly ObjectiveModel model;
    private readonly GradientProgram program;
    private readonly CoordinateLoops loops = new();
    private readonly ProgramNames names;
    private readonly string scratchLengthMethod;

    public GradientWriter(CodeWriter writer, ObjectiveModel model, GradientProgram program)
    {
        (this.writer, this.model) = (writer, model);
        this.program = program = LoopDistribution.Distribute(program, loops);
        IEnumerable<string> data = program.Data.Select(source => source.Path.Split('.')[0]);
        names = new ProgramNames(program, data.Concat(["x", "gradient", "scratch", "workspace", "floats"]));
        scratchLengthMethod = model.ScratchLengthMethod;
    }

    private bool TakesFloat => program.ElementType == ScalarType.Single;

    public void Write()
    {
        BindingWriter.WriteMember(writer, model, "public static bool HasGradient => true;");
        BindingWriter.WriteMember(
            writer, model, $"public int GetGradientWorkspaceLength(int dimension) => {GetWorkspaceLength()};");
        WriteBatch();
        WriteRow();
    }

    private void WriteBatch()
    {
        BindingWriter.WriteMember(writer, model, BindingWriter.GradientBatchSignature);
        writer.Open();
        writer.Write("global::L2E.Kernels.ObjectiveGuard.CheckGradientBatch(in this, candidates, fitness, gradients, workspace);");
        if (TakesFloat)
        {
            writer.Write($$"""
                if (candidates.IsEmpty)
                    return;
                // Evaluate takes float: each row is converted into the workspace, seen as floats, and its gradient from there.
                global::System.Span<float> floats = {{Cast}}(workspace);
                global::System.Span<float> x = floats.Slice(0, candidates.Width), gradient = floats.Slice(x.Length, x.Length);
                for (int i = 0; i < candidates.Height; i++)
                {
                    global::L2E.Kernels.LaneMath.Narrow(candidates.GetRowSpan(i), x);
                    fitness[i] = {{RowMethod}}(x, gradient, workspace.Slice(x.Length));
                    global::L2E.Kernels.LaneMath.Widen(gradient, gradients.GetRowSpan(i));
                }
                """);
        }
        else
        {
            writer.Write($"""
                for (int i = 0; i < candidates.Height; i++)
                    fitness[i] = {RowMethod}(candidates.GetRowSpan(i), gradients.GetRowSpan(i), workspace);
                """);
        }

        writer.Close();
    }

    private void WriteRow()
    {
        string element = ScalarExpressionWriter.GetKeyword(program.ElementType);
        string result = ScalarExpressionWriter.GetKeyword(program.Result.Type);
        ScalarExpressionWriter expressions = new(names, "x.Length", "scratch.Length");
        SharedNames laneNames = new();
        foreach (WorkArray array in program.Arrays)
            laneNames.Set(array, names[array]);
        GradientProgram gathered = GradientGathering.Gather(program, loops);
        CoordinateWriter? lanes = CoordinateWriter.TryCreate(
            [.. gathered.Forward, .. gathered.Reverse], loops, laneNames, "RunGradientBlock", allowsOthers: true);

        writer.Write("");
        writer.Write(
            "/// <summary>The value at a point and its gradient, from the code of <c>Evaluate</c> by reverse differentiation.</summary>");
        if (!model.IsNested)
            writer.Write(GeneratedText.Attribute);
        writer.Write($"""
            private {(model.IsStaticClass ? "static " : "")}{result} {RowMethod}(
                global::System.ReadOnlySpan<{element}> x, global::System.Span<{element}> gradient, global::System.Span<double> workspace)
            """);
        writer.Open();
        WriteArrays(expressions);
        if (lanes is null || gathered.Assigned is not { } assigned)
        {
            writer.Write(FillWithZero("gradient"));
        }
        else if (!assigned.IsAll)
        {
            writer.Write($"""
                // The loop assigns the others, each once.
                {LaneText.Functions}.FillOutside(gradient, {expressions.Write(assigned.First)}, {expressions.Write(assigned.Behind)});
                """);
        }

        if (lanes is not null)
        {
            DataText.Write(writer, laneNames, program.Data);
            WriteBothWays(gathered, statements => lanes.Write(writer, statements));
            writer.Write($"return {new ExpressionWriter(laneNames, scheme: null, captures: null).Write(program.Result).Code};");
        }
        else
        {
            WriteBothWays(program, new ScalarProgramWriter(writer, names, expressions).Write);
            writer.Write($"return {expressions.Write(program.Result)};");
        }

        writer.Close();
        foreach (string block in lanes?.Blocks ?? [])
            BindingWriter.WriteMethod(writer, model, block);
    }

    private void WriteBothWays(GradientProgram written, Action<IEnumerable<Statement>> write)
    {
        write(written.Forward);
        if (written.Reverse.Count == 0)
            return;
        writer.Write("""

            // The way back: the derivative of the value by what each line computes, handed on to what it reads.
            """);
        write(written.Reverse);
    }

    /// <summary>Writes the parts of the workspace: doubles before floats.</summary>
    private void WriteArrays(ScalarExpressionWriter expressions)
    {
        bool hasFloats = false;
        foreach ((ScalarType type, string name, string length, bool isZero) in GetParts(expressions))
        {
            if (type == ScalarType.Single && !hasFloats)
            {
                writer.Write($"global::System.Span<float> floats = {Cast}(workspace);");
                hasFloats = true;
            }

            string keyword = ScalarExpressionWriter.GetKeyword(type), source = hasFloats ? "floats" : "workspace";
            writer.Write($"""
                global::System.Span<{keyword}> {name} = {source}.Slice(0, {length});
                {source} = {source}.Slice({name}.Length);
                """);
            if (isZero)
                writer.Write(FillWithZero(name));
        }
    }

    /// <summary>
    /// Not by Clear, which in .NET 10 leaves the upper halves of vector registers in use: on some processors each call of Math.Pow that
    /// follows then takes ten times as long.
    /// </summary>
    private static string FillWithZero(string span) => $"{span}.Fill(0);";

    private IEnumerable<(ScalarType Type, string Name, string Length, bool IsZero)> GetParts(ScalarExpressionWriter expressions)
    {
        IEnumerable<(ScalarType Type, string Name, string Length, bool IsZero)> arrays = program.Arrays
            .Select(array => (array.Type, names[array], expressions.Write(array.Length), array.StartsAtZero));
        IEnumerable<(ScalarType Type, string Name, string Length, bool IsZero)> scratch = model.Evaluate.TakesScratch
            ? [(program.ElementType, "scratch", $"{scratchLengthMethod}(x.Length)", false)]
            : [];
        return scratch.Concat(arrays).OrderByDescending(part => part.Type);
    }

    private string GetWorkspaceLength()
    {
        ScalarExpressionWriter expressions = new(names, "dimension", $"{scratchLengthMethod}(dimension)");
        IntegerExpression floats = GetLength(ScalarType.Single), doubles = GetLength(ScalarType.Double);
        // The row and its gradient take as many floats as the dimension each, together as many doubles.
        if (TakesFloat)
            doubles = IntegerAlgebra.Add(doubles, new DimensionValue());
        IntegerExpression length = IntegerAlgebra.Add(doubles, IntegerAlgebra.Divide(IntegerAlgebra.Add(floats, 1), 2));
        string text = expressions.Write(length);
        return length is IntegerOperation ? $"checked({text})" : text;
    }

    private IntegerExpression GetLength(ScalarType type)
    {
        IntegerExpression scratch = model.Evaluate.TakesScratch && program.ElementType == type ? new ScratchLength() : IntegerAlgebra.Zero;
        return program.Arrays.Where(array => array.Type == type).Select(array => array.Length).Aggregate(scratch, IntegerAlgebra.Add);
    }
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis.CSharp;

namespace L2E.Kernels.Generators.Emission;

/// <summary>
/// Writes the objective as a struct with static members that ILGPU kernels take as a type argument, and the members of the binding that
/// give a host its data. The text itself refers to nothing of ILGPU.
/// </summary>
internal sealed class IlgpuWriter
{
    /// <summary>The name of the struct.</summary>
    public const string StructName = "DeviceFunction";

    /// <summary>The contract of the binding.</summary>
    public const string BindingContract = "global::L2E.Kernels.IDeviceBinding";

    private const string Contract = "global::L2E.Kernels.IDeviceObjective";

    private readonly CodeWriter writer;
    private readonly ObjectiveModel model;
    private readonly ObjectiveProgram program;
    private readonly Dictionary<string, string> names = [];
    private readonly List<DataSource> reals, arrays, integers;

    /// <param name="writer">Where the text goes.</param>
    /// <param name="model">The objective.</param>
    /// <param name="program">What it computes.</param>
    public IlgpuWriter(CodeWriter writer, ObjectiveModel model, ObjectiveProgram program)
    {
        (this.writer, this.model) = (writer, model);
        this.program = SinglePrecision.Convert(program);
        HashSet<string> taken = [.. IlgpuExpressionWriter.ReservedNames];
        foreach (DataSource source in program.Data)
            names.Add(source.Path, CreateName(source.Path, taken));
        (reals, arrays, integers) = (OfKind(DataKind.Real), OfKind(DataKind.Array), OfKind(DataKind.Integer));

        List<DataSource> OfKind(DataKind kind) => [.. program.Data.Where(source => source.Kind == kind)];
    }

    public void Write()
    {
        string placement = model.Placement is null ? "default" : "this." + model.Placement;
        WriteMember($"global::L2E.Kernels.Placement {BindingContract}.Placement => {placement};");
        string length = string.Concat(arrays.Select(array => $" + {model.GetOwnPath(array)}.Length"));
        WriteMember($"int {BindingContract}.DataLength => {(length.Length == 0 ? $"{reals.Count}" : $"checked({reals.Count}{length})")};");
        WriteMember($"int {BindingContract}.LayoutLength => {2 * arrays.Count + integers.Count};");
        string scratch = model.Evaluate.TakesScratch ? (model with { Placement = null }).ScratchLengthMethod + "(dimension)" : "0";
        WriteMember($"int {BindingContract}.GetScratchLength(int dimension) => {scratch};");
        WriteData();
        WriteMember($"TResult {BindingContract}.Visit<TVisitor, TResult>(ref TVisitor visitor) => visitor.Visit<{StructName}>();");
        WriteStruct();
    }

    private void WriteMember(string text) => BindingWriter.WriteMember(writer, model with { Placement = null }, text);

    private void WriteData()
    {
        WriteMember($"void {BindingContract}.WriteData(global::System.Span<float> data, global::System.Span<int> layout)");
        writer.Open();
        writer.Write("global::L2E.Kernels.ObjectiveGuard.CheckDeviceData(in this, data, layout);");
        for (int i = 0; i < reals.Count; i++)
            writer.Write($"data[{i}] = (float){model.GetOwnPath(reals[i])};");
        if (arrays.Count > 0)
            writer.Write($"int end = {reals.Count};");
        for (int i = 0; i < arrays.Count; i++)
        {
            string array = names[arrays[i].Path], element = ScalarExpressionWriter.GetKeyword(arrays[i].Type);
            string copy = arrays[i].Type == ScalarType.Double
                ? $"global::L2E.Kernels.LaneMath.Narrow({array}, data.Slice(end, {array}.Length));"
                : $"{array}.CopyTo(data.Slice(end));";
            writer.Write($"""
                global::System.ReadOnlySpan<{element}> {array} = {model.GetOwnPath(arrays[i])};
                layout[{2 * i}] = end;
                layout[{2 * i + 1}] = {array}.Length;
                {copy}
                end += {array}.Length;
                """);
        }

        for (int i = 0; i < integers.Count; i++)
            writer.Write($"layout[{2 * arrays.Count + i}] = {model.GetOwnPath(integers[i])};");
        writer.Close();
    }

    private void WriteStruct()
    {
        writer.Write($"""

            /// <summary>The objective in float as device code: what a kernel takes as its type argument.</summary>
            """);
        // A nested binding carries the attribute itself.
        if (!model.IsStaticClass)
            writer.Write(GeneratedText.Attribute);
        writer.Write($"public readonly struct {StructName} : {Contract}");
        writer.Open();
        writer.Write("""
            /// <inheritdoc/>
            public static float Evaluate<TFloats, TIntegers>(TFloats x, int dimension, TFloats data, TIntegers layout, TFloats scratch)
                where TFloats : struct, global::L2E.Kernels.IDeviceArray<float>
                where TIntegers : struct, global::L2E.Kernels.IDeviceArray<int>
            """);
        writer.Open();
        for (int i = 0; i < arrays.Count; i++)
        {
            string array = names[arrays[i].Path];
            writer.Write($"int {array} = layout[{2 * i}], {IlgpuExpressionWriter.GetLengthName(array)} = layout[{2 * i + 1}];");
        }

        for (int i = 0; i < integers.Count; i++)
            writer.Write($"int {names[integers[i].Path]} = layout[{2 * arrays.Count + i}];");
        for (int i = 0; i < reals.Count; i++)
            writer.Write($"float {names[reals[i].Path]} = data[{i}];");
        string[] reserved =
        [
            .. IlgpuExpressionWriter.ReservedNames, .. names.Values, .. names.Values.Select(IlgpuExpressionWriter.GetLengthName),
        ];
        ProgramNames variables = new(program, reserved, static name => name);
        IlgpuExpressionWriter expressions = new(variables, names);
        new ScalarProgramWriter(writer, variables, expressions).Write(program.Body);
        writer.Write($"return {expressions.Write(program.Result)};");
        writer.Close();
        foreach (MathFunction function in program.GetFunctions())
        {
            if (IlgpuExpressionWriter.Helpers.TryGetValue(function, out string? helper))
                writer.Write($"\nprivate static float {helper}");
        }

        writer.Close();
    }

    /// <summary>The last name of a path, with a number where another begins with the same one.</summary>
    private static string CreateName(string path, HashSet<string> taken)
    {
        string last = path.Split('.').Last().TrimEnd('!').TrimStart('@'), name = last;
        for (int number = 2; !IsFree(name); number++)
            name = $"{last}{number}";
        taken.Add(name);
        taken.Add(IlgpuExpressionWriter.GetLengthName(name));
        return name;

        bool IsFree(string candidate) =>
            !taken.Contains(candidate)
            && !taken.Contains(IlgpuExpressionWriter.GetLengthName(candidate))
            && SyntaxFacts.GetKeywordKind(candidate) == SyntaxKind.None
            && SyntaxFacts.GetContextualKeywordKind(candidate) == SyntaxKind.None;
    }
}

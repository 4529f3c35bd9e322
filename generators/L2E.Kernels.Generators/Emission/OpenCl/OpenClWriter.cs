using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>
/// Writes the objective as a function of OpenCL C into a constant of the binding, for kernels that are compiled when the program runs or
/// before. It computes in float, whatever the objective computes in.
/// </summary>
internal sealed class OpenClWriter
{
    /// <summary>The name of the constant.</summary>
    public const string ConstantName = "OpenClSource";

    private readonly CodeWriter writer;
    private readonly ObjectiveModel model;
    private readonly ObjectiveProgram program;
    private readonly Dictionary<string, string> data = [];

    public OpenClWriter(CodeWriter writer, ObjectiveModel model, ObjectiveProgram program)
    {
        (this.writer, this.model) = (writer, model);
        this.program = SinglePrecision.Convert(program);
        foreach (DataSource source in program.Data)
            data.Add(source.Path, GetParameterName(model.GetOwnPath(source)));
    }

    private string FunctionName => "objective_" + model.Facts.Name.Replace('-', '_');

    public void Write()
    {
        string signature = $"float {FunctionName}({string.Join(", ", GetParameters())})";
        WriteDocumentation(signature);
        if (!model.IsStaticClass)
            writer.Write(GeneratedText.Attribute);
        // The lines of a raw literal stand as deep as its end.
        CodeWriter source = new();
        WriteSource(source, signature);
        writer.Write($"""""
            public const string {ConstantName} = """
                {source.GetLines().Replace("\n", "\n    ")}
                """;
            """"");
    }

    private void WriteDocumentation(string signature)
    {
        writer.Write($"""

            /// <summary>The objective as a function of OpenCL C, in float.</summary>
            /// <remarks>
            /// <c>{signature}</c>: x is one candidate{(model.Placement is null ? "" : ", in the coordinates of its placement")}.
            """);
        foreach (DataSource source in program.Data)
            writer.Write($"/// <c>{data[source.Path]}</c> is <c>{model.GetOwnPath(source).Replace("<", "&lt;")}</c>.");
        if (model.Evaluate.TakesScratch)
            writer.Write("/// <c>scratch</c> has <c>GetScratchLength(dimension)</c> elements for each candidate that is being evaluated.");
        writer.Write("/// </remarks>");
    }

    private void WriteSource(CodeWriter source, string signature)
    {
        source.Write($"// {model.Facts.Name}, from {model.Type.FullName.Substring("global::".Length)}.Evaluate.");
        foreach (MathFunction function in program.GetFunctions())
        {
            if (OpenClExpressionWriter.Helpers.TryGetValue(function, out string? helper))
                source.Write($"static float {FunctionName}_{helper}");
        }

        source.Write(signature);
        source.Open();
        IEnumerable<string> reserved = data.Values.Concat(data.Values.Select(OpenClExpressionWriter.GetLengthName));
        ProgramNames names = new(program, reserved, Spell);
        OpenClExpressionWriter expressions = new(FunctionName, names, data);
        new ScalarProgramWriter(source, names, expressions).Write(program.Body);
        source.Write($"return {expressions.Write(program.Result)};");
        source.Close();
    }

    /// <summary>Inputs, data in the order of the program, workspace.</summary>
    private IEnumerable<string> GetParameters()
    {
        yield return "__global const float *x";
        yield return "int dimension";
        foreach (DataSource source in program.Data)
        {
            string name = data[source.Path];
            yield return source.Kind switch
            {
                DataKind.Array => $"__global const float *{name}, int {OpenClExpressionWriter.GetLengthName(name)}",
                DataKind.Real => $"float {name}",
                _ => $"int {name}",
            };
        }

        if (model.Evaluate.TakesScratch)
            yield return "__global float *scratch";
    }

    /// <summary>A parameter's name: the path without what every path has, and nothing but what C has in names.</summary>
    private string GetParameterName(string path)
    {
        string name = OpenClExpressionWriter.DataPrefix + Ascii(path.Replace("global::", "").Replace("this.", "").Replace("!", ""));
        int number = 1;
        string unique = name;
        while (data.ContainsValue(unique))
            unique = $"{name}_{++number}";
        return unique;
    }

    /// <summary>A local's name. No word of OpenCL C ends in an underscore, so that none of them has to be known here.</summary>
    private static string Spell(string name) => Ascii(name) + "_";

    private static string Ascii(string name) =>
        string.Concat(name.Select(c => c < 128 && (char.IsLetterOrDigit(c) || c == '_') ? $"{c}" : c < 128 ? "_" : $"u{(int)c:x4}"));
}

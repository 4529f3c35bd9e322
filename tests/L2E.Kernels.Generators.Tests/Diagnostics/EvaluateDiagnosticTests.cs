using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Diagnostics;

/// <summary>Members that are not as the generator needs them.</summary>
public class EvaluateDiagnosticTests
{
    private const string Class = "[Objective(\"f\", Lower = -5, Upper = 5)] public static partial class F";
    private const string MarkedClass = "[Objective(\"f\", Lower = -5, Upper = 5)] public static partial class [|F|]";
    private const string Struct = "[Objective(\"f\", Lower = -5, Upper = 5)] public partial struct F";
    private const string MarkedStruct = "[Objective(\"f\", Lower = -5, Upper = 5)] public partial struct [|F|]";
    private const string Evaluate = "public double Evaluate(ReadOnlySpan<double> x) => 0;";
    private const string ClassAdvice = "write 'public static double Evaluate(ReadOnlySpan<double> x)'";
    private const string StructAdvice = "write 'public double Evaluate(ReadOnlySpan<double> x)'";
    private const string Batch = "Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)";

    [Theory]
    [InlineData($"'F' has no method 'Evaluate'; {ClassAdvice}", $"{MarkedClass};")]
    [InlineData($"'F' has no method 'Evaluate'; {StructAdvice}", $"{MarkedStruct} {{ public double Evaluate => 0; }}")]
    [InlineData(
        $"'F' has 2 methods 'Evaluate', none of which takes a row of coordinates; {ClassAdvice}",
        $"{MarkedClass} {{ public static double Evaluate(double x) => 0; public static double Evaluate(double[] x) => 0; }}")]
    public Task There_is_no_Evaluate(string message, string source) => MarkedSource.AssertReportsAsync("L2E0005", message, source);

    [Theory]
    [InlineData("'F' has 2 methods 'Evaluate' that take a row of coordinates; keep one", """
        public static float Evaluate(ReadOnlySpan<float> x) => 0;
        public static double [|Evaluate|](ReadOnlySpan<double> x) => 0;
        """)]
    [InlineData("'F' has 3 methods 'Evaluate' that take a row of coordinates; keep one", """
        public static double Evaluate(double x) => 0;
        public static double Evaluate(ReadOnlySpan<double> x) => 0;
        public static double [|Evaluate|](ReadOnlySpan<double> x, Span<double> scratch) => 0;
        public static double Evaluate(ReadOnlySpan<float> x) => 0;
        public static int GetScratchLength(int dimension) => 0;
        """)]
    public Task There_are_several(string message, string members) =>
        MarkedSource.AssertReportsAsync("L2E0006", message, $"{Class} {{ {members} }}");

    [Theory]
    [InlineData("no parameter", ClassAdvice, "Evaluate[|()|]")]
    [InlineData("'double[] x'", ClassAdvice, "Evaluate([|double[] x|])")]
    [InlineData("'ReadOnlySpan<int> x'", ClassAdvice, "Evaluate([|ReadOnlySpan<int> x|])")]
    [InlineData("'Span<float> x'", ClassAdvice, "Evaluate([|Span<float> x|], Span<float> scratch)")]
    [InlineData("'in ReadOnlySpan<double> x'", ClassAdvice, "Evaluate([|in ReadOnlySpan<double> x|])")]
    [InlineData("'ReadOnlySpan<double[]> x'", ClassAdvice, "Evaluate([|ReadOnlySpan<double[]> x|])")]
    [InlineData(
        "'Span<float> scratch'", "write 'public static double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)'",
        "Evaluate(ReadOnlySpan<double> x, [|Span<float> scratch|])")]
    [InlineData(
        "'int extra'", "write 'public static double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)'",
        "Evaluate(ReadOnlySpan<double> x, Span<double> scratch, [|int extra = 0|])")]
    [InlineData("type parameters", ClassAdvice, "[|Evaluate|]<T>(ReadOnlySpan<double> x)")]
    public Task Its_parameters_are_others(string found, string advice, string method) =>
        MarkedSource.AssertReportsAsync(
            "L2E0007", $"'F.Evaluate' takes {found}; {advice}", $"{Class} {{ public static double {method} => 0; }}");

    [Theory]
    [InlineData("void", "static [|void|] Evaluate(ReadOnlySpan<double> x) { }")]
    [InlineData("decimal", "static [|decimal|] Evaluate(ReadOnlySpan<double> x) => 0;")]
    [InlineData("double?", "static [|double?|] Evaluate(ReadOnlySpan<double> x) => 0;")]
    [InlineData("ref double", "static double[] y = new double[1]; public static [|ref double|] Evaluate(ReadOnlySpan<double> x) => ref y[0];")]
    public Task It_returns_something_else(string found, string members) =>
        MarkedSource.AssertReportsAsync(
            "L2E0008", $"'F.Evaluate' returns '{found}'; return 'float' or 'double'", $"{Class} {{ public {members} }}");

    [Fact]
    public Task It_is_static_in_a_struct() =>
        MarkedSource.AssertReportsAsync(
            "L2E0009",
            "'F.Evaluate' is static; a struct evaluates with its data: leave out 'static'",
            $"{Struct} {{ public static double [|Evaluate|](ReadOnlySpan<double> x) => 0; }}");

    [Fact]
    public Task It_is_not_static_in_a_class() =>
        MarkedSource.AssertReportsAsync(
            "L2E0009",
            "'F.Evaluate' is not static; a static class needs 'static'",
            $"{Class} {{ public double [|Evaluate|](ReadOnlySpan<double> x) => 0; }}");

    [Theory]
    [InlineData($"{Class} {{ private static double [|Evaluate|](ReadOnlySpan<double> x) => 0; }}")]
    [InlineData($"{Class} {{ static double [|Evaluate|](ReadOnlySpan<double> x) => 0; }}")]
    [InlineData($"{Struct} {{ double [|Evaluate|](ReadOnlySpan<double> x) => 0; }}")]
    public Task It_is_private(string source) =>
        MarkedSource.AssertReportsAsync("L2E0010", "'F.Evaluate' is private; make it public or internal", source);

    [Theory]
    [InlineData("")]
    [InlineData("public static long GetScratchLength(int dimension) => 0;")]
    [InlineData("public static int GetScratchLength() => 0;")]
    [InlineData("public static int GetScratchLength => 0;")]
    [InlineData("public static int GetScratchLength<T>(int dimension) => 0;")]
    public Task Nobody_says_how_much_scratch_it_takes(string length) =>
        MarkedSource.AssertReportsAsync(
            "L2E0011",
            "'F.Evaluate' takes scratch, but there is no 'static int GetScratchLength(int dimension)'; declare it",
            $"{Class} {{ {length} public static double Evaluate(ReadOnlySpan<double> x, [|Span<double> scratch|]) => 0; }}");

    [Theory]
    [InlineData(
        $"'F' declares {Batch} but not GetWorkspaceLength(int dimension); declare both or neither",
        "public void [|Evaluate|](ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) { }")]
    [InlineData(
        $"'F' declares GetWorkspaceLength(int dimension) but not {Batch}; declare both or neither",
        $"public int [|GetWorkspaceLength|](int dimension) => 0; {Evaluate}")]
    public Task A_batch_evaluation_and_its_workspace_belong_together(string message, string members) =>
        MarkedSource.AssertReportsAsync("L2E0012", message, $"{Struct} {{ {members} }}");

    [Theory]
    [InlineData("private double KnownOptimum", "write 'public double KnownOptimum { get; }'", $"double [|KnownOptimum|] => 0; {Evaluate}")]
    [InlineData("public float KnownOptimum", "write 'public double KnownOptimum { get; }'", $"public float [|KnownOptimum|] => 0; {Evaluate}")]
    [InlineData("public double KnownOptimum", "write 'public double KnownOptimum { get; }'", $"public double [|KnownOptimum|]; {Evaluate}")]
    [InlineData("public double KnownOptimum", "write 'public double KnownOptimum { get; }'", $"public double [|KnownOptimum|] {{ private get; set; }} {Evaluate}")]
    [InlineData("public static double KnownOptimum", "write 'public double KnownOptimum { get; }'", $"public static double [|KnownOptimum|] => 0; {Evaluate}")]
    [InlineData("public int RequiredDimension()", "write 'public int RequiredDimension { get; }'", $"public int [|RequiredDimension|]() => 0; {Evaluate}")]
    [InlineData("internal int RequiredDimension", "write 'public int RequiredDimension { get; }'", $"internal int [|RequiredDimension|] => 0; {Evaluate}")]
    [InlineData("private const int Description", "a member of that name is generated; rename this one", $"const int [|Description|] = 0; {Evaluate}")]
    [InlineData("private const int OpenClSource", "a member of that name is generated; rename this one", $"const int [|OpenClSource|] = 0; {Evaluate}")]
    [InlineData("private const int GetWorkspaceLength", "a member of that name is generated; rename this one", $"const int [|GetWorkspaceLength|] = 0; {Evaluate}")]
    [InlineData(
        $"public int Evaluate(ReadOnlySpan2D<double>, Span<double>, Span<double>)", $"write 'public void {Batch}'",
        "public int [|Evaluate|](ReadOnlySpan2D<double> a, Span<double> b, Span<double> c) => 0; "
        + "public int GetWorkspaceLength(int dimension) => 0;")]
    [InlineData(
        $"public static void Evaluate(ReadOnlySpan2D<double>, Span<double>, Span<double>)", $"write 'public void {Batch}'",
        "public static void [|Evaluate|](ReadOnlySpan2D<double> a, Span<double> b, Span<double> c) { } "
        + "public int GetWorkspaceLength(int dimension) => 0;")]
    [InlineData(
        "internal int GetWorkspaceLength(int)", "write 'public int GetWorkspaceLength(int dimension)'",
        "public void Evaluate(ReadOnlySpan2D<double> a, Span<double> b, Span<double> c) { } "
        + "internal int [|GetWorkspaceLength|](int dimension) => 0;")]
    public Task A_struct_declares_a_member_of_the_contract_otherwise(string found, string advice, string members) =>
        MarkedSource.AssertReportsAsync("L2E0013", $"'F' declares '{found}'; {advice}", $"{Struct} {{ {members} }}");

    [Theory]
    [InlineData("private const int Binding", "const int [|Binding|] = 0;")]
    [InlineData("F.Binding", "public class [|Binding|] { }")]
    public Task A_class_has_a_member_called_Binding(string found, string members) =>
        MarkedSource.AssertReportsAsync(
            "L2E0013",
            $"'F' declares '{found}'; a member of that name is generated; rename this one",
            $"{Class} {{ {members} public static double Evaluate(ReadOnlySpan<double> x) => 0; }}");

    [Theory]
    [InlineData("Binding", "[Objective(\"f\", Lower = -5, Upper = 5)] static partial class [|Binding|] { public static double Evaluate(ReadOnlySpan<double> x) => 0; }")]
    [InlineData("Description", $"[Objective(\"f\", Lower = -5, Upper = 5)] partial struct [|Description|] {{ {Evaluate} }}")]
    [InlineData("KnownOptimum", $"[Objective(\"f\", Lower = -5, Upper = 5)] partial struct [|KnownOptimum|] {{ {Evaluate} }}")]
    public Task A_type_has_the_name_of_a_generated_member(string name, string source) =>
        MarkedSource.AssertReportsAsync(
            "L2E0013",
            $"'{name}' declares '{name}'; a member of that name is generated, and a type may not have its own name for one; "
            + "rename the type",
            source);
}

using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Diagnostics;

/// <summary>What keeps an objective from having a gradient: the very expression, why, and what to write instead.</summary>
public class ProgramDiagnosticTests
{
    private const string Scratch = "take 'Span<double> scratch' as the second parameter of Evaluate, and keep constants in a 'static readonly' array";
    private const string For = "write 'for (int i = first; i < end; i++)'";
    private const string Arithmetic = "write arithmetic, functions of Math, '?:' and calls of static methods";
    private const string Data = "keep numbers in fields of type 'float', 'double', 'int', 'float[]' or 'double[]'";

    [Theory]
    [InlineData("what 'Random.NextDouble' computes is not known", "return x[0] * [|Random.Shared.NextDouble()|];")]
    [InlineData("what 'Func<double, double>.Invoke' computes is not known", "return [|function(x[0])|];")]
    [InlineData("what 'MemoryExtensions.Reverse' computes is not known", "[|scratch.Reverse()|]; return 0;")]
    [InlineData("what 'F.Generic' computes is not known", "return [|Generic(x[0])|];")]
    [InlineData("what 'Console.WriteLine' computes is not known", "[|Console.WriteLine(x[0])|]; return 0;")]
    public Task A_call_of_unknown_code(string found, string body) =>
        AssertReportsAsync("L2E0022", found, "write out what it computes, in a static method of this project", body);

    [Theory]
    [InlineData("Log", "Math.Log(x[0], 2)", "write 'Math.Log(value) / Math.Log(base)'")]
    [InlineData("Log10", "Math.Log10(x[0])", "write 'Math.Log(value) / Math.Log(10)'")]
    [InlineData("FusedMultiplyAdd", "Math.FusedMultiplyAdd(x[0], 2, 1)", "write 'a * b + c'")]
    [InlineData("Round", "Math.Round(x[0], 2)", "write 'Math.Round(value)', which rounds halves to even")]
    [InlineData("CopySign", "Math.CopySign(1, x[0])", "write 'sign < 0 ? -Math.Abs(value) : Math.Abs(value)'")]
    public Task A_function_that_is_written_with_others(string name, string call, string advice) =>
        AssertReportsAsync("L2E0022", $"what 'Math.{name}' computes is not known", advice, $"return [|{call}|];");

    [Theory]
    [InlineData("'ref double value' is passed by 'ref'", "double y = x[0]; Change([|ref y|]); return y;")]
    [InlineData("'params double[] values' is passed by 'params'", "return [|Sum(x[0], x[1])|];")]
    public Task An_argument_that_is_not_a_value(string found, string body) =>
        AssertReportsAsync("L2E0022", found, "pass values and spans, and return the result", body);

    [Fact]
    public Task A_virtual_call() =>
        AssertReportsAsync(
            "L2E0022", "which 'Value' this calls is known only when it runs", "call a method that is not virtual",
            "return [|shape.Value(x[0])|];");

    [Fact]
    public Task A_local_function_that_captures() =>
        AssertReportsAsync(
            "L2E0022", "the function captures 'y' of the method around it", "make it 'static', and pass the value",
            "double y = x[0]; return Twice(2); double Twice(double z) => z * [|y|];");

    [Fact]
    public Task Recursion() =>
        AssertReportsAsync(
            "L2E0023", "'Factorial' calls itself", "write a 'for' loop over scratch",
            "return Factorial(x[0]);", "static double Factorial(double x) => x < 2 ? 1 : x * [|Factorial(x - 1)|];");

    [Theory]
    [InlineData("how often this loop runs is not known before it does", For, "double y = x[0]; [|while (y > 1) y *= 0.5;|] return y;")]
    [InlineData("how often this loop runs is not known before it does", For, "double y = x[0]; [|do y *= 0.5; while (y > 1);|] return y;")]
    [InlineData("this loop does not declare one int to count with", For, "double y = 0; for ([|double t = 0|]; t < 1; t += 0.1) y += t; return y;")]
    [InlineData("this loop does not declare one int to count with", For, "double y = 0; for ([|int i = 0, j = 3|]; i < j; i++) y += x[i]; return y;")]
    [InlineData("this loop does not declare one int to count with", For, "double y = 0; [|for (; ; ) { }|]")]
    [InlineData("'i' does not go on by a constant", "write 'i++', 'i--', 'i += 2' or the like", "for (int i = 1; i < x.Length; [|i *= 2|]) { } return 0;")]
    [InlineData("'i' counts up, and this does not end it there", "write 'i < end' or 'i <= last'", "for (int i = 0; [|i != 9|]; i++) { } return 0;")]
    [InlineData("'i' counts down, and this does not end it there", "write 'i >= first' or 'i > end'", "for (int i = 9; [|i < 10|]; i--) { } return 0;")]
    [InlineData("this does not compare 'i', or 'i' plus something, with an int", "write 'i < end' or 'i <= last'", "for (int i = 0; [|i * i < x.Length|]; i++) { } return 0;")]
    [InlineData("this does not compare 'i' with an int", "write 'i < end' or 'i <= last'", "double y = 0; for (int i = 0; [|y < 3|]; i++) y += x[0]; return y;")]
    [InlineData("this loop does not go over the real numbers of a span or an array", For, "double y = 0; foreach (int k in [|table|]) y += k; return y;")]
    public Task A_loop_that_is_not_counted(string found, string advice, string body) =>
        AssertReportsAsync("L2E0024", found, advice, body);

    [Theory]
    [InlineData("this returns from inside of a loop", "let the loop run to its end, and return after it", "for (int i = 0; i < 3; i++) { if (x[i] > 0) [|return 1;|] } return 0;")]
    [InlineData("this leaves a loop before its end", "let the loop run to its end, and choose what it adds by 'if' or '?:'", "for (int i = 0; i < 3; i++) { if (x[i] > 0) [|break;|] } return 0;")]
    [InlineData("this throws", "leave it out: the dimension is checked before, by MinDimension, MaxDimension and RequiredDimension", "if (x.Length < 2) { [|throw new ArgumentException();|] } return 0;")]
    [InlineData("one side of this 'if' may leave early or go on", "let each side either always leave or always go on, with 'else'", "[|if (x[0] > 0) { if (x[1] > 0) return 1; }|] return 0;")]
    public Task A_jump(string found, string advice, string body) => AssertReportsAsync("L2E0025", found, advice, body);

    [Theory]
    [InlineData("double[] y = [|new double[3]|]; return y[0];")]
    [InlineData("Span<double> y = [|stackalloc double[3]|]; return y[0];")]
    [InlineData("ReadOnlySpan<double> y = [|[1, 2]|]; return y[0];")]
    public Task Memory_of_its_own(string body) => AssertReportsAsync("L2E0026", "this makes memory of its own", Scratch, body);

    [Theory]
    [InlineData("double y = 0; for (int i = 0; i < 3; i++) y += x[[|i % 2|]]; return y;")]
    [InlineData("double y = 0; for (int i = 0; i < 3; i++) y += x[[|i * i|]]; return y;")]
    [InlineData("double y = 0; for (int i = 0; i < 3; i++) y += x[[|Math.Max(i - 1, 0)|]]; return y;")]
    [InlineData("for (int i = 0; i < 3; i++) scratch[[|i / 2|]] = 1; return 0;")]
    public Task An_index_that_is_not_affine(string body) =>
        AssertReportsAsync(
            "L2E0027", "this index is not a sum of counters times constants",
            "write one such as 'i', 'i + 1', 'n - 1 - i' or 'n * i + j', with a loop for each counter", body);

    [Theory]
    [InlineData("the int 'k' changes", "count with the counter of a 'for' loop, and give each int one value where it is declared", "int k = 0; [|k|]++; return 0;")]
    [InlineData("the int 'k' changes", "count with the counter of a 'for' loop, and give each int one value where it is declared", "int k = 0; [|k|] = 3; return 0;")]
    [InlineData("the int 'i' changes", "count with the counter of a 'for' loop, and give each int one value where it is declared", "for (int i = 0; i < 3; i++) [|i|] += 1; return 0;")]
    [InlineData("'k' has no value yet", "declare it with the one value that it has", "int [|k|]; return 0;")]
    [InlineData("an int changes inside of an expression", "count with the counter of a 'for' loop", "int k = 0; return x[[|k++|]];")]
    public Task An_int_that_changes(string found, string advice, string body) => AssertReportsAsync("L2E0028", found, advice, body);

    [Theory]
    [InlineData("this makes an int of 'double', and an int may depend on nothing but counters and sizes", "keep the real number, with 'Math.Floor' or 'Math.Truncate'", "return x[[|(int)x[0]|]];")]
    [InlineData("this is 'decimal', not an int", "write it with int", "return (double)([|(decimal)x[0]|]);")]
    [InlineData("a local of type 'bool' is not known", "write the condition where it is used", "bool [|big = x[0] > 1|]; return big ? 1 : 0;")]
    [InlineData("this is 'long', not an int", "write it with int", "return x[0] * ([|x.Length * 2L|]);")]
    [InlineData("this compares values of type 'string'", "compare real numbers or ints", "return [|name == \"f\"|] ? 1 : 0;")]
    public Task A_type_that_is_not_known(string found, string advice, string body) => AssertReportsAsync("L2E0029", found, advice, body);

    [Theory]
    [InlineData("'%' of real numbers is not known", "write 'a - b * Math.Truncate(a / b)'", "return [|x[0] % 2|];")]
    [InlineData("'switch' is not known", "write '?:' or 'if'", "return [|x.Length switch { 1 => x[0], _ => 0.5 }|];")]
    [InlineData("'switch' is not known", "write 'if' and 'else'", "[|switch (x.Length) { case 1: return 1; default: return 2; }|]")]
    [InlineData("an int may not be chosen by a condition", "write 'Math.Min' or 'Math.Max', or choose between the real values", "int k = [|x[0] > 0 ? 1 : 0|]; return k;")]
    [InlineData("an int may not be chosen by a condition", "write 'Math.Min' or 'Math.Max', or choose between the real values", "return (int)Order(x[0]) * ([|x[1] > 0 ? 1 : 0|]); static int Order(double y) => 2;")]
    [InlineData("this condition is not known", "compare real numbers or ints, and join comparisons by '&&', '||' and '!' where they are used", "if ([|flag|]) return 1; return 0;")]
    [InlineData("this calls a method only if the left side asks for it", "put the value in a local before, or nest two 'if'", "return x[0] > 0 && [|Early(x[1]) > 0|] ? 1 : 0;")]
    [InlineData("this pattern is not known", "compare with '<', '>' or '=='", "return x[0] is [|double y|] ? y : 0;")]
    [InlineData("this int is not known", "write '+', '-', '*', '/', '%', 'Math.Min' and 'Math.Max' of counters, lengths and constants", "return x[[|table[0]|]];")]
    [InlineData("this expression is not known", Arithmetic, "return [|maybe ?? 2|];")]
    [InlineData("this statement is not known", "write declarations, assignments, 'if', 'for' and 'return'", "[|try { return 1; } finally { }|]")]
    [InlineData("this is checked for overflow, unlike the project", "leave out 'checked'", "return x[checked([|x.Length - 1|])];")]
    [InlineData("this tuple is not written out", "write '(a, b) = (c, d)', or one assignment each", "(double a, double b) = [|Pair()|]; return a + b;")]
    public Task An_expression_that_is_not_known(string found, string advice, string body) => AssertReportsAsync("L2E0030", found, advice, body);

    [Theory]
    [InlineData("this 'List<double>' is not a part of its data", Data, "System.Collections.Generic.List<double> y = [|new()|]; return 0;")]
    [InlineData("'F.Counter' may have another value each time it is read", "keep the value in a 'static readonly' field", "return x[0] * [|Counter|];")]
    [InlineData("this is not an element of an array with one index or of a span", "keep the rows of a matrix one after the other in one array, 'matrix[row * columns + column]'", "return [|matrix[0, 1]|];")]
    [InlineData("this is not the point, the scratch or one of the objective's arrays", "refer to one of those, or to a slice of it", "Span<double> y = [|x.Length > 2 ? scratch : default|]; return 0;")]
    [InlineData("'Description' is itself generated from this code", "write the value out, or declare a constant for it", "return [|Description|].Lower;")]
    public Task Data_that_cannot_be_read(string found, string advice, string body) => AssertReportsAsync("L2E0031", found, advice, body);

    [Fact]
    public Task Data_that_generated_code_could_not_reach() =>
        AssertReportsAsync(
            "L2E0031", "'F.Hidden.Secret' is private", "make it internal, so that code derived from this can read it",
            "return hidden.Reveal(x[0]);",
            "private Hidden hidden; class Hidden { private double Secret => 1; public double Reveal(double x) => x * [|Secret|]; }");

    [Theory]
    [InlineData("this changes 'last', which is not a real local or scratch", "declare a local for the value", "[|last|] = x[0]; return 0;")]
    [InlineData("this changes 'shift[0]', which is not a real local or scratch", "declare a local for the value", "[|shift[0]|] += x[0]; return 0;")]
    [InlineData("this changes the objective's data", "write to scratch, and fill data when the objective is made", "[|shift.AsSpan().Clear()|]; return 0;")]
    [InlineData("this changes a variable inside of an expression", "write the assignment as a statement of its own", "double y, z; y = [|z = x[0]|]; return y + z;")]
    [InlineData("'y' is another name for something else", "declare a value, without 'ref'", "ref double [|y = ref scratch[0]|]; return y;")]
    public Task A_change_of_something_else(string found, string advice, string body) => AssertReportsAsync("L2E0032", found, advice, body);

    [Fact]
    public Task A_sum_of_very_many_terms() =>
        AssertReportsAsync(
            "L2E0033", "this is nested too deeply", "give parts of it to locals",
            "return " + "[|x[0]" + string.Concat(Enumerable.Repeat(" + x[0]", 100)) + "|]" + string.Concat(Enumerable.Repeat(" + x[0]", 200)) + ";");

    [Fact]
    public Task Helper_methods_that_grow_without_bounds() =>
        AssertReportsAsync(
            "L2E0033", "with its helper methods expanded it has more than 20000 expressions", "write a loop instead of calls",
            "return D20(x[0]);",
            "static double D0(double x) => x;"
            + string.Concat(Enumerable.Range(1, 20).Select(i => $"static double D{i}(double x) => D{i - 1}(x) + {(i == 2 ? "[|D1(x)|]" : $"D{i - 1}(x)")};")));

    private static Task AssertReportsAsync(string id, string found, string advice, string body, string members = "") =>
        MarkedSource.AssertReportsAsync(
            id, $"'F' has no gradient, vector or device code: {found}; {advice}",
            $$"""
            class Shape { public virtual double Value(double x) => x; }
            [Objective("f", Lower = -5, Upper = 5)]
            partial struct F
            {
                private double[] shift;
                private double[,] matrix;
                private Func<double, double> function;
                private Shape shape;
                private int[] table;
                private string name;
                private bool flag;
                private double? maybe;
                private double last;
                public static int Counter { get; set; }
                public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch) { {{body}} }
                private static int GetScratchLength(int dimension) => dimension;
                private static T Generic<T>(T x) => x;
                private static void Change(ref double value) => value = 1;
                private static double Sum(params double[] values) => values[0];
                private static double Early(double x) { if (x > 0) return 1; return 2; }
                private static (double, double) Pair() => (1, 2);
                {{members}}
                public static F Create(ObjectiveInstance instance) => default;
            }
            """);
}

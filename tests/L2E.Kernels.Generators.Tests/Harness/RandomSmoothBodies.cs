using FsCheck;
using FsCheck.Fluent;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>
/// Random bodies of <c>Evaluate(x, scratch)</c> that are smooth but for switches at known places: sums, products and functions of
/// coordinates, locals and scratch in loops, nested loops, branches and helper methods. Values stay within a few powers of ten.
/// </summary>
internal static class RandomSmoothBodies
{
    /// <summary>The coordinates at which a branch may switch.</summary>
    public static readonly double[] Switches = [-0.5, 0, 0.25, 0.6];

    /// <summary>Methods that the bodies may call.</summary>
    public const string Helpers = """
        private static double Bend(double a, double b)
        {
            double t = a * b;
            t -= Math.Sin(a);
            if (a * 0 + 1 > 0)
                t += 0.1 * b * b;
            return Math.Tanh(t) + 0.2 * a;
        }

        private static double Chain(ReadOnlySpan<double> z, double start)
        {
            double value = start;
            for (int i = 1; i < z.Length; i++)
                value = Math.Cos(value + z[i] * z[i - 1]) + 0.1 * value;
            return value;
        }

        private static int GetScratchLength(int dimension) => dimension;
        """;

    /// <summary>A body; x has at least 4 coordinates.</summary>
    public static Gen<string> Bodies { get; } =
        from fill in Expression(new Names(["1.5"], ["i"]), 2)
        from first in Expression(new Names([], []), 2)
        from statements in Block(new Names(["v", "w"], []), depth: 2, length: 4)
        from result in Expression(new Names(["v", "w"], []), 2)
        select $$"""
            for (int i = 0; i < x.Length; i++)
                scratch[i] = {{fill}};
            double v = {{first}}, w = 1;
            {{statements}}
            return {{result}} + v - w;
            """;

    private static Gen<string> Block(Names names, int depth, int length) =>
        from statements in Gen.CollectToList(Enumerable.Repeat(Statement(names, depth), length))
        select string.Join("\n", statements);

    private static Gen<string> Statement(Names names, int depth)
    {
        Gen<string> local = Gen.Elements("v", "w");
        Gen<string> simple = Gen.OneOf(
            from target in local
            from value in Expression(names, 2)
            select $"{target} += 0.3 * ({value});",
            from target in local
            from value in Expression(names, 1)
            select $"{target} -= Math.Tanh({value});",
            from target in local
            from value in Expression(names, 2)
            select $"{target} *= 1 + 0.2 * Math.Sin({value});",
            from target in local
            from value in Expression(names, 1)
            select $"{target} /= 1.5 + Math.Cos({value});",
            from target in local
            from value in Expression(names, 2)
            select $"{target} = 0.5 * {target} + Math.Atan({value});",
            from index in Index(names)
            from value in Expression(names, 1)
            select $"scratch[{index}] = Math.Sin({value});",
            from index in Index(names)
            from value in Expression(names, 1)
            select $"scratch[{index}] += 0.2 * Math.Cos({value});",
            from value in Expression(names, 1)
            from target in local
            select $$"""
                {
                    double t = {{value}};
                    t *= 0.5 * t;
                    {{target}} += Math.Tanh(t);
                    t = {{target}};
                    {{target}} -= 0.1 * t * t / (1 + t * t);
                }
                """);
        if (depth == 0)
            return simple;
        string counter = depth == 2 ? "i" : "j";
        Names inner = names with { Counters = [.. names.Counters, counter] };
        return Gen.Frequency(
            (3, simple),
            (2, from head in Head(names, counter)
                from body in Block(inner, depth - 1, 2)
                select $"for ({head})\n{{\n{body}\n}}"),
            (1, from condition in Condition(names)
                from whenTrue in Block(names, depth - 1, 2)
                from whenFalse in Gen.Frequency(
                    (2, Block(names, depth - 1, 1).Select(block => $"\nelse\n{{\n{block}\n}}")), (1, Gen.Constant("")))
                select $"if ({condition})\n{{\n{whenTrue}\n}}{whenFalse}"));
    }

    /// <summary>A loop whose counter stays within the coordinates.</summary>
    private static Gen<string> Head(Names names, string counter)
    {
        Gen<string> start = Gen.Elements(["0", "1", .. names.Counters]);
        return Gen.OneOf(
            from first in start
            from step in Gen.Elements("++", " += 2", " += 3")
            select $"int {counter} = {first}; {counter} < x.Length; {counter}{step}",
            from last in start
            from step in Gen.Elements("--", " -= 2")
            select $"int {counter} = x.Length - 1; {counter} >= {last}; {counter}{step}",
            from end in Gen.Elements(["3", "x.Length / 2", "x.Length - 1", .. names.Counters])
            select $"int {counter} = 0; {counter} < {end}; {counter}++");
    }

    private static Gen<string> Index(Names names) =>
        Gen.Elements(["0", "2", "x.Length - 1", .. names.Counters, .. names.Counters.Select(counter => $"x.Length - 1 - {counter}")]);

    private static Gen<string> Condition(Names names)
    {
        Gen<string> simple = Gen.OneOf(
            from index in Index(names)
            from relation in Gen.Elements("<", ">", "<=", ">=")
            from place in Gen.Elements(Switches)
            select $"x[{index}] {relation} {place}",
            Gen.Elements(["x.Length > 4", .. names.Counters.SelectMany(counter => new[] { $"{counter} % 2 == 0", $"{counter} > 1" })]));
        return Gen.Frequency(
            (3, simple),
            (1, from left in simple from right in simple from sign in Gen.Elements("&&", "||") select $"{left} {sign} {right}"),
            (1, simple.Select(condition => $"!({condition})")));
    }

    private static Gen<string> Expression(Names names, int depth)
    {
        Gen<string> leaf = Gen.OneOf(
            Index(names).Select(index => $"x[{index}]"),
            Gen.Elements(["0.7", "(-1.25)", "2", .. names.Reals, .. names.Counters.Select(counter => $"(0.1 * {counter})")]),
            names.Reals.Contains("v") ? Index(names).Select(index => $"scratch[{index}]") : Gen.Constant("x[1]"));
        if (depth == 0)
            return leaf;
        Gen<string> part = Expression(names, depth - 1);
        return Gen.Frequency(
            (2, leaf),
            (3, from left in part from right in part from sign in Gen.Elements("+", "-", "*") select $"({left} {sign} {right})"),
            (1, from left in part from right in part select $"({left} / (1.5 + {right} * {right}))"),
            (3, from argument in part
                from function in Gen.Elements(
                    "Math.Sin({0})", "Math.Cos(2 * {0})", "Math.Tanh({0})", "Math.Atan({0})", "Math.Exp(Math.Sin({0}))",
                    "Math.Sqrt(1 + {0} * {0})", "Math.Log(1.5 + {0} * {0})", "Math.Pow(1.2 + {0} * {0}, 0.7)",
                    "Math.Abs(2 + Math.Sin({0}))", "Math.Cosh(Math.Tanh({0}))", "Math.Sinh(Math.Sin({0}))", "Math.Cbrt(2 + {0} * {0})",
                    "Math.Asin(0.9 * Math.Sin({0}))", "Math.Atan2({0}, 1.5)", "-{0}")
                select "(" + function.Replace("{0}", argument) + ")"),
            (1, from left in part from right in part select $"Math.Pow(1.3 + Math.Sin({left}), Math.Cos({right}))"),
            (1, from left in part from right in part select $"Bend({left}, {right})"),
            (1, from start in part select $"Chain(x, {start})"),
            (1, from condition in Condition(names) from left in part from right in part select $"({condition} ? {left} : {right})"),
            (1, from index in Index(names)
                from place in Gen.Elements(Switches)
                from function in Gen.Elements(
                    "Math.Max({0}, {1})", "Math.Min({1}, {0})", "Math.Abs({0} - {1})", "Math.Clamp({0}, {1}, 0.6)")
                where place < 0.6
                select function.Replace("{0}", $"x[{index}]").Replace("{1}", place < 0 ? $"({place})" : $"{place}")));
    }

    /// <summary>What an expression may read.</summary>
    private sealed record Names(string[] Reals, string[] Counters);
}

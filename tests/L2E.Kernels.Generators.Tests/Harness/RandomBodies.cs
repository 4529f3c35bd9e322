using System.Globalization;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>
/// Random bodies of <c>Evaluate</c> that compile: mostly of what the generator knows, and now and then something that it does not.
/// The row has at least <see cref="MinDimension"/> coordinates and is called x, scratch is as long; data, helper methods and their names
/// stand in <see cref="Members"/>.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="strangeness">How often something unknown comes up, from 0 to 1, for each statement and each expression.</param>
internal sealed class RandomBodies(int seed, double strangeness)
{
    public const int MinDimension = 4;

    public const string Members = """
        private const double Half = 0.5;
        private static readonly double[] table = [0.25, -1.5, 2, 0.125];
        private readonly double[] shift;
        private readonly float scale;
        private readonly int order;
        private F(int dimension)
        {
            shift = new double[dimension];
            for (int i = 0; i < dimension; i++)
                shift[i] = 0.25 * i - 1;
            (scale, order) = (1.25f, 2);
        }
        public static F Create(ObjectiveInstance instance) => new(instance.Dimension);
        private int GetScratchLength(int dimension) => dimension;
        private ReadOnlySpan<double> Shift => shift;
        private double Scale => 2 * scale;
        private static double Square(double value) => value * value;
        private static double Clip(double value)
        {
            if (value > 2)
                return 2;
            if (value < -2)
            {
                value *= 0.25;
                return value;
            }
            return value + Half;
        }
        private static double Mean(ReadOnlySpan<double> values)
        {
            double sum = 0;
            foreach (double value in values)
                sum += value;
            return sum / values.Length;
        }
        private double Move(Span<double> place, double value)
        {
            place[0] = value + place[^1];
            return Math.Sin(place[0]) + order;
        }
        """;

    // System.Random, seeded: the same bodies on every run.
    private readonly Random random = new(seed);
    private readonly List<string> locals = [];
    private readonly List<string> counters = [];
    private int names, depth;

    /// <summary>An objective with a body.</summary>
    public static string Write(string name, string body) =>
        $$"""
        [Objective("{{name.ToLowerInvariant()}}", Lower = -5, Upper = 5)]
        readonly partial struct {{name}}
        {
            {{Members.Replace("F(int", name + "(int").Replace("static F ", $"static {name} ")}}
            public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
            {
        {{body}}
            }
        }
        """;

    public string Create()
    {
        List<string> lines = Many(2, 5, Statement);
        lines.Add($"return {Real(3)};");
        return string.Join("\n", lines);
    }

    private string Statement()
    {
        if (random.NextDouble() < strangeness)
            return StrangeStatement();
        depth++;
        string statement = random.Next(depth > 3 ? 7 : 14) switch
        {
            0 or 1 => Declaration(),
            2 or 3 when locals.Count > 0 => Assignment(Pick(locals)),
            4 => $"scratch[{Index()}] {Pick("=", "+=", "*=")} {Real(2)};",
            5 when locals.Count > 0 => Pick(locals) + Pick("++;", "--;"),
            6 => $"int k{++names} = {Integer()};",
            7 => $"if ({Condition()})\n{Block()}\nelse\n{Block()}",
            8 => $"if ({Condition()})\n{Block()}",
            9 when counters.Count == 0 => $"if ({Condition()})\nreturn {Real(2)};",
            9 => $"if ({Condition()})\ncontinue;",
            10 or 11 or 12 => Loop(),
            13 => Pick("scratch.Clear();", $"scratch[1..].Fill({Real(2)});", "x.CopyTo(scratch);", "scratch[1..3].CopyTo(scratch[2..]);",
                "Move(scratch, 1.5);", "(scratch[0], scratch[1]) = (scratch[1], scratch[0]);"),
            _ => Declaration(),
        };
        depth--;
        return statement;
    }

    private string Declaration()
    {
        string text = Real(3);
        bool isFloat = random.Next(5) == 0;
        string name = $"{(isFloat ? "f" : "v")}{++names}";
        string declaration = random.Next(4) switch
        {
            _ when isFloat => $"{Pick("float", "var")} {name} = (float)({text});",
            0 => $"double {name}; {name} = {text};",
            _ => $"double {name} = {text};",
        };
        locals.Add(name);
        return declaration;
    }

    private string Assignment(string local)
    {
        string value = Real(3);
        return $"{local} {Pick("=", "+=", "-=", "*=", "/=")} {(local.StartsWith('f') ? $"(float)({value})" : value)};";
    }

    private string Loop()
    {
        if (random.Next(5) == 0)
        {
            string value = $"v{++names}";
            return $"foreach (double {value} in {Pick("x", "scratch", "shift", "Shift[1..]", "x[..3]", "table")})\n{Block(value)}";
        }

        string i = $"i{++names}";
        string head = random.Next(8) switch
        {
            0 => $"int {i} = 1; {i} + 1 < x.Length; {i}++",
            1 => $"int {i} = x.Length - 2; {i} >= 1; {i}--",
            2 => $"int {i} = 1; {i} <= 2; ++{i}",
            3 => $"int {i} = 1; x.Length - 1 > {i}; {i} += 2",
            4 => $"int {i} = order; {i} > 0; {i} -= 1",
            5 => $"int {i} = 1; {i} < shift.Length - 1 && {i} < 3; {i} = {i} + 1",
            6 => $"int {i} = Math.Min(1, order); {i} < Math.Max(2, x.Length - 1); {i}++",
            _ => $"int {i} = 1; {i} < 3; {i}++",
        };
        counters.Add(i);
        string loop = $"for ({head})\n{Block()}";
        counters.Remove(i);
        return loop;
    }

    /// <summary>A block; what it declares is gone after it.</summary>
    private string Block(string? local = null)
    {
        int outer = locals.Count;
        if (local is not null)
        {
            // The variable of foreach may be read, not assigned: a copy may be both.
            locals.Add($"c{local}");
        }

        string text = string.Join("\n", Many(1, 3, Statement));
        locals.RemoveRange(outer, locals.Count - outer);
        return "{\n" + (local is null ? "" : $"double c{local} = {local};\n") + text + "\n}";
    }

    private string Real(int size)
    {
        if (random.NextDouble() < strangeness / 4)
            return StrangeReal();
        if (size == 0 || random.Next(4) == 0)
        {
            return random.Next(9) switch
            {
                0 => (random.Next(-20, 20) / 8.0).ToString("0.0##", CultureInfo.InvariantCulture),
                1 or 2 when locals.Count > 0 => Pick(locals),
                3 or 4 => $"x[{Index()}]",
                5 => $"shift[{Index()}]",
                6 => $"scratch[{Index()}]",
                7 => Pick("scale", "Scale", "Half", "1.0 * order", "(double)x.Length", "table[2]", "Math.PI", "(double)order / 4"),
                _ when counters.Count > 0 => $"{Pick("(double)", "0.5 * ")}{Pick(counters)}",
                _ => "x[^1]",
            };
        }

        string Part() => Real(size - 1);
        return random.Next(12) switch
        {
            0 or 1 or 2 or 3 => $"({Part()} {Pick("+", "-", "*", "/")} {Part()})",
            4 => $"-({Part()})",
            5 => $"Math.{Pick("Sin", "Cos", "Tanh", "Atan", "Abs", "Floor", "Cbrt", "Round")}({Part()})",
            6 => $"Math.Sqrt(Math.Abs({Part()}))",
            7 => $"Math.{Pick("Max", "Min", "Atan2")}({Part()}, {Part()})",
            8 => $"({Condition()} ? {Part()} : {Part()})",
            9 => $"{Pick("Square", "Clip")}({Part()})",
            10 => $"Mean({Pick("x", "scratch", "Shift", "x[1..]", "scratch[..^1]", "x.Slice(1, 2)")})",
            _ => Pick($"(float)({Part()})", $"Math.Clamp({Part()}, -1, 1.5)", $"Move(scratch[1..], {Part()})", $"Math.Sign({Part()}) * 0.5"),
        };
    }

    private string Condition()
    {
        string Compare() => $"{Real(1)} {Pick("<", "<=", ">", ">=", "==", "!=")} {Real(1)}";
        return random.Next(8) switch
        {
            0 => $"!({Compare()})",
            1 => $"x[0] > 0 && {(counters.Count > 0 ? Pick(counters) : "order")} < 2",
            2 => $"order == 2 || x[1] <= {Half}",
            3 => $"x[1] is > 0 and < 1",
            4 => $"double.IsNaN({Real(1)})",
            5 => $"{Integer()} % 2 == 0",
            _ => Compare(),
        };
    }

    private const string Half = "0.5";

    /// <summary>An index of the row: every counter goes from 1 to the last but one.</summary>
    private string Index() => counters.Count > 0 && random.Next(3) > 0
        ? Pick(counters) + Pick("", " + 1", " - 1")
        : Pick("0", "1", "^1", "x.Length - 2", "order");

    private string Integer() => Pick("order", "x.Length - 1", "3", "2 * order", "x.Length / 2", counters.Count > 0 ? Pick(counters) : "1");

    private string StrangeStatement()
    {
        string name = $"s{++names}";
        return Pick(
            $"int {name} = 0; {name}++;",
            $"double {name} = 4; while ({name} > 1) {name} *= 0.5;",
            $"bool {name} = x[0] > 0;",
            $"double[] {name} = new double[3];",
            $"Span<double> {name} = stackalloc double[2]; {name}[0] = 1;",
            $"for (int {name} = 0; {name} < 3; {name}++) {{ if (x[{name}] > 0) break; }}",
            $"for (int {name} = 0; {name} < 3; {name}++) {{ if (x[{name}] > 9) return 1; }}",
            $"for (double {name} = 0; {name} < 1; {name} += 0.25) scratch[0] += {name};",
            $"foreach (int {name} in new[] {{ 1, 2 }}) scratch[0] += {name};",
            $"if (x[0] > 9) throw new InvalidOperationException();",
            $"Func<double, double> {name} = v => v * 2; scratch[0] = {name}(x[0]);",
            $"double {name}c = 2; double {name}(double v) => v * {name}c; scratch[0] = {name}(x[1]);",
            $"static double {name}(double v) => v * 3; scratch[0] = {name}(x[1]);",
            $"ref double {name} = ref scratch[0]; {name} = 2;",
            $"string {name} = \"text\"; scratch[0] = {name}.Length;",
            $"try {{ scratch[0] = 1; }} finally {{ scratch[1] = 2; }}",
            $"switch (order) {{ case 1: scratch[0] = 1; break; default: scratch[0] = 2; break; }}",
            $"(double {name}, int {name}b) = (x[0], 2);",
            $"goto {name}; {name}: scratch[0] = 1;",
            $"var {name} = (x[0], x[1]); scratch[0] = {name}.Item1;",
            $"checked {{ scratch[order - 1] = 2; }}",
            $"unchecked {{ scratch[order - 1] = 2; }}",
            $"System.Diagnostics.Debug.Assert(x.Length > 1);",
            $"object {name} = this; scratch[0] = {name}.GetHashCode() & 1;",
            $"table[0] = 0.25;",
            $"{{ }} ;",
            $"_ = Move(scratch, 2);",
            $"decimal {name} = 1m; scratch[0] = (double){name};",
            $"long {name} = x.Length; scratch[0] = {name};",
            $"for (int {name} = 0; {name} != 3; {name}++) scratch[0] += 1;",
            $"for (int {name} = 1; {name} < 9; {name} *= 2) scratch[0] += {name};",
            $"int {name} = x[0] > 0 ? 1 : 2; scratch[0] = {name};",
            $"scratch[(int)Math.Floor(Math.Abs(Math.Sin(x[0])))] = 1;",
            $"for (int {name} = 0; {name} < 3; {name}++) scratch[{name} % 2] = x[{name} * {name} / 2];",
            $"double {name} = scratch[0] = 3;",
            $"double {name} = 0; scratch[0] = {name}++ + {name};");
    }

    private string StrangeReal() => Pick(
        "x[0] % 2",
        "Random.Shared.NextDouble() * 0",
        "Math.Log10(1 + x[0] * x[0])",
        "(x[0] switch { > 1 => 2.0, _ => 3 })",
        "((double?)x[0] ?? 1)",
        "new Vector2D(x[0], 1).Length",
        "(double)(decimal)2.5m",
        "double.Parse(\"1.5\")",
        "(x[0] > 0 ? 1 : 2)",
        "Math.Max(order, 3)",
        "double.Sin(x[0])",
        "this.scale",
        "default(double)",
        "(1 + 2) / 2",
        "(order << 1)",
        "x.ToArray()[0]",
        "table.Length",
        "nameof(x).Length",
        "(Half is 0.5 ? 1 : 0)",
        "Math.Pow(2, order)",
        "Math.BigMul(order, 2)",
        "(x[0] > 0 & x[1] > 0 ? 1.5 : 2)",
        "'a'",
        "(byte)3",
        "(scratch is [var first, ..] ? first : 0)");

    private List<string> Many(int least, int most, Func<string> create)
    {
        List<string> items = [];
        for (int count = random.Next(least, most + 1); count > 0; count--)
            items.Add(create());
        return items;
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private string Pick(List<string> choices) => choices[random.Next(choices.Count)];
}

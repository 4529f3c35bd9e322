using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>The device code that kernels of ILGPU take as a type argument, run in a kernel over a stand-in of its views.</summary>
public class IlgpuTests
{
    private static readonly double[,] candidates =
    {
        { 0.125, -2.5, 3.25, 0.75, 1 }, { 0.5, 0.75, -0.25, -1, 4 }, { 0, 0, 0, 0, 0 }, { -4, 2, -3.5, 1.5, -0.5 },
    };

    [Theory]
    [InlineData("float sum = 0; for (int i = 0; i + 1 < x.Length; i++) { float a = x[i + 1] - x[i] * x[i]; sum += 100 * a * a; } return sum;")]
    [InlineData("float data = 0; foreach (float layout in x) data += layout * layout - 10 * MathF.Cos(2 * MathF.PI * layout); return data;")]
    [InlineData("float @float = 0; for (int i = x.Length - 1; i >= 1; i -= 2) { if (x[i] > 0.5f && i < 4) continue; @float += -x[i]; } return @float;")]
    [InlineData("float half = 0; for (int k = 0; k < Math.Min(x.Length, 3); k++) { float s = k * k / 2 + k % 2; half += s * x[k]; } return half;")]
    public void An_objective_without_data_has_the_bits_of_its_method(string body)
    {
        GeneratedAssembly assembly = GeneratorHost.Run(IlgpuStandIn.Source, $$"""
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F { public static float Evaluate(ReadOnlySpan<float> x) { {{body}} } }
            """).Load();

        float[] actual = IlgpuStandIn.Run(assembly, "f", candidates);

        Assert.Equal(GetMethodValues(assembly), actual);
    }

    [Theory]
    [InlineData("MathF.Abs(a) + MathF.Acos(a / 5) + MathF.Asin(a / 5) + MathF.Atan(a) + MathF.Atan2(a, b) + MathF.Ceiling(a) + MathF.Floor(b)")]
    [InlineData("MathF.Log(MathF.Abs(a) + 1) + MathF.Pow(MathF.Abs(a), 1.5f) + MathF.Sinh(a) + MathF.Sqrt(MathF.Abs(b)) + MathF.Tan(a) + MathF.Tanh(b)")]
    [InlineData("MathF.Max(a, b) - 2 * MathF.Min(a, b) + 3 * Math.Clamp(a, -1, 1) + MathF.Sign(a) * 0.5f")]
    [InlineData("MathF.Max(a, b / b) + MathF.Min(b / b, 1) + Math.Clamp(b / b, 0f, 1f)")]
    [InlineData("float.IsNaN(a / b) ? 1 : a / b == float.NegativeInfinity ? 3 : MathF.Round(a) + 10 * MathF.Truncate(b)")]
    [InlineData("MathF.Round(a * 2) - MathF.Round(b * 2) + MathF.Round(-0.5f - a) * 100")]
    public void Every_function_has_the_bits_that_NET_gives_it(string expression)
    {
        GeneratedAssembly assembly = LoadExpression(expression);

        Assert.Equal(GetMethodValues(assembly), IlgpuStandIn.Run(assembly, "f", candidates));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(27, 3)]
    [InlineData(-1e-30, -1e-10)]
    [InlineData(3e38, 6.694329e12)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    public void The_cube_root_is_made_of_functions_that_devices_have(double argument, double root)
    {
        float actual = IlgpuStandIn.Run(LoadExpression("MathF.Cbrt(a) + 0 * b"), "f", new double[,] { { argument, 0 } })[0];

        // A third of a logarithm of at most 88.7 in float, whose rounding the exponential hands on.
        Assert.Equal(root, actual, (a, b) => a.Equals(b) || Math.Abs(a - b) <= 88.7 * Math.Pow(2, -23) * Math.Abs(a));
    }

    [Fact]
    public void Data_and_scratch_come_through_views()
    {
        GeneratedAssembly assembly = GeneratorHost.Run(IlgpuStandIn.Source, """
            [Objective("shifted", Lower = -5, Upper = 5)]
            readonly partial struct Shifted
            {
                private static readonly float[] weights = [1.5f, -2];
                private readonly Parts parts = new();
                private readonly int order = 3;
                private readonly int shiftLength = 1;
                private readonly double[] shift = [0.5];
                private readonly double Maximum = 0.25;
                public Shifted() { }
                public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
                {
                    Span<double> moved = scratch[..x.Length];
                    for (int i = 0; i < x.Length; i++)
                        moved[i] = x[i] - parts.Shift![i];
                    scratch[^1] = Tail(moved);
                    return scratch[x.Length] * parts.Scale + weights[weights.Length - 1] * order + shiftLength
                        + Math.Max(shift[0], Maximum);
                }
                private static double Tail(ReadOnlySpan<double> values) => values[^1] + values[0];
                private static int GetScratchLength(int dimension) => dimension + 1;
                public static Shifted Create(ObjectiveInstance instance) => new();
            }
            sealed class Parts { public double[]? Shift = [1, 2, 3, 4, 5]; public double Scale => 0.25; }
            """).Load();

        // Every number here is a float, and so is every result.
        Assert.Equal(
            assembly.Observe("shifted", candidates).Fitness, IlgpuStandIn.Run(assembly, "shifted", candidates).Select(value => (double)value));
    }

    [Fact]
    public void A_placed_objective_takes_the_coordinates_of_its_placement()
    {
        GeneratedAssembly assembly = GeneratorHost.Run(IlgpuStandIn.Source, """
            [Objective("placed", Lower = -5, Upper = 5, Placement = nameof(placement))]
            readonly partial struct Placed(Placement placement)
            {
                private readonly Placement placement = placement;
                private readonly double[] weights = [1, 2, 3, 4, 5];
                public double Evaluate(ReadOnlySpan<double> y) => y[0] * weights[1] + y[4] * weights[4];
                public static Placed Create(ObjectiveInstance instance) => new(Placement.Create(instance, 1));
            }
            """).Load();

        (Placement placement, double[] expected) = assembly.Create<PlacementReader, (Placement, double[])>(
            "placed", new ObjectiveInstance(candidates.GetLength(1)), new PlacementReader(candidates));

        double[,] mapped = new double[candidates.GetLength(0), candidates.GetLength(1)];
        for (int i = 0; i < mapped.GetLength(0); i++)
        {
            for (int j = 0; j < mapped.GetLength(1); j++)
                mapped[i, j] = candidates[i, j] - placement.Shift[j];
        }

        float[] actual = IlgpuStandIn.Run(assembly, "placed", mapped);
        // Coordinates rounded to float, then three operations: at most four roundings of terms whose sizes add up to 70.
        Assert.Equal(expected, actual.Select(value => (double)value), (a, b) => Math.Abs(a - b) <= 4 * 70 * Math.Pow(2, -24));
    }

    [Fact]
    public void Data_of_another_length_is_named()
    {
        GeneratedAssembly assembly = LoadExpression("a - b");

        ArgumentException data = Assert.Throws<ArgumentException>(() => Write(new float[1], []));
        ArgumentException layout = Assert.Throws<ArgumentException>(() => Write([], new int[2]));

        Assert.Equal("data: expected 0 elements (DataLength), got 1", data.Message);
        Assert.Equal("layout: expected 0 elements (LayoutLength), got 2", layout.Message);

        void Write(float[] floats, int[] integers) => ((IDeviceBinding)Activator.CreateInstance(assembly.GetType("F+Binding"))!)
            .WriteData(floats, integers);
    }

    [Fact]
    public void Without_ILGPU_nothing_of_it_is_written()
    {
        const string sample = """
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            """;

        Assert.DoesNotContain("IDevice", string.Concat(GeneratorHost.Run(sample).Texts.Values), StringComparison.Ordinal);
        Assert.Contains("IDevice", string.Concat(GeneratorHost.Run(sample, IlgpuStandIn.Source).Texts.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void Without_ILGPU_a_project_can_ask_for_it(string property, bool isWritten)
    {
        string texts = string.Concat(GeneratorHost.CreateDriver(deviceBindings: property)
            .RunGenerators(GeneratorHost.Compile("""
                [Objective("f", Lower = -5, Upper = 5)]
                static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
                """))
            .GetRunResult().GeneratedTrees.Select(tree => tree.ToString()));

        Assert.Equal(isWritten, texts.Contains("IDeviceBinding", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_has_no_device_code() =>
        Assert.DoesNotContain("IDevice", string.Concat(GeneratorHost.Run(IlgpuStandIn.Source, """
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => Random.Shared.NextDouble(); }
            """).Texts.Values), StringComparison.Ordinal);

    private static GeneratedAssembly LoadExpression(string expression) => GeneratorHost.Run(IlgpuStandIn.Source, $$"""
        [Objective("f", Lower = -5, Upper = 5)]
        static partial class F { public static float Evaluate(ReadOnlySpan<float> x) { float a = x[0], b = x[1]; return {{expression}}; } }
        """).Load();

    /// <summary>What the method itself returns: the batch evaluation is derived code too.</summary>
    private static float[] GetMethodValues(GeneratedAssembly assembly)
    {
        Func<ReadOnlySpan<float>, float> evaluate = assembly.GetType("F").GetMethod("Evaluate")!.CreateDelegate<Func<ReadOnlySpan<float>, float>>();
        return
        [
            .. Enumerable.Range(0, candidates.GetLength(0)).Select(i =>
                evaluate([.. Enumerable.Range(0, candidates.GetLength(1)).Select(j => (float)candidates[i, j])])),
        ];
    }

    private readonly struct PlacementReader(double[,] candidates) : IObjectiveVisitor<(Placement, double[])>
    {
        public (Placement, double[]) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective =>
            (((IDeviceBinding)(object)objective).Placement, new Observer(candidates).Visit(objective).Fitness);
    }
}

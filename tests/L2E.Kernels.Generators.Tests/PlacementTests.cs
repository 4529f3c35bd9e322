using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>Objectives that are written in coordinates of their own, which a placement moves and turns.</summary>
public class PlacementTests
{
    private static readonly double[,] candidates = { { 0.1, -2.5, 3.25 }, { 1e-3, 0.7, -0.3 }, { -1.5, 0.25, 4 } };

    public static TheoryData<string, string, double> Sources => new()
    {
        { "a static method", Source("public static double Evaluate(ReadOnlySpan<double> y)", "y[i]", "(i + 1)"), 1e-13 },
        { "data", Source("public double Evaluate(ReadOnlySpan<double> y)", "y[i]", "weights[i]"), 1e-13 },
        {
            "scratch",
            Source("public double Evaluate(ReadOnlySpan<double> y, Span<double> scratch)", "scratch[i + 1]", "weights[i]", "y.CopyTo(scratch[1..]);")
                .Replace("//", "private static int GetScratchLength(int dimension) => dimension + 1;"),
            1e-13
        },
        { "float", Source("public float Evaluate(ReadOnlySpan<float> y)", "y[i]", "(float)weights[i]"), 2e-6 },
        {
            "a gradient by hand",
            Source("public double Evaluate(ReadOnlySpan<double> y)", "y[i]", "weights[i]")
                .Replace("nameof(place)", "nameof(place), Gradient = nameof(Slope)")
                .Replace("//", """
                    private void Slope(ReadOnlySpan<double> y, Span<double> gradient)
                    {
                        for (int i = 0; i < y.Length; i++)
                            gradient[i] = 3 * weights[i] * y[i] * y[i];
                    }
                    """),
            1e-13
        },
        {
            "code that cannot be read",
            Source("public double Evaluate(ReadOnlySpan<double> y)", "Unknown(y[i])", "weights[i]")
                .Replace("//", "private static double Unknown(double value) => Math.FusedMultiplyAdd(value, 1, 0);"),
            1e-13
        },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Value_and_gradient_are_those_of_the_function_at_the_placed_point(string what, string source, double tolerance)
    {
        foreach (bool rotated in (bool[])[false, true])
        {
            ObjectiveInstance instance = new(3, 7, rotated);
            GradientObservation seen = GeneratorHost.Run(source).Load().Create<GradientBatch, GradientObservation>(
                "cubes", instance, new GradientBatch(candidates));
            Placement placement = Placement.Create(instance, 2);
            Assert.Equal(what != "code that cannot be read", seen.HasGradient);
            for (int i = 0; i < seen.Values.Length; i++)
            {
                double[] y = placement.Map(candidates.GetRow(i).ToArray(), new double[placement.ScratchLength]).ToArray();
                double expected = y.Select((value, j) => (j + 1) * value * value * value).Sum();
                Assert.Equal(expected, seen.Values[i], tolerance * Math.Max(100, Math.Abs(expected)));
                if (!seen.HasGradient)
                    continue;
                Assert.Equal(expected, seen.Fitness[i], tolerance * Math.Max(100, Math.Abs(expected)));
                double[] slopes = [.. y.Select((value, j) => 3 * (j + 1) * value * value)];
                Assert.Equal(TurnBack(placement, slopes), seen.Gradients[i], (a, b) => Math.Abs(a - b) <= 100 * tolerance);
            }
        }
    }

    [Fact]
    public void Changes_of_one_coordinate_are_there_where_nothing_is_rotated()
    {
        GeneratedAssembly assembly = GeneratorHost.Run(Source("public double Evaluate(ReadOnlySpan<double> y)", "y[i]", "weights[i]")).Load();
        Assert.True(assembly.Create<ChangeObserver, bool>("cubes", new ObjectiveInstance(3), default));
        Assert.False(assembly.Create<ChangeObserver, bool>("cubes", new ObjectiveInstance(3, Rotated: true), default));
    }

    [Fact]
    public void The_dimension_is_the_placements()
    {
        GeneratedAssembly assembly = GeneratorHost.Run(Source("public double Evaluate(ReadOnlySpan<double> y)", "y[i]", "weights[i]")).Load();
        Assert.Throws<ArgumentException>(() => assembly.Create<GradientBatch, GradientObservation>(
            "cubes", new ObjectiveInstance(4), new GradientBatch(candidates)));
    }

    [Theory]
    [InlineData("'F' names 'where' as its placement, but there is no such member; write 'private readonly Placement where;'", "[|Placement = \"where\"|]", "")]
    [InlineData(
        "'F' names 'where' as its placement, but that is 'F.where' of type 'double[]'; write 'private readonly Placement where;'",
        "Placement = \"where\"", "private readonly double[] [|where|] = [];")]
    [InlineData(
        "'F' names 'where' as its placement, but that is 'F.where'; write 'private readonly Placement where;'",
        "Placement = \"where\"", "private static readonly Placement [|where|];")]
    [InlineData(
        "'F' names 'where' as its placement, but that is 'F.where()'; write 'private readonly Placement where;'",
        "Placement = \"where\"", "private Placement [|where|]() => default;")]
    public Task What_is_named_is_no_placement(string message, string argument, string member) =>
        MarkedSource.AssertReportsAsync("L2E0036", message, $$"""
            [Objective("f", Lower = -5, Upper = 5, {{argument}})]
            public readonly partial struct F()
            {
                {{member}}
                public double Evaluate(ReadOnlySpan<double> y) => y[0];
                public static F Create(ObjectiveInstance instance) => new();
            }
            """);

    [Fact]
    public Task A_static_class_has_none() =>
        MarkedSource.AssertReportsAsync(
            "L2E0036", "'F' names 'where' as its placement, but a static class has no data; write 'partial struct F'", """
            [Objective("f", Lower = -5, Upper = 5, [|Placement = nameof(where)|])]
            public static partial class F
            {
                private static readonly Placement where;
                public static double Evaluate(ReadOnlySpan<double> y) => y[0] + where.Dimension;
            }
            """);

    [Fact]
    public Task Batches_of_the_users_own_are_not_placed() =>
        MarkedSource.AssertReportsAsync(
            "L2E0036",
            "'F' names 'where' as its placement, but it evaluates whole batches itself; write 'public double Evaluate(ReadOnlySpan<double> y)'",
            """
            [Objective("f", Lower = -5, Upper = 5, [|Placement = nameof(where)|])]
            public readonly partial struct F(Placement place)
            {
                private readonly Placement where = place;
                public int GetWorkspaceLength(int dimension) => where.ScratchLength;
                public void Evaluate(CommunityToolkit.HighPerformance.ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) => fitness.Clear();
                public static F Create(ObjectiveInstance instance) => new(Placement.Create(instance, 1));
            }
            """);

    [Fact]
    public Task A_parameter_of_the_constructor_is_out_of_the_derived_codes_reach() =>
        MarkedSource.AssertReportsAsync(
            "L2E0031", "'F' has no gradient, vector or device code: 'factor' is a parameter of the constructor; keep it in a field", """
            [Objective("f", Lower = -5, Upper = 5, Placement = nameof(where))]
            public readonly partial struct F(Placement place, double factor)
            {
                private readonly Placement where = place;
                public double Evaluate(ReadOnlySpan<double> y) => [|factor|] * y[0];
                public static F Create(ObjectiveInstance instance) => new(Placement.Create(instance, 1), 2);
            }
            """);

    private static string Source(string method, string element, string weight, string before = "") => $$"""
        [Objective("cubes", Lower = -5, Upper = 5, Placement = nameof(place))]
        public readonly partial struct Cubes
        {
            private readonly Placement place;
            private readonly double[] weights;

            private Cubes(Placement place) => (this.place, weights) = (place, [1, 2, 3, 4]);

            public static Cubes Create(ObjectiveInstance instance) => new(Placement.Create(instance, 2));

            {{method}}
            {
                {{before}}
                {{(method.Contains("float", StringComparison.Ordinal) ? "float" : "double")}} sum = 0;
                for (int i = 0; i < y.Length; i++)
                    sum += {{weight}} * {{element}} * {{element}} * {{element}};
                return sum;
            }

            //
        }
        """;

    /// <summary><c>Q^T g</c>, by the columns of Q: the images of the unit vectors.</summary>
    private static double[] TurnBack(Placement placement, double[] slopes)
    {
        double[] back = new double[slopes.Length];
        for (int i = 0; i < back.Length; i++)
        {
            double[] point = placement.Shift.ToArray();
            point[i] += 1;
            double[] column = placement.Map(point, new double[placement.ScratchLength]).ToArray();
            back[i] = column.Zip(slopes, (q, slope) => q * slope).Sum();
        }

        return back;
    }

    /// <summary>Whether there are changes of one coordinate; asserts that they have the value of full evaluation.</summary>
    private readonly struct ChangeObserver : IObjectiveVisitor<bool>
    {
        public bool Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            if (!objective.HasIncrementalEvaluation)
                return false;
            double[] x = [0.1, -2.5, 3.25], state = new double[objective.GetIncrementalStateLength(3)];
            Assert.Equal(Evaluate([0.1, -2.5, 3.25]), objective.BeginIncremental(x, state), 1e-12);
            Assert.Equal(Evaluate([0.1, 1.5, 3.25]), objective.EvaluateChange(x, state, 1, 1.5), 1e-12);
            Assert.Equal(Evaluate([0.1, 1.5, 3.25]), objective.ApplyChange(x, state, 1, 1.5), 1e-12);
            Assert.Equal(Evaluate([0.1, 1.5, -1]), objective.EvaluateChange(x, state, 2, -1), 1e-12);
            Assert.Equal([0.1, 1.5, 3.25], x);
            return true;

            double Evaluate(double[] point)
            {
                double[] fitness = new double[1];
                objective.Evaluate(new ReadOnlySpan2D<double>(point, 1, 3), fitness, new double[objective.GetWorkspaceLength(3)]);
                return fitness[0];
            }
        }
    }
}

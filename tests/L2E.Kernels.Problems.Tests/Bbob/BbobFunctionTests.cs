using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests.Bbob;

public class BbobFunctionTests
{
    private static readonly Func<ObjectiveInstance, double[]>[] minimisers =
    [
        instance => BbobSphere.Create(instance).Minimiser.ToArray(),
        instance => BbobEllipsoid.Create(instance).Minimiser.ToArray(),
        instance => BbobRastrigin.Create(instance).Minimiser.ToArray(),
        instance => BbobBuecheRastrigin.Create(instance).Minimiser.ToArray(),
        instance => BbobLinearSlope.Create(instance).Minimiser.ToArray(),
        instance => BbobAttractiveSector.Create(instance).Minimiser.ToArray(),
        instance => BbobStepEllipsoid.Create(instance).Minimiser.ToArray(),
        instance => BbobRosenbrock.Create(instance).Minimiser.ToArray(),
        instance => BbobRosenbrockRotated.Create(instance).Minimiser.ToArray(),
        instance => BbobEllipsoidRotated.Create(instance).Minimiser.ToArray(),
        instance => BbobDiscus.Create(instance).Minimiser.ToArray(),
        instance => BbobBentCigar.Create(instance).Minimiser.ToArray(),
        instance => BbobSharpRidge.Create(instance).Minimiser.ToArray(),
        instance => BbobDifferentPowers.Create(instance).Minimiser.ToArray(),
        instance => BbobRastriginRotated.Create(instance).Minimiser.ToArray(),
        instance => BbobWeierstrass.Create(instance).Minimiser.ToArray(),
        instance => BbobSchaffers.Create(instance).Minimiser.ToArray(),
        instance => BbobSchaffersIllConditioned.Create(instance).Minimiser.ToArray(),
        instance => BbobGriewankRosenbrock.Create(instance).Minimiser.ToArray(),
        instance => BbobSchwefel.Create(instance).Minimiser.ToArray(),
        instance => BbobGallagher101.Create(instance).Minimiser.ToArray(),
        instance => BbobGallagher21.Create(instance).Minimiser.ToArray(),
        instance => BbobKatsuura.Create(instance).Minimiser.ToArray(),
        instance => BbobLunacek.Create(instance).Minimiser.ToArray(),
    ];

    public static TheoryData<int> Functions => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Value_at_the_minimiser_is_the_known_optimum(int function)
    {
        foreach (int dimension in (int[])[2, 3, 5, 20, 41, 100])
        {
            foreach (int instance in (int[])[0, 1, 2, 15, 110])
            {
                Problem problem = Problem.Make(Name(function), dimension, instance);
                double[] minimiser = minimisers[function - 1](new ObjectiveInstance(dimension, instance));
                // The definition of function 20 has ten decimals of its minimiser and so misses its minimum by 1e-12 or so.
                double tolerance = 1e-10 * Math.Max(1, Math.Abs(problem.KnownOptimum));
                Assert.Equal(problem.KnownOptimum, problem.Evaluate(minimiser), tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void No_value_is_below_the_known_optimum(int function)
    {
        foreach (int dimension in (int[])[2, 7])
        {
            Problem problem = Problem.Make(Name(function), dimension, instance: 6);
            double[] minimiser = minimisers[function - 1](new ObjectiveInstance(dimension, 6));
            double rounding = 1e-10 * Math.Max(1, Math.Abs(problem.KnownOptimum));
            for (int seed = 0; seed < 200; seed++)
            {
                // From across the box down to the last bits of the minimiser.
                double scale = 10 * Math.Pow(0.85, seed);
                double[] x = [.. Points.Uniform(dimension, -scale, scale, seed).Zip(minimiser, (step, centre) => centre + step)];
                Assert.True(problem.Evaluate(x) >= problem.KnownOptimum - rounding);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Minimisers_lie_in_the_box_and_optima_have_two_decimals(int function)
    {
        for (int instance = 1; instance <= 30; instance++)
        {
            Assert.All(minimisers[function - 1](new ObjectiveInstance(8, instance)), value => Assert.InRange(value, -5, 5));
            double optimum = Problem.Make(Name(function), 8, instance).KnownOptimum;
            Assert.InRange(optimum, -1000, 1000);
            Assert.Equal(Math.Round(optimum, 2), optimum, 1e-12);
        }
    }

    [Theory]
    [InlineData(4, 100)]
    [InlineData(7, 1)]
    [InlineData(16, 10.0 / 6)]
    [InlineData(17, 10)]
    [InlineData(18, 10)]
    [InlineData(21, 1)]
    [InlineData(22, 1)]
    [InlineData(23, 1)]
    [InlineData(24, 1e4)]
    public void Leaving_the_box_costs_at_least_the_penalty_of_the_definition(int function, double weight)
    {
        Problem problem = Problem.Make(Name(function), 6, instance: 3);
        for (int seed = 0; seed < 50; seed++)
        {
            double[] x = Points.Uniform(6, -8, 8, seed);
            double penalty = weight * x.Sum(value => Math.Pow(Math.Max(0, Math.Abs(value) - 5), 2));
            Assert.True(problem.Evaluate(x) - problem.KnownOptimum >= penalty);
        }
    }

    // Four functions are bounded but for the penalty: 10 (2 sum 2^-k)^3; T_osz(10)^2 twice; 10/36 prod (1 + i/2)^(10 / 6^1.2).
    [Theory]
    [InlineData(16, 10.0 / 6, 640)]
    [InlineData(21, 1, 122)]
    [InlineData(22, 1, 122)]
    [InlineData(23, 1, 220)]
    public void Far_outside_of_the_box_little_but_the_penalty_remains(int function, double weight, double bound)
    {
        Problem problem = Problem.Make(Name(function), 6, instance: 3);
        double penalty = weight * (Math.Pow(1e4 - 5, 2) + Math.Pow(2e4 - 5, 2));
        Assert.InRange(problem.Evaluate([1e4, 1, 2, -2e4, 0, -3]) - problem.KnownOptimum - penalty, 0, bound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(20)]
    public void Functions_without_a_penalty_on_x_go_on_outside_of_the_box(int function) =>
        Assert.True(double.IsFinite(Problem.Make(Name(function), 4).Evaluate([9, -9, 8, 7])));

    [Fact]
    public void Linear_slope_is_flat_beyond_its_corner()
    {
        double[] corner = minimisers[4](new ObjectiveInstance(5, 2));
        Assert.All(corner, value => Assert.Equal(5, Math.Abs(value)));
        Problem problem = Problem.Make(Name(5), 5, instance: 2);
        Assert.Equal(problem.Evaluate(corner), problem.Evaluate(Array.ConvertAll(corner, value => 1.5 * value)));
        Assert.True(problem.Evaluate(Array.ConvertAll(corner, value => 0.9 * value)) > problem.Evaluate(corner));
    }

    [Fact]
    public void Step_ellipsoid_has_plateaus_but_for_a_slope_about_the_minimum()
    {
        Problem problem = Problem.Make(Name(7), 4, instance: 2);
        double[] minimiser = minimisers[6](new ObjectiveInstance(4, 2));
        double[] far = [3, -2, 1, 4];
        Assert.Equal(problem.Evaluate(far), problem.Evaluate(Array.ConvertAll(far, value => value + 1e-9)));
        Assert.NotEqual(
            problem.Evaluate(Array.ConvertAll(minimiser, value => value + 1e-3)),
            problem.Evaluate(Array.ConvertAll(minimiser, value => value + 2e-3)));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Nan_in_any_coordinate_makes_the_value_nan(int function)
    {
        Problem problem = Problem.Make(Name(function), 5);
        for (int i = 0; i < 5; i++)
        {
            double[] x = Points.Uniform(5, -5, 5, seed: i);
            x[i] = double.NaN;
            Assert.True(double.IsNaN(problem.Evaluate(x)));
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Rotation_dimension_and_instance_out_of_range_are_refused(int function)
    {
        string name = Name(function);
        string message = Assert.Throws<ArgumentException>(() => Problem.Make(name, 5, rotated: true)).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 1));
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 1001));
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 5, instance: -1));
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 5, instance: 200_001));
        Assert.True(double.IsFinite(Problem.Make(name, 5, instance: 200_000).Evaluate(new double[5])));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Arguments_of_the_wrong_length_are_refused_and_nothing_is_written(int function)
    {
        Problem problem = Problem.Make(Name(function), 6);
        double[] workspace = new double[problem.WorkspaceLength], fitness = [7, 7];
        Assert.Throws<ArgumentException>(() => problem.Evaluate(new ReadOnlySpan2D<double>(new double[10], 2, 5), fitness, workspace));
        Assert.Throws<ArgumentException>(() => problem.Evaluate(new ReadOnlySpan2D<double>(new double[18], 3, 6), fitness, workspace));
        // The separable functions need no workspace.
        if (workspace.Length > 0)
        {
            Assert.Throws<ArgumentException>(
                () => problem.Evaluate(new ReadOnlySpan2D<double>(new double[12], 2, 6), fitness, workspace.AsSpan(1)));
        }

        Assert.Equal([7.0, 7.0], fitness);
    }

    [Fact]
    public void The_largest_dimension_is_made_and_evaluated()
    {
        Problem problem = Problem.Make(Name(11), 1000);
        Assert.Equal(problem.KnownOptimum, problem.Evaluate(minimisers[10](new ObjectiveInstance(1000))), 1e-9);
        Assert.True(problem.Evaluate(new double[1000]) > problem.KnownOptimum);
    }

    private static string Name(int function) => $"bbob-f{function:00}";
}

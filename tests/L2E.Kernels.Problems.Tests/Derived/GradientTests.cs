using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems.Tests.Synthetic;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>The gradients that the generator derives from the problems' code.</summary>
public class GradientTests
{
    /// <summary>What has no gradient, and why.</summary>
    private static readonly Dictionary<string, string> withoutGradient = new()
    {
        ["acrobot"] = "piecewise constant: the derivative is 0 wherever there is one",
        ["cartpole"] = "piecewise constant: the derivative is 0 wherever there is one",
        ["pendulum"] = "its starts run in lanes, which derived code cannot read",
        ["reacher"] = "its tasks run in lanes, which derived code cannot read",
    };

    // Where differences have few digits, errors are relative to the largest element, and to no less than this: the rounding of the value
    // over the step. Plateaus as high as 10^5 under a small penalty leave 4e-7; Katsuura's steps of 1e-11, between kinks, 1e-4.
    private static readonly Dictionary<string, double> floors =
        new() { ["weierstrass"] = 1, ["bbob-f07"] = 0.1, ["bbob-f16"] = 1, ["bbob-f23"] = 100 };

    public static TheoryData<string, bool> Problems => [.. Cases().Select(item => (item.Name, item.Rotated))];

    [Fact]
    public void Every_problem_has_a_gradient_but_for_those_that_say_why_not()
    {
        IEnumerable<string> names = ObjectiveCatalogue.Objectives.Select(objective => objective.Name)
            .Where(name => !Problem.Make(name, Problem.Nearest(name, 3)).HasGradient);
        Assert.Equal(withoutGradient.Keys, names);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gradient_equals_central_differences_at_1000_points(string name, bool rotated)
    {
        // Katsuura has a kink every 1e-10 in every coordinate: where there are few coordinates there is room between them.
        if (name == "bbob-f23")
        {
            Assert.InRange(CheckGradients(name, rotated, 2, 1000), 0, 5000);
            return;
        }

        int moved = 0;
        foreach ((int dimension, int count) in (ReadOnlySpan<(int, int)>)[(2, 300), (3, 400), (5, 300)])
            moved += CheckGradients(name, rotated, Problem.Nearest(name, dimension), count);
        Assert.InRange(moved, 0, 50);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gradient_equals_central_differences_in_100_dimensions(string name, bool rotated)
    {
        // With 100 coordinates times 32 scales no step of a difference is free of Katsuura's kinks.
        if (name != "bbob-f23")
            Assert.InRange(CheckGradients(name, rotated, Problem.Nearest(name, 100), 3), 0, 10);
        else
            Assert.True(Problem.Make(name, 100).HasGradient);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_batch_has_the_bits_of_its_rows_alone_and_the_values_of_plain_evaluation(string name, bool rotated)
    {
        foreach (int wished in (int[])[2, 7, 16, 37])
        {
            int dimension = Problem.Nearest(name, wished);
            Problem problem = Problem.Make(name, dimension, instance: 2, rotated);
            foreach (int count in (int[])[0, 1, 5, 17, 35])
            {
                // Rows of wider arrays: the pitch is not the width.
                double[] points = Points.Uniform((count + 1) * (dimension + 3), -5, 5, seed: count);
                double[] gradients = new double[(count + 1) * (dimension + 2)], fitness = new double[count];
                double[] values = new double[count], workspace = new double[problem.WorkspaceLength];
                Array.Fill(gradients, double.NaN);
                ReadOnlySpan2D<double> candidates = new(points, offset: 0, height: count, width: dimension, pitch: 3);
                Span2D<double> destination = new(gradients, offset: 0, height: count, width: dimension, pitch: 2);
                problem.EvaluateGradient(candidates, fitness, destination, NewWorkspace(problem));
                problem.Evaluate(candidates, values, workspace);
                for (int i = 0; i < count; i++)
                {
                    (double value, double[] gradient) = EvaluateAlone(problem, candidates.GetRowSpan(i).ToArray());
                    Assert.Equal(value, fitness[i]);
                    Assert.Equal(gradient, destination.GetRowSpan(i).ToArray());
                    // Sums in another order, and a sine that comes with its cosine; the last digits of Weierstrass are those of 3^20.
                    Assert.Equal(values[i], fitness[i], 1e-11 * Math.Max(1, Math.Abs(values[i])));
                }

                Assert.Equal(gradients.Length - count * dimension, gradients.Count(double.IsNaN));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Gradients_allocate_nothing(string name, bool rotated)
    {
        int dimension = Problem.Nearest(name, 20);
        Problem problem = Problem.Make(name, dimension, instance: 1, rotated);
        double[] points = Points.Uniform(20 * dimension, -5, 5, seed: 1), fitness = new double[20], gradients = new double[20 * dimension];
        double[] workspace = NewWorkspace(problem);
        Assert.Equal(0, Allocations.OnThisThread(() => problem.EvaluateGradient(
            new ReadOnlySpan2D<double>(points, 20, dimension), fitness, new Span2D<double>(gradients, 20, dimension), workspace)));
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(1015)]
    public void The_fast_rotation_of_a_gradient_is_the_inverse_of_that_of_the_point(int dimension)
    {
        // The sphere's gradient is 2 Q^T Q (x - o) = 2 (x - o), whatever Q is; half of it is the way back.
        Problem problem = Problem.Make("sphere", dimension, instance: 3, rotated: true);
        double[] x = Points.Uniform(dimension, -5, 5, seed: 1);
        double[] shift = Placement.Create(new ObjectiveInstance(dimension, 3, Rotated: true), 4).Shift.ToArray();
        double[] gradient = EvaluateAlone(problem, x).Gradient;
        for (int i = 0; i < dimension; i++)
            Assert.Equal(2 * (x[i] - shift[i]), gradient[i], 1e-13);
    }

    [Fact]
    public void Gradients_are_0_at_the_minimum_of_smooth_functions()
    {
        foreach (string name in (string[])["sphere", "ellipsoid", "rosenbrock", "rastrigin", "levy", "griewank", "zakharov", "styblinski-tang"])
        {
            Problem problem = Problem.Make(name, 6, instance: 3);
            double[] shift = Placement.Create(new ObjectiveInstance(6, 3), Textbook.ShiftRadius(name)).Shift.ToArray();
            Assert.All(EvaluateAlone(problem, shift).Gradient, value => Assert.Equal(0, value, 1e-12));
        }
    }

    private static List<(string Name, bool Rotated)> Cases()
    {
        List<(string, bool)> cases = [];
        foreach (ObjectiveDescription objective in ObjectiveCatalogue.Objectives)
        {
            if (withoutGradient.ContainsKey(objective.Name))
                continue;
            cases.Add((objective.Name, false));
            if (Textbook.Names.Contains(objective.Name))
                cases.Add((objective.Name, true));
        }

        return cases;
    }

    /// <summary>Compares at as many points; returns how many others had to make room, next to a kink or a jump.</summary>
    private static int CheckGradients(string name, bool rotated, int dimension, int count)
    {
        // Katsuura's differences have digits only where no greater optimum is added to them.
        int instance = name != "bbob-f23" ? 1 : Enumerable.Range(1, 1000).First(i => Math.Abs(Problem.Make(name, 2, i).KnownOptimum) < 1);
        Problem problem = Problem.Make(name, dimension, instance, rotated);
        (int largest, int smallest) = name switch { "weierstrass" => (7, 10), "bbob-f16" => (3, 7), "bbob-f23" => (10, 11), _ => (2, 5) };
        double floor = floors.GetValueOrDefault(name, dimension == 100 ? 0.01 : 0);
        Func<IReadOnlyList<double>, IReadOnlyList<double>, double> getError = floor == 0
            ? ExtrapolatedDifferences.RelativeError
            : (actual, expected) => GradientOracle.GetErrorOfLargest(actual, expected, floor);
        double[] fitness = new double[1], workspace = new double[problem.WorkspaceLength];
        int moved = 0;
        for (int seed = 0; seed < count + moved; seed++)
        {
            double[] x = GetPoint(name, new ObjectiveInstance(dimension, instance), seed);
            if (GradientOracle.Find(Evaluate, x, largest, smallest, getError) is not { } expected)
            {
                moved++;
                Assert.InRange(moved, 0, 5 * count + 10);
                continue;
            }

            Assert.InRange(getError(EvaluateAlone(problem, x).Gradient, expected), 0, 1e-5);
        }

        return moved;

        double Evaluate(double[] point)
        {
            problem.Evaluate(new ReadOnlySpan2D<double>(point, 1, dimension), fitness, workspace);
            return fitness[0];
        }
    }

    private static double[] GetPoint(string name, ObjectiveInstance instance, int seed)
    {
        // Where rounding leaves differences no digits elsewhere: the finest waves and kinks have them near the minimum, and so have
        // Gaussian peaks of 100 coordinates, which are flat from afar.
        int dimension = instance.Dimension;
        (double radius, double[] centre) = name switch
        {
            "weierstrass" => (0.1, Placement.Create(instance, Textbook.ShiftRadius(name)).Shift.ToArray()),
            "bbob-f23" => (1e-4, BbobKatsuura.Create(instance).Minimiser.ToArray()),
            "bbob-f21" when dimension == 100 => (0.5, BbobGallagher101.Create(instance).Minimiser.ToArray()),
            "bbob-f22" when dimension == 100 => (0.5, BbobGallagher21.Create(instance).Minimiser.ToArray()),
            "uav" => (0.5, [.. Enumerable.Repeat(0.5, dimension)]),
            // Beyond the box too, where penalties begin.
            _ => (5.5, new double[dimension]),
        };
        return [.. Points.Uniform(dimension, -radius, radius, seed).Zip(centre, (step, middle) => middle + step)];
    }

    private static (double Value, double[] Gradient) EvaluateAlone(Problem problem, double[] x)
    {
        double[] fitness = new double[1], gradient = new double[x.Length];
        problem.EvaluateGradient(
            new ReadOnlySpan2D<double>(x, 1, x.Length), fitness, new Span2D<double>(gradient, 1, x.Length), NewWorkspace(problem));
        return (fitness[0], gradient);
    }

    /// <summary>A workspace full of NaN: nothing may depend on what was in it.</summary>
    private static double[] NewWorkspace(Problem problem)
    {
        double[] workspace = new double[problem.GradientWorkspaceLength];
        Array.Fill(workspace, double.NaN);
        return workspace;
    }
}

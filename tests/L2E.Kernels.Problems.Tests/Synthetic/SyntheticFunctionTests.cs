using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests.Synthetic;

public class SyntheticFunctionTests
{
    public static TheoryData<string> Names => [.. Textbook.Names];

    public static TheoryData<string, int, bool> NamesDimensionsRotations => Cases(Textbook.Names);

    // Schwefel has its minimum elsewhere, and a test of its own for it.
    public static TheoryData<string, int, bool> ShiftedNamesDimensionsRotations => Cases(Textbook.Names.Where(name => name != "schwefel"));

    [Theory]
    [MemberData(nameof(NamesDimensionsRotations))]
    public void Value_is_the_textbook_formula_of_the_placed_point(string name, int dimension, bool rotated)
    {
        for (int instance = 1; instance <= 3; instance++)
        {
            Problem problem = Problem.Make(name, dimension, instance, rotated);
            Placement placement = Placement.Create(new ObjectiveInstance(dimension, instance, rotated), Textbook.ShiftRadius(name));
            for (int seed = 0; seed < 20; seed++)
            {
                double[] x = Points.Uniform(dimension, -5, 5, seed);
                double expected = Textbook.Evaluate(name, placement.Map(x, new double[placement.ScratchLength]).ToArray());
                // The textbook forms subtract sums of a few hundred per coordinate; that of Weierstrass also takes the cosine of
                // 3^k radians, known to 3^k 1e-16, with weight 2^-k for k up to 20.
                double tolerance = 1e-12 * Math.Abs(expected) + (name == "weierstrass" ? 2e-11 : 1e-12) * dimension;
                Assert.InRange(problem.Evaluate(x), expected - tolerance, expected + tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ShiftedNamesDimensionsRotations))]
    public void Value_is_exactly_0_at_the_shift_and_the_known_optimum_says_so(string name, int dimension, bool rotated)
    {
        Problem problem = Problem.Make(name, dimension, instance: 3, rotated);
        ReadOnlySpan<double> shift = Placement.Create(new ObjectiveInstance(dimension, 3, rotated), Textbook.ShiftRadius(name)).Shift;
        Assert.Equal(0, problem.Evaluate(shift));
        Assert.Equal(0, problem.KnownOptimum);
    }

    [Theory]
    [MemberData(nameof(NamesDimensionsRotations))]
    public void No_value_in_or_around_the_box_is_below_the_known_optimum(string name, int dimension, bool rotated)
    {
        Problem problem = Problem.Make(name, dimension, instance: 2, rotated);
        double[] shift = Placement.Create(new ObjectiveInstance(dimension, 2, rotated), Textbook.ShiftRadius(name)).Shift.ToArray();
        for (int seed = 0; seed < 100; seed++)
        {
            // From across the box down to the last bits of the minimiser.
            double scale = 10 * Math.Pow(0.7, seed);
            double[] x = [.. Points.Uniform(dimension, -scale, scale, seed).Zip(shift, (step, centre) => centre + step)];
            Assert.True(problem.Evaluate(x) >= 0);
        }
    }

    [Theory]
    [InlineData("sphere", 1.0)]
    [InlineData("rastrigin", 1 + 20 * Math.PI * Math.PI)]
    [InlineData("rosenbrock", 401.0)]
    [InlineData("levy", 0.25 + Math.PI * Math.PI / 4)]
    [InlineData("styblinski-tang", 17.29152954)]
    [InlineData("zakharov", 1.25)]
    public void Values_keep_their_digits_close_to_the_minimum(string name, double curvature)
    {
        // One coordinate is moved by so little that the value is its parabola: the first in most functions.
        int dimension = Textbook.LeastDimension(name);
        Problem problem = Problem.Make(name, dimension);
        double[] shift = Placement.Create(new ObjectiveInstance(dimension), Textbook.ShiftRadius(name)).Shift.ToArray();
        double[] x = [.. shift];
        x[0] += 1e-9;
        double moved = x[0] - shift[0];
        Assert.Equal(curvature, problem.Evaluate(x) / (moved * moved), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1000)]
    public void Schwefel_has_its_minimum_where_every_coordinate_is_421(int dimension)
    {
        // The root of the derivative of z sin sqrt z, by bisection.
        double low = 420, high = 422;
        for (int i = 0; i < 100; i++)
        {
            double middle = 0.5 * (low + high), root = Math.Sqrt(middle);
            (low, high) = Math.Sin(root) + 0.5 * root * Math.Cos(root) > 0 ? (middle, high) : (low, middle);
        }

        double[] x = new double[dimension];
        Array.Fill(x, low / 100);
        // Two units in the last place of 419 by the constant's rounding, one by that of the sine in lanes.
        Assert.InRange(Problem.Make("schwefel", dimension).Evaluate(x), 0, 1.8e-13 * dimension);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nan_in_any_coordinate_makes_the_value_nan(string name)
    {
        foreach (bool rotated in (bool[])[false, true])
        {
            Problem problem = Problem.Make(name, 20, rotated: rotated);
            for (int i = 0; i < 20; i++)
            {
                double[] x = Points.Uniform(20, -5, 5, seed: i);
                x[i] = double.NaN;
                Assert.True(double.IsNaN(problem.Evaluate(x)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shift_moves_with_the_instance_and_with_nothing_else(string name)
    {
        double[] x = Points.Uniform(12, -5, 5, seed: 7);
        double value = Problem.Make(name, 12, instance: 4).Evaluate(x);
        Assert.Equal(value, Problem.Make(name, 12, instance: 4).Evaluate(x));
        if (name == "schwefel")
            Assert.Equal(value, Problem.Make(name, 12, instance: 5).Evaluate(x));
        else
            Assert.NotEqual(value, Problem.Make(name, 12, instance: 5).Evaluate(x));
        Assert.NotEqual(
            Problem.Make(name, 12, instance: 4, rotated: true).Evaluate(x), Problem.Make(name, 12, instance: 5, rotated: true).Evaluate(x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_largest_dimension_is_evaluated_in_linear_memory(string name)
    {
        foreach (bool rotated in (bool[])[false, true])
        {
            Problem problem = Problem.Make(name, 100_000, rotated: rotated);
            Assert.InRange(problem.WorkspaceLength, 0, 200_000);
            double value = problem.Evaluate(Points.Uniform(100_000, -5, 5, seed: 1));
            Assert.True(value > 0 && double.IsFinite(value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dimensions_out_of_range_and_negative_instances_are_refused(string name)
    {
        Assert.Contains("expected", Assert.Throws<ArgumentException>(() => Problem.Make(name, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Problem.Make(name, -1));
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 100_001));
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 5, instance: -1));
        if (Textbook.LeastDimension(name) == 2)
            Assert.Throws<ArgumentException>(() => Problem.Make(name, 1));
        else
            Assert.Equal(1, Problem.Make(name, 1).RequiredDimension);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Arguments_of_the_wrong_length_are_refused_and_nothing_is_written(string name)
    {
        Problem problem = Problem.Make(name, 6, rotated: true);
        double[] workspace = new double[problem.WorkspaceLength], fitness = [7, 7];
        Assert.Throws<ArgumentException>(() => problem.Evaluate(new ReadOnlySpan2D<double>(new double[10], 2, 5), fitness, workspace));
        Assert.Throws<ArgumentException>(() => problem.Evaluate(new ReadOnlySpan2D<double>(new double[18], 3, 6), fitness, workspace));
        Assert.Throws<ArgumentException>(
            () => problem.Evaluate(new ReadOnlySpan2D<double>(new double[12], 2, 6), fitness, workspace.AsSpan(1)));
        Assert.Equal([7.0, 7.0], fitness);
    }

    [Fact]
    public void Ellipsoid_of_one_coordinate_is_the_sphere() =>
        Assert.Equal(Problem.Make("sphere", 1).Evaluate([0.5]), Problem.Make("ellipsoid", 1).Evaluate([0.5]));

    [Fact]
    public void Rotation_keeps_the_sphere_and_changes_the_ellipsoid()
    {
        foreach (int dimension in (int[])[2, 9, 100, 1001])
        {
            double[] x = Points.Uniform(dimension, -5, 5, seed: dimension);
            double sphere = Problem.Make("sphere", dimension).Evaluate(x);
            Assert.Equal(sphere, Problem.Make("sphere", dimension, rotated: true).Evaluate(x), 1e-13 * sphere);
            double ellipsoid = Problem.Make("ellipsoid", dimension).Evaluate(x);
            Assert.NotInRange(Problem.Make("ellipsoid", dimension, rotated: true).Evaluate(x), 0.999 * ellipsoid, 1.001 * ellipsoid);
        }
    }

    private static TheoryData<string, int, bool> Cases(IEnumerable<string> names)
    {
        TheoryData<string, int, bool> data = [];
        foreach (string name in names)
        {
            foreach (int dimension in (int[])[1, 2, 3, 8, 17, 40])
            {
                if (dimension < Textbook.LeastDimension(name))
                    continue;
                data.Add(name, dimension, false);
                data.Add(name, dimension, true);
            }
        }

        return data;
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems.Tests.Synthetic;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>
/// The gradients whose differences have few digits (fine waves, kinks at every scale, steps) against derivatives worked out by hand.
/// </summary>
public class AnalyticGradientTests
{
    private const int PointCount = 1000, Instance = 2;

    [Theory]
    [InlineData(2, false)]
    [InlineData(5, true)]
    [InlineData(100, false)]
    public void Weierstrass(int dimension, bool rotated)
    {
        // f = sum 2 / 2^k sin^2(pi 3^k u), u = y / 10. The angles are those of the code, to the last bit: 3^20 magnifies a rounding.
        Placement placement = Placement.Create(new ObjectiveInstance(dimension, Instance, rotated), Textbook.ShiftRadius("weierstrass"));
        double[] scratch = new double[placement.ScratchLength];

        Check("weierstrass", dimension, rotated, x =>
        {
            double[] gradient = [.. placement.Map(x, scratch).ToArray().Select(y => 0.1 * GetWaves(0.1 * y, 21))];
            placement.MapGradients(new Span2D<double>(gradient, 1, dimension), scratch);
            return gradient;
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Rotated_Weierstrass_of_BBOB(int dimension)
    {
        // f = 10 m^3 + 10 / d pen(x), m = sum / d, z = M T(R (x - o)).
        DeviceProblem problem = Find("bbob-f16", dimension);
        double[] centre = Get(problem, 0), rotation = Get(problem, 1), map = Get(problem, 2);

        Check("bbob-f16", dimension, rotated: false, x =>
        {
            double[] turned = Apply(rotation, [.. x.Zip(centre, (a, o) => a - o)]);
            double[] z = Apply(map, [.. turned.Select(Oscillate)]);
            double mean = z.Sum(value => Enumerable.Range(0, 12)
                .Sum(k => Math.Pow(2, 1 - k) * Math.Pow(Math.Sin(Math.PI * Math.Pow(3, k) * value), 2))) / dimension;
            double[] byZ = [.. z.Select(value => 30 * mean * mean / dimension * GetWaves(value, 12))];
            double[] byTurned = [.. ApplyTransposed(map, byZ).Zip(turned, (g, t) => g * GetOscillationSlope(t))];
            return [.. ApplyTransposed(rotation, byTurned).Zip(x, (g, a) => g + 10.0 / dimension * GetExcessSlope(a))];
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Step_ellipsoid(int dimension)
    {
        // The steps have the derivative 0; what is left is the penalty, and about the minimum, where all steps are 0, 1e-5 |u_1|.
        DeviceProblem problem = Find("bbob-f07", dimension);
        double[] centre = Get(problem, 0), map = Get(problem, 1), rotation = Get(problem, 2), weights = Get(problem, 3);

        Check("bbob-f07", dimension, rotated: false, ByHand);
        Check("bbob-f07", dimension, rotated: false, ByHand, centre, 0.02 / Math.Sqrt(dimension));

        double[] ByHand(double[] x)
        {
            double[] u = Apply(map, [.. x.Zip(centre, (a, o) => a - o)]);
            double[] z = Apply(rotation, [.. u.Select(value =>
                Math.Abs(value) > 0.5 ? Math.Floor(value + 0.5) : Math.Floor(10 * value + 0.5) / 10)]);
            bool isOnSlope = 1e-4 * Math.Abs(u[0]) >= z.Zip(weights, (value, weight) => weight * value * value).Sum();
            return [.. x.Select((a, i) => GetExcessSlope(a) + (isOnSlope ? 1e-5 * Math.Sign(u[0]) * map[i] : 0))];
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Katsuura(int dimension)
    {
        // f = 10 / d^2 (prod (1 + i s_i)^e - 1) + pen(x), s = sum |2^j z - [2^j z]| / 2^j: each of 32 terms has the slope 1 or -1.
        DeviceProblem problem = Find("bbob-f23", dimension);
        double[] centre = Get(problem, 0), map = Get(problem, 1);
        double exponent = 10 / Math.Pow(dimension, 1.2);
        int kinks = 0;

        Check("bbob-f23", dimension, rotated: false, x =>
        {
            double[] z = Apply(map, [.. x.Zip(centre, (a, o) => a - o)]), sums = new double[dimension], slopes = new double[dimension];
            for (int i = 0; i < dimension; i++)
            {
                for (int j = 1; j <= 32; j++)
                {
                    double scaled = z[i] * (1L << j), rest = scaled - Math.Floor(scaled + 0.5);
                    sums[i] += Math.Abs(rest) / (1L << j);
                    slopes[i] += Math.Sign(rest);
                    // There is a kink every 1e-10, and z is known to 1e-13: between those the function has no derivative to speak of.
                    if (Math.Min(Math.Abs(rest), 0.5 - Math.Abs(rest)) < 1e-13 * (1L << j))
                    {
                        kinks++;
                        return null;
                    }
                }
            }

            double product = Enumerable.Range(0, dimension).Aggregate(1.0, (p, i) => p * Math.Pow(1 + (i + 1) * sums[i], exponent));
            double[] byZ = [.. Enumerable.Range(0, dimension).Select(i =>
                10.0 / (dimension * dimension) * product * exponent * (i + 1) * slopes[i] / (1 + (i + 1) * sums[i]))];
            return [.. ApplyTransposed(map, byZ).Zip(x, (g, a) => g + GetExcessSlope(a))];
        });

        // Twice 2^j kinks of a width of 2e-13 in a unit: 0.35 % for each coordinate.
        Assert.InRange(kinks, 0, 0.01 * dimension * PointCount);
    }

    /// <summary>Compares at points in the box and a little beyond, or about a centre; null where there is no derivative.</summary>
    private static void Check(
        string name, int dimension, bool rotated, Func<double[], double[]?> byHand, double[]? centre = null, double radius = 5.5)
    {
        Problem problem = Problem.Make(name, dimension, Instance, rotated);
        double[] fitness = new double[1], gradient = new double[dimension], workspace = new double[problem.GradientWorkspaceLength];
        for (int seed = 0; seed < PointCount * Math.Min(1, 10.0 / dimension); seed++)
        {
            double[] x = Points.Uniform(dimension, -radius, radius, seed);
            for (int i = 0; centre is not null && i < dimension; i++)
                x[i] += centre[i];
            if (byHand(x) is not { } expected)
                continue;
            problem.EvaluateGradient(
                new ReadOnlySpan2D<double>(x, 1, dimension), fitness, new Span2D<double>(gradient, 1, dimension), workspace);
            Assert.InRange(ExtrapolatedDifferences.RelativeError(gradient, expected), 0, 1e-5);
        }
    }

    private static DeviceProblem Find(string name, int dimension) =>
        DeviceProblem.CreateAll(dimension).First(problem => problem.Name == name);

    private static double[] Get(DeviceProblem problem, int index) => (double[])problem.Data[index];

    /// <summary>The derivative of <c>sum 2 / 2^k sin^2(pi 3^k u)</c>.</summary>
    private static double GetWaves(double u, int count)
    {
        double slope = 0, frequency = 1;
        for (int k = 0; k < count; k++, frequency *= 3)
        {
            double angle = Math.PI * (frequency * u);
            slope += Math.Pow(2, 2 - k) * Math.PI * frequency * Math.Sin(angle) * Math.Cos(angle);
        }

        return slope;
    }

    private static double Oscillate(double value)
    {
        (double first, double second) = value > 0 ? (10, 7.9) : (5.5, 3.1);
        double size = Math.Log(Math.Abs(value));
        return Math.Sign(value) * Math.Exp(size + 0.049 * (Math.Sin(first * size) + Math.Sin(second * size)));
    }

    private static double GetOscillationSlope(double value)
    {
        (double first, double second) = value > 0 ? (10, 7.9) : (5.5, 3.1);
        double size = Math.Log(Math.Abs(value));
        return Oscillate(value) / value * (1 + 0.049 * (first * Math.Cos(first * size) + second * Math.Cos(second * size)));
    }

    private static double GetExcessSlope(double value) => 2 * Math.Max(0, Math.Abs(value) - 5) * Math.Sign(value);

    private static double[] Apply(double[] matrix, double[] vector) =>
        [.. Enumerable.Range(0, vector.Length).Select(row => vector.Select((v, column) => matrix[row * vector.Length + column] * v).Sum())];

    private static double[] ApplyTransposed(double[] matrix, double[] vector) =>
        [.. Enumerable.Range(0, vector.Length).Select(column => vector.Select((v, row) => matrix[row * vector.Length + column] * v).Sum())];
}

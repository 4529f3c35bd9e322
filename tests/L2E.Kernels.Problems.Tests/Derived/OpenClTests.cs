using System.Text;
using System.Text.RegularExpressions;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>The OpenCL C of every problem, compiled and run where there is a device, against the problem in double.</summary>
public sealed partial class OpenClTests(OpenClTests.Compiled compiled) : IClassFixture<OpenClTests.Compiled>
{
    private const int Dimension = 5, PointCount = 20;

    // Of the functions of OpenCL C, pow may be off by most: 16 units in the last place. A number of the data passes through the roundings
    // of a product, of a sum over the coordinates, and of the functions that follow.
    private const double Roundings = Dimension + 16, UnitRoundoff = 1.0 / (1 << 24);

    // Their starts run in lanes, which derived code cannot read.
    private static readonly string[] withoutDeviceCode = ["acrobot", "cartpole", "pendulum", "reacher"];

    public static TheoryData<string> Names =>
        [.. ObjectiveCatalogue.Objectives.Select(objective => objective.Name).Except(withoutDeviceCode)];

    [Fact]
    public void Every_problem_has_device_code_but_for_those_that_say_why_not() =>
        Assert.Equal(Names.Select(row => row.Data).Order(), compiled.Problems.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_device_agrees_to_what_single_precision_warrants(string name)
    {
        Assert.SkipWhen(OpenClProgram.Missing is not null, $"This machine lacks {OpenClProgram.Missing}.");
        DeviceProblem problem = compiled.Problems[name];
        int dimension = problem.Dimension;
        float[] points = [.. Points.Uniform(PointCount * dimension, -5, 5, seed: 11).Select(value => (float)value)];

        float[] actual = compiled.Program.Value.Run("run_" + problem.Function, PointCount, [points, dimension, .. GetArguments(problem)]);

        int sharp = 0;
        for (int i = 0; i < PointCount; i++)
        {
            float[] point = points[(i * dimension)..((i + 1) * dimension)];
            double expected = problem.Evaluate(point), error = Math.Abs(actual[i] - expected), bound = GetBound(problem, point, expected);
            Assert.True(
                error <= bound, $"{name} at [{string.Join(", ", point)}]: {actual[i]}, not {expected}; the bound is {bound}");
            sharp += bound < 0.01 * Math.Abs(expected) ? 1 : 0;
        }

        // The bound says something: but for waves and kinks that are finer than floats, and points beside a step.
        Assert.True(sharp >= (name is "weierstrass" or "bbob-f16" or "bbob-f23" ? 0 : 0.5 * PointCount), $"{sharp} of {PointCount}");
    }

    /// <summary>
    /// What roundings may do to a value: every number that goes in, moved by as many units as it is rounded on its way, moves the value;
    /// the sum of all that bounds what they do together, to first order. Then the value itself is rounded, and the optimum is added to it.
    /// </summary>
    private static double GetBound(DeviceProblem problem, float[] point, double value)
    {
        double bound = Math.Abs(value);
        foreach (object datum in problem.Data)
            bound += datum is double real ? Math.Abs(real) : 0;
        bound *= Roundings * UnitRoundoff;
        for (int i = 0; i < point.Length; i++)
        {
            float kept = point[i];
            bound += GetChange(factor => point[i] = (float)(kept * factor));
        }

        foreach (double[] array in problem.Data.OfType<double[]>())
        {
            for (int i = 0; i < array.Length; i++)
            {
                double kept = array[i];
                bound += GetChange(factor => array[i] = kept * factor);
            }
        }

        return bound;

        double GetChange(Action<double> scale)
        {
            scale(1 + Roundings * UnitRoundoff);
            double above = problem.Evaluate(point);
            scale(1 - Roundings * UnitRoundoff);
            double below = problem.Evaluate(point);
            scale(1);
            return Math.Max(Math.Abs(above - value), Math.Abs(below - value));
        }
    }

    private static IEnumerable<object> GetArguments(DeviceProblem problem)
    {
        foreach (object datum in problem.Data)
        {
            switch (datum)
            {
                case double[] array:
                    yield return array.Select(value => (float)value).ToArray();
                    yield return array.Length;
                    break;
                case double real:
                    yield return (float)real;
                    break;
                default:
                    yield return datum;
                    break;
            }
        }

        if (problem.TakesScratch)
            yield return new float[PointCount * 2 * Dimension];
    }

    /// <summary>All problems, and one program with a kernel for each.</summary>
    public sealed partial class Compiled : IDisposable
    {
        internal Dictionary<string, DeviceProblem> Problems { get; } =
            DeviceProblem.CreateAll(Dimension).ToDictionary(problem => problem.Name);

        internal Lazy<OpenClProgram> Program { get; }

        public Compiled() => Program = new(() => new OpenClProgram(Write(Problems.Values)));

        public void Dispose()
        {
            if (Program.IsValueCreated)
                Program.Value.Dispose();
        }

        private static string Write(IEnumerable<DeviceProblem> problems)
        {
            StringBuilder text = new();
            foreach (DeviceProblem problem in problems)
            {
                string arguments = string.Concat(ParameterName().Matches(problem.Parameters)
                    .Select(match => match.Value == "scratch" ? $", scratch + i * {2 * Dimension}" : $", {match.Value}"));
                text.Append($$"""
                    {{problem.Source}}
                    __kernel void run_{{problem.Function}}(__global const float *x, int dimension{{problem.Parameters}}, __global float *result)
                    {
                        int i = get_global_id(0);
                        result[i] = {{problem.Function}}(x + i * dimension, dimension{{arguments}});
                    }

                    """);
            }

            return text.ToString();
        }

        [GeneratedRegex(@"\w+(?=,|$)")]
        private static partial Regex ParameterName();
    }
}

using FsCheck;
using FsCheck.Fluent;
using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Gradients;

/// <summary>Gradients of random programs against differences of their values.</summary>
public class RandomProgramGradientTests
{
    private const int ProgramsPerCompilation = 20, Compilations = 3, Dimension = 5;

    [Fact]
    public void Gradients_of_random_programs_equal_differences_of_their_values_to_1e_5()
    {
        Property property = Prop.ForAll(Arb.From(RandomSmoothBodies.Bodies.ArrayOf(ProgramsPerCompilation)), bodies =>
        {
            GeneratedAssembly assembly = GeneratorHost.Run([.. bodies.Select(Write)]).Load();
            for (int i = 0; i < bodies.Length; i++)
            {
                double worst = assembly.Create<DifferenceCheck, double>(
                    $"random-{i}", new ObjectiveInstance(Dimension, 1), new DifferenceCheck(GetPoints(i), radius: 0.01));
                Assert.True(worst <= 1e-5, $"{worst}\n{bodies[i]}");
            }
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Compilations), property);
    }

    /// <summary>Points that are further from every switch than the differences reach.</summary>
    private static double[,] GetPoints(int seed)
    {
        Random random = new(seed);
        double[,] points = new double[4, Dimension];
        for (int i = 0; i < points.Length; i++)
        {
            double x;
            do
                x = 2.4 * random.NextDouble() - 1.2;
            while (RandomSmoothBodies.Switches.Any(place => Math.Abs(x - place) < 0.02));
            points[i / Dimension, i % Dimension] = x;
        }

        return points;
    }

    private static string Write(string body, int number) => $$"""
        [Objective("random-{{number}}", Lower = -1, Upper = 1, MinDimension = 4)]
        static partial class Random{{number}}
        {
            public static double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
            {
        {{body}}
            }

            {{RandomSmoothBodies.Helpers}}
        }
        """;
}

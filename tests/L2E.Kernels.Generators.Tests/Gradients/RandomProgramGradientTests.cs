using FsCheck;
using FsCheck.Fluent;
using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Gradients;

/// <summary>Gradients of random programs against differences of their values.</summary>
public class RandomProgramGradientTests
{
    private const int ProgramsPerCompilation = 20, Compilations = 3;

    [Fact]
    public void Gradients_of_random_programs_equal_differences_of_their_values_to_1e_5()
    {
        Property property = Prop.ForAll(Arb.From(RandomSmoothBodies.Bodies.ArrayOf(ProgramsPerCompilation)), bodies =>
        {
            GeneratedAssembly assembly = GeneratorHost.Run([.. bodies.Select(Write)]).Load();
            for (int i = 0; i < bodies.Length; i++)
            {
                // A value that is multiplied again and again bends within the larger steps, and is rounded off in the smaller ones.
                double worst = Worst(assembly, i, radius: 0.01);
                if (worst > 1e-5)
                    worst = Worst(assembly, i, radius: 1e-4);
                Assert.True(worst <= 1e-5, $"{worst}\n{bodies[i]}");
            }
        });

        Check.One(RandomTests.Configure(Compilations), property);
    }

    private static double Worst(GeneratedAssembly assembly, int program, double radius) => assembly.Create<DifferenceCheck, double>(
        $"random-{program}", new ObjectiveInstance(GetDimension(program), 1), new DifferenceCheck(GetPoints(program), radius));

    /// <summary>Fewer coordinates than a vector holds, or more.</summary>
    private static int GetDimension(int program) => program % 2 == 0 ? 5 : 11;

    /// <summary>Points that are further from every switch than the differences reach.</summary>
    private static double[,] GetPoints(int program)
    {
        Random random = new(program);
        int dimension = GetDimension(program);
        double[,] points = new double[20 / dimension, dimension];
        for (int i = 0; i < points.Length; i++)
        {
            double x;
            do
                x = 2.4 * random.NextDouble() - 1.2;
            while (RandomSmoothBodies.Switches.Any(place => Math.Abs(x - place) < 0.02));
            points[i / dimension, i % dimension] = x;
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

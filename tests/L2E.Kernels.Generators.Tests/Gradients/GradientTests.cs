using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Gradients;

public class GradientTests
{
    [Fact]
    public void Scratchy()
    {
        GeneratorRun run = GeneratorHost.Run("""
            namespace Sample;
            [Objective("rosenbrock", Lower = -5, Upper = 10.5)]
            public static partial class Rosenbrock
            {
                public static double Evaluate(ReadOnlySpan<double> x)
                {
                    double sum = 0;
                    for (int i = 0; i + 1 < x.Length; i++)
                    {
                        double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
                        sum += 100 * a * a + b * b;
                    }
                    return sum;
                }
            }
            [Objective("ackley", Lower = -5, Upper = 10.5)]
            public static partial class Ackley
            {
                public static double Evaluate(ReadOnlySpan<double> y)
                {
                    double squares = 0, waves = 0;
                    for (int i = 0; i < y.Length; i++)
                    {
                        double u = 6.4 * y[i];
                        double sine = Math.Sin(Math.PI * u);
                        squares += u * u;
                        waves += 2 * sine * sine;
                    }

                    return 20 * (1 - Math.Exp(-0.2 * Math.Sqrt(squares / y.Length))) + Math.E * (1 - Math.Exp(-waves / y.Length));
                }
            }
            [Objective("griewank", Lower = -5, Upper = 10.5)]
            public static partial class Griewank
            {
                public static double Evaluate(ReadOnlySpan<double> y)
                {
                    double squares = 0, product = 1;
                    for (int i = 0; i < y.Length; i++)
                    {
                        double u = 6.4 * y[i];
                        product *= Math.Cos(u / Math.Sqrt(i + 1));
                        squares += u * u;
                    }

                    return 1 + squares / 4000 - product;
                }
            }
            [Objective("nested", Lower = -5, Upper = 10.5)]
            public static partial class Nested
            {
                public static double Evaluate(ReadOnlySpan<double> y, Span<double> scratch)
                {
                    double total = 0;
                    for (int i = 0; i < y.Length; i++)
                        scratch[i] = y[i] * y[i];
                    for (int i = y.Length - 1; i >= 0; i -= 2)
                    {
                        double power = 1, sum = 0;
                        for (int j = i; j < y.Length; j++)
                        {
                            power *= scratch[j] + 0.1;
                            sum += Math.Sqrt(1 + power * y[j]* y[j]);
                        }
                        if (sum > 2 && y[i] < 0.5)
                            scratch[i] = power * Math.Exp(-sum);
                        else
                            total += Math.Abs(y[i] - 0.3) * Math.Max(sum, 2 * y[0]);
                        total *= sum;
                    }
                    for (int i = 0; i < y.Length; i++)
                        total += scratch[i];
                    return total;
                }
                private static int GetScratchLength(int dimension) => dimension;
            }
            """);
        foreach (var text in run.Texts)
            File.WriteAllText("/tmp/gen/" + text.Key, text.Value);
        var assembly = run.Load();
        foreach (string name in new[] { "rosenbrock", "ackley", "griewank", "nested" })
        {
            Assert.True(assembly.Create<GradientCheck, double>(name, new ObjectiveInstance(3, 1), new GradientCheck(new double[,] { { 0.1, -2.5, 1.25 }, { 0.9, 0.7, -0.3 } })) is var e && e < 1e-9, name + " " + e);
        }
    }
}

using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>
/// The generated text of three objectives and their catalogue against reviewed files: people step into this code, so a change
/// of it is to be seen in review.
/// </summary>
public class SnapshotTests
{
    private const string Source = """
        namespace Sample.Problems;

        [Objective("rastrigin", Lower = -5.12, Upper = 5.12, Optimum = 0, Summary = "Many regular local minima.")]
        public static partial class Rastrigin
        {
            public static float Evaluate(ReadOnlySpan<float> x)
            {
                float sum = 0;
                foreach (float value in x)
                    sum += (value * value) - (10 * MathF.Cos(2 * MathF.PI * value)) + 10;
                return sum;
            }
        }

        [Objective("ackley", Lower = -32, Upper = 32, Optimum = 0)]
        public static partial class Ackley
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double squares = 0, waves = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double sine = Math.Sin(Math.PI * x[i]);
                    squares += x[i] * x[i];
                    waves += 2 * sine * sine;
                }

                return 20 * (1 - Math.Exp(-0.2 * Math.Sqrt(squares / x.Length))) + Math.E * (1 - Math.Exp(-waves / x.Length));
            }
        }

        [Objective("rotated-sphere", Lower = -5, Upper = 5, MinDimension = 2, MaxDimension = 1000)]
        public readonly partial struct RotatedSphere
        {
            private readonly double[] shift;

            private RotatedSphere(double[] shift) => this.shift = shift;

            public double KnownOptimum => 0;

            public int RequiredDimension => shift.Length;

            public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                    scratch[i] = x[i] - shift[i];
                foreach (double value in scratch)
                    sum += value * value;
                return sum;
            }

            public static RotatedSphere Create(ObjectiveInstance instance) => new(new double[instance.Dimension]);

            private static int GetScratchLength(int dimension) => dimension;
        }
        """;

    private static readonly Lazy<GeneratorRun> run = new(() => GeneratorHost.Run(Source));

    [Theory]
    [InlineData("Rastrigin")]
    [InlineData("Ackley")]
    [InlineData("RotatedSphere")]
    [InlineData("ObjectiveCatalogue")]
    public void Generated_text_is_the_reviewed_text(string name)
    {
        string reviewed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", name + ".cs.txt"));

        Assert.Equal(reviewed, GetText(name));
    }

    [Fact]
    public void Generated_text_beside_ILGPU_is_the_reviewed_text()
    {
        string reviewed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", "Weighted.cs.txt"));

        GeneratorRun beside = GeneratorHost.Run(IlgpuStandIn.Source, """
            [Objective("weighted", Lower = -5, Upper = 5)]
            public readonly partial struct Weighted(double scale, double[] weights, int first)
            {
                private readonly double scale = scale;
                private readonly double[] weights = weights;
                private readonly int first = first;

                public double Evaluate(ReadOnlySpan<double> x)
                {
                    double sum = 0;
                    for (int i = first; i < x.Length; i++)
                        sum += Math.Max(0, weights[i] * x[i]);
                    return scale * sum;
                }
            }
            """);

        Assert.Equal(reviewed, beside.Texts.Single(text => text.Key.StartsWith("Weighted.", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public void Generated_text_has_no_carriage_returns_and_does_not_depend_on_the_order_of_the_files()
    {
        string[] parts = Source.Split("\n\n[Objective", StringSplitOptions.None);
        string[] files = [.. parts.Skip(1).Select(part => parts[0] + "\n\n[Objective" + part)];

        GeneratorRun forwards = GeneratorHost.Run(files), backwards = GeneratorHost.Run([.. files.Reverse()]);

        Assert.Equal(4, run.Value.Texts.Count);
        Assert.All(run.Value.Texts.Values, text => Assert.DoesNotContain('\r', text));
        Assert.Equal(run.Value.Texts.OrderBy(text => text.Key), forwards.Texts.OrderBy(text => text.Key));
        Assert.Equal(run.Value.Texts.OrderBy(text => text.Key), backwards.Texts.OrderBy(text => text.Key));
    }

    private static string GetText(string name) =>
        run.Value.Texts.Single(text => text.Key.Split('.').Contains(name)).Value;
}

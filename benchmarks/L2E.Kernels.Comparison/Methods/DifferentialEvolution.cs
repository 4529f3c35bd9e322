using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// DE/rand/1/bin (R. Storn and K. Price, <i>Differential evolution</i>, Journal of Global Optimization 1997) with F = 0.5, CR = 0.9 and the
/// population sizes that the literature compares it with: 30 in 10 dimensions, 100 from 30 on (J. Zhang and A. C. Sanderson, <i>JADE</i>,
/// IEEE Transactions on Evolutionary Computation 2009). A coordinate that leaves the box is set to a random place in it.
/// </summary>
public sealed class DifferentialEvolution : IMethod
{
    private const double Scale = 0.5, CrossoverRate = 0.9;
    private const ulong Stream = 0x44_45_00_01;

    /// <inheritdoc />
    public string Name => "de";

    /// <inheritdoc />
    public string Description => "DE/rand/1/bin, F = 0.5, CR = 0.9 (Storn, Price 1997).";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        int n = box.Dimension;
        PhiloxSequence random = new(box.Seed, Stream);
        Individuals population = Individuals.Random(box, Math.Clamp((int)Math.Round(10 * n / 3.0), 30, 100));
        Individuals trials = new(population.Count, n);
        while (!box.IsSpent)
        {
            for (int i = 0; i < population.Count; i++)
            {
                (int first, int second, int third) = Others(ref random, population.Count, i);
                ReadOnlySpan<double> a = population.Point(first), b = population.Point(second), c = population.Point(third);
                Span<double> trial = trials.Point(i);
                population.Point(i).CopyTo(trial);
                int certain = random.NextInt32(n);
                for (int j = 0; j < n; j++)
                {
                    if (random.NextDouble() >= CrossoverRate && j != certain)
                        continue;
                    double value = a[j] + Scale * (b[j] - c[j]);
                    trial[j] = value >= box.Lower && value <= box.Upper ? value : random.NextUniform(box.Lower, box.Upper);
                }
            }

            trials.Evaluate(box);
            for (int i = 0; i < population.Count; i++)
                if (trials.Fitness[i] <= population.Fitness[i])
                    population.Take(i, trials, i);
        }
    }

    private static (int First, int Second, int Third) Others(ref PhiloxSequence random, int count, int self)
    {
        int first, second, third;
        do
            first = random.NextInt32(count);
        while (first == self);
        do
            second = random.NextInt32(count);
        while (second == self || second == first);
        do
            third = random.NextInt32(count);
        while (third == self || third == first || third == second);
        return (first, second, third);
    }
}

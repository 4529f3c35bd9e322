using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// L-SHADE (R. Tanabe and A. S. Fukunaga, <i>Improving the search performance of SHADE using linear population size reduction</i>, CEC
/// 2014) with the paper's constants: p = 0.11, an archive of 2.6 populations, a memory of 6, bounds met half way.
/// </summary>
/// <remarks>
/// The paper begins with 18 individuals a dimension for budgets of 10,000 evaluations a dimension. Smaller budgets would end before that
/// population has moved, so that here it shrinks with the root of the budget.
/// </remarks>
public sealed class LinearPopulationShade : IMethod
{
    private const int MemoryLength = 6, SmallestPopulation = 4, FullBudgetPerDimension = 10_000;
    private const double IndividualsPerDimension = 18, BestShare = 0.11, ArchiveShare = 2.6, Spread = 0.1;
    private const ulong Stream = 0x4C_53_48_41_44_45_00_01;

    /// <inheritdoc />
    public string Name => "l-shade";

    /// <inheritdoc />
    public string Description => "L-SHADE, adaptive differential evolution with a shrinking population (Tanabe, Fukunaga 2014).";

    /// <inheritdoc />
    public void Minimise(BlackBox box) => new Search(box).Run();

    private sealed class Search
    {
        private readonly BlackBox box;
        private readonly Individuals population, trials, archive;
        private readonly double[] scales, rates, memoryScale, memoryRate;
        private readonly int[] ranked;
        private readonly int firstCount;
        private PhiloxSequence random;
        private int memoryPosition;

        public Search(BlackBox box)
        {
            this.box = box;
            random = new PhiloxSequence(box.Seed, Stream);
            double share = Math.Min(1, Math.Sqrt((double)box.Budget / FullBudgetPerDimension / box.Dimension));
            firstCount = Math.Max(SmallestPopulation, (int)Math.Round(IndividualsPerDimension * box.Dimension * share));
            population = Individuals.Random(box, firstCount);
            trials = new Individuals(firstCount, box.Dimension);
            // What survives the cut of a generation, and all that it may add.
            archive = new Individuals((int)Math.Ceiling(ArchiveShare * firstCount) + firstCount, box.Dimension);
            archive.Clear();
            (scales, rates, ranked) = (new double[firstCount], new double[firstCount], new int[firstCount]);
            (memoryScale, memoryRate) = (new double[MemoryLength], new double[MemoryLength]);
            Array.Fill(memoryScale, 0.5);
            Array.Fill(memoryRate, 0.5);
        }

        public void Run()
        {
            while (!box.IsSpent)
            {
                Rank();
                for (int i = 0; i < population.Count; i++)
                {
                    DrawParameters(i);
                    MakeTrial(i);
                }

                trials.Evaluate(box);
                Select();
                Reduce();
            }
        }

        private void Rank()
        {
            for (int i = 0; i < population.Count; i++)
                ranked[i] = i;
            ranked.AsSpan(0, population.Count).Sort((a, b) =>
                population.Fitness[a] != population.Fitness[b] ? population.Fitness[a].CompareTo(population.Fitness[b]) : a.CompareTo(b));
        }

        private void DrawParameters(int i)
        {
            int from = random.NextInt32(MemoryLength);
            // NaN in the memory: successes had a rate of 0, which is kept for good.
            rates[i] = double.IsNaN(memoryRate[from])
                ? 0
                : Math.Clamp(memoryRate[from] + Spread * random.NextNormalPair().First, 0, 1);
            double scale;
            do
                scale = memoryScale[from] + Spread * Math.Tan(Math.PI * (random.NextDouble() - 0.5));
            while (!(scale > 0));
            scales[i] = Math.Min(scale, 1);
        }

        // current-to-pbest/1/bin
        private void MakeTrial(int i)
        {
            int best = ranked[random.NextInt32(Math.Max(2, (int)Math.Round(BestShare * population.Count)))], first, second;
            do
                first = random.NextInt32(population.Count);
            while (first == i);
            do
                second = random.NextInt32(population.Count + archive.Count);
            while (second == i || second == first);
            ReadOnlySpan<double> x = population.Point(i), towards = population.Point(best), plus = population.Point(first);
            ReadOnlySpan<double> minus = second < population.Count ? population.Point(second) : archive.Point(second - population.Count);
            Span<double> trial = trials.Point(i);
            x.CopyTo(trial);
            int certain = random.NextInt32(box.Dimension);
            for (int j = 0; j < trial.Length; j++)
            {
                if (random.NextDouble() >= rates[i] && j != certain)
                    continue;
                double value = x[j] + scales[i] * (towards[j] - x[j] + plus[j] - minus[j]);
                trial[j] = value < box.Lower ? (box.Lower + x[j]) / 2 : value > box.Upper ? (box.Upper + x[j]) / 2 : value;
            }
        }

        // Successful parameters enter the memory by their Lehmer means, weighted by the gain in fitness.
        private void Select()
        {
            double gains = 0, scaleSum = 0, scaleSquares = 0, rateSum = 0, rateSquares = 0;
            for (int i = 0; i < population.Count; i++)
            {
                double gain = population.Fitness[i] - trials.Fitness[i];
                if (gain > 0)
                {
                    archive.Add(population.Point(i));
                    // From +infinity every finite value is as good a gain as any.
                    gain = Math.Min(gain, double.MaxValue / population.Count);
                    gains += gain;
                    scaleSum += gain * scales[i];
                    scaleSquares += gain * scales[i] * scales[i];
                    rateSum += gain * rates[i];
                    rateSquares += gain * rates[i] * rates[i];
                }

                if (gain >= 0)
                    population.Take(i, trials, i);
            }

            if (gains > 0)
            {
                memoryScale[memoryPosition] = scaleSquares / scaleSum;
                memoryRate[memoryPosition] = rateSum > 0 && !double.IsNaN(memoryRate[memoryPosition]) ? rateSquares / rateSum : double.NaN;
                memoryPosition = (memoryPosition + 1) % MemoryLength;
            }
        }

        private void Reduce()
        {
            double used = (double)box.Evaluations / box.Budget;
            int count = Math.Max(SmallestPopulation, (int)Math.Round(firstCount + (SmallestPopulation - firstCount) * used));
            while (population.Count > count)
            {
                int worst = 0;
                for (int i = 1; i < population.Count; i++)
                    worst = population.Fitness[i] > population.Fitness[worst] ? i : worst;
                population.Remove(worst);
                trials.Remove(0);
            }

            while (archive.Count > (int)Math.Round(ArchiveShare * population.Count))
                archive.Remove(random.NextInt32(archive.Count));
        }
    }
}

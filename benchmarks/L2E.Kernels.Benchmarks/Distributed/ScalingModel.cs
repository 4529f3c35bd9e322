using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>A training step's time on any number of ranks, from what runs cost and what the link does.</summary>
/// <param name="Configuration">What is trained: with evolution strategies losses are exchanged, else gradients too.</param>
/// <param name="Parameters">Length of a gradient.</param>
/// <param name="Cost">What runs cost.</param>
/// <param name="Link">Between any two ranks.</param>
internal sealed record ScalingModel(TrainingConfiguration Configuration, int Parameters, RunCost Cost, RankLink Link)
{
    private const int BytesOfLosses = 3 * sizeof(double);

    /// <summary>The estimator's name.</summary>
    public string Name => $"{Configuration.Estimator}".ToLowerInvariant();

    /// <summary>Runs a step of one rank, where work grows with the ranks.</summary>
    public int RunsPerRank => Configuration.Tasks;

    private bool IsEvolution => Configuration.Estimator == GradientEstimator.Pes;

    private int BytesOfGradient => IsEvolution ? 0 : Parameters * sizeof(float);

    /// <summary>Seconds a step.</summary>
    public double Seconds(int ranks, int runs) => Parts(ranks, runs).Sum(part => part.Seconds);

    /// <summary>Runs a second, by those of one rank that has its own alone.</summary>
    public double Throughput(int ranks, int runs) => runs / Seconds(ranks, runs) / (RunsPerRank / Seconds(1, RunsPerRank));

    /// <summary>What a step's time is made of; the first part is the work that ranks share.</summary>
    /// <remarks>
    /// Messages go down a binary tree, or up one: as many after each other as the logarithm of the ranks. All that is gathered goes through
    /// the first rank's link in any case.
    /// </remarks>
    public (string Name, double Seconds)[] Parts(int ranks, int runs)
    {
        int own = (runs + ranks - 1) / ranks, depth = (int)Math.Ceiling(Math.Log2(ranks));
        int messages = IsEvolution ? 2 : 4;
        double gathered = (double)own * (ranks - 1) * (BytesOfLosses + BytesOfGradient);
        double broadcast = (double)runs * BytesOfLosses + BytesOfGradient;
        return
        [
            ("the runs themselves", own * Cost.Own),
            (
                IsEvolution ? "what every rank draws for the runs of others" : "what the first rank draws and sums for the runs of others",
                (runs - own) * Cost.Other),
            ("what comes to the first rank", gathered / Link.Bandwidth),
            ("what goes from it to all", depth * broadcast / Link.Bandwidth),
            ("latency", messages * depth * Link.Latency),
        ];
    }

    /// <summary>The most ranks, of powers of two, that each do at least half of what one alone does.</summary>
    public int HalfUsed(int most)
    {
        int ranks = 1;
        while (2 * ranks <= most && Throughput(2 * ranks, 2 * ranks * RunsPerRank) >= ranks)
            ranks *= 2;
        return ranks;
    }
}

using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>What a run of a training costs a rank, in seconds a step.</summary>
/// <param name="Own">One that the rank computes.</param>
/// <param name="Other">One that another rank computes: its start, its perturbation, and on the first rank its part of the sum.</param>
internal sealed record RunCost(double Own, double Other)
{
    /// <summary>Measures both on the first rank, where gradients are summed.</summary>
    public static RunCost Measure(TrainingConfiguration configuration, int rounds)
    {
        const int Many = 512;
        using Trainer alone = new(configuration);
        using Trainer few = Silent(configuration.Tasks), many = Silent(Many);
        Interleaved times = Interleaved.Measure(rounds, () => alone.Step(), () => few.Step(), () => many.Step());
        return new RunCost(
            times.Seconds(0) / configuration.Tasks,
            Math.Max(0, times.MedianOf(seconds => seconds[2] - seconds[1]) / (Many - configuration.Tasks)));

        // As many ranks as runs: the first computes one.
        Trainer Silent(int runs) => new(configuration with { Tasks = runs }, 1, evolutionOperator: null, new SilentRanks(runs));
    }
}

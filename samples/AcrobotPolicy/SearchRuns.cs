using L2E.Kernels.Problems;

namespace AcrobotPolicy;

/// <summary>The policies that a method has trained, one for each seed.</summary>
public sealed class SearchRuns
{
    private readonly TrainedPolicy[] policies;
    private readonly int[][] unseen;

    /// <summary>Trains them, and runs them from the unseen starts.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="seeds">Number of seeds, from 1 on.</param>
    /// <param name="train">Trains the policy of a seed.</param>
    public SearchRuns(string name, int seeds, Func<int, TrainedPolicy> train)
    {
        Name = name;
        policies = [.. Enumerable.Range(1, seeds).Select(train)];
        unseen = [.. policies.Select(UnseenStarts.Run)];
    }

    /// <summary>Name of the method.</summary>
    public string Name { get; }

    /// <summary>Number of evaluations of each seed.</summary>
    public int Budget => policies[0].Curve.Length;

    /// <summary>Part of all episodes from unseen starts that reach the goal.</summary>
    public double Reached => unseen.SelectMany(steps => steps).Average(steps => steps < Acrobot.MaxSteps ? 1.0 : 0);

    /// <summary>Quantile over the seeds of the steps to the goal after some evaluations, on the starts trained on.</summary>
    /// <param name="evaluations">Number of evaluations, from 1 to the budget.</param>
    /// <param name="part">The quantile, 0 to 1.</param>
    public double Trained(int evaluations, double part) => Quantile(policies.Select(policy => policy.Curve[evaluations - 1]), part);

    /// <summary>Quantile over the seeds of the mean steps to the goal on unseen starts, after all evaluations.</summary>
    /// <param name="part">The quantile, 0 to 1.</param>
    public double Unseen(double part) => Quantile(unseen.Select(steps => steps.Average()), part);

    // Linear between order statistics.
    private static double Quantile(IEnumerable<double> sample, double part)
    {
        double[] sorted = [.. sample.Order()];
        double place = part * (sorted.Length - 1);
        int below = (int)place;
        return double.Lerp(sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)], place - below);
    }
}

using L2E.Kernels;
using L2E.Kernels.Problems;

namespace AcrobotPolicy;

/// <summary>The episodes of one evaluation: those of some instances of the catalogue's problem, which has 8 starts each.</summary>
public sealed class TrainingStarts
{
    private readonly Acrobot[] instances;

    /// <summary>The starts of a seed, which no other seed has.</summary>
    /// <param name="seed">The seed, at least 1.</param>
    /// <param name="count">Number of instances, at least 1.</param>
    public TrainingStarts(int seed, int count) =>
        instances = [.. Enumerable.Range((seed - 1) * count + 1, count)
            .Select(instance => Acrobot.Create(new ObjectiveInstance(Acrobot.VariableCount, instance)))];

    /// <summary>The mean number of steps to the goal of a policy.</summary>
    /// <param name="weights">The variables of the policy, <c>[65]</c>.</param>
    public double Evaluate(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (Acrobot instance in instances)
            sum += instance.Evaluate(weights);
        return sum / instances.Length;
    }
}

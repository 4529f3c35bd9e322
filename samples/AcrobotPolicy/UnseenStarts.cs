using L2E.Kernels;
using L2E.Kernels.Problems;

namespace AcrobotPolicy;

/// <summary>What a policy is worth on starts that none is trained on.</summary>
internal static class UnseenStarts
{
    // Instances from here on are no seed of a training; each has 8 starts.
    private const int FirstInstance = 1_000_000_000, Instances = 16;

    private static readonly AcrobotState[] starts =
        [.. Enumerable.Range(FirstInstance, Instances).SelectMany(
            instance => Acrobot.Create(new ObjectiveInstance(Acrobot.VariableCount, instance)).Starts.ToArray())];

    /// <summary>Number of starts.</summary>
    public static int Count => starts.Length;

    /// <summary>Steps to the goal from each start; <see cref="Acrobot.MaxSteps"/> where it is not reached.</summary>
    public static int[] Run(TrainedPolicy policy) => [.. starts.Select(start => Acrobot.StepsTaken(policy.Weights, start))];
}

using L2E.Kernels.Comparison.Control;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>Which run it is: together with the program's version, all that it takes to repeat it.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Cell">The problem, its size and the budget.</param>
/// <param name="Seed">Number of the instance, and key of the start point and of the method's random numbers.</param>
public sealed record RunKey(string Method, Cell Cell, int Seed);

/// <summary>A run that is over.</summary>
/// <param name="Key">Which run.</param>
/// <param name="Gap">The smallest gap; +infinity when no value was finite.</param>
/// <param name="Evaluations">Evaluations spent.</param>
/// <param name="Seconds">Time of the method and the objective.</param>
/// <param name="PointsOutside">How many points the method wanted to put outside of the box.</param>
/// <param name="TargetEvaluations">When each of <see cref="Targets"/> was reached; 0 for one that was not.</param>
/// <param name="Curve">The smallest gap along the grid of <see cref="RunRecord"/>.</param>
public sealed record RunRow(
    RunKey Key, double Gap, long Evaluations, double Seconds, long PointsOutside, long[] TargetEvaluations, double[] Curve)
{
    /// <summary>
    /// Cumulative regret: of evaluations, see <see cref="RunRecord.Regret"/>; of control, see <see cref="RecedingHorizon"/>.
    /// </summary>
    public double Regret { get; init; }

    /// <summary>The best policy's value on starts that it was not optimised on; NaN where the problem has no such thing.</summary>
    public double Unseen { get; init; } = double.NaN;

    /// <summary>What the ticks of control took, in seconds: the median, 99 % and the longest; empty where there are none.</summary>
    public IReadOnlyList<double> TickSeconds { get; init; } = [];
}

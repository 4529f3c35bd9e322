using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Native;

/// <summary>An objective that the caller evaluates: by a function, or by ask and tell.</summary>
/// <param name="target">The function of the call at hand.</param>
internal readonly unsafe struct CallbackObjective(CallbackTarget target) : IObjective
{
    public static ObjectiveDescription Description { get; } =
        new("callback", 0, 1, 1, AbiConstants.LargestDimension, "A function of the caller.");

    public double KnownOptimum => double.NaN;

    public int RequiredDimension => 0;

    public int GetWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        // Candidates lie row after row; the function is not to find old values where it writes none.
        fitness.Fill(double.NaN);
        fixed (double* points = &candidates.DangerousGetReference(), values = fitness)
        {
            int code = target.Function(target.User, points, candidates.Height, candidates.Width, values);
            if (code != 0)
                throw new ObjectiveStoppedException(code);
        }
    }
}

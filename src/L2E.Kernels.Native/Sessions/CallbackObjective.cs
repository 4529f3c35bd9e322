using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Native;

/// <summary>An objective that the caller evaluates: by a function, or by ask and tell.</summary>
/// <param name="target">The functions of the call at hand.</param>
internal readonly unsafe struct CallbackObjective(CallbackTarget target) : IObjective
{
    public static ObjectiveDescription Description { get; } =
        new("callback", 0, 1, 1, AbiConstants.LargestDimension, "A function of the caller.");

    public double KnownOptimum => double.NaN;

    public int RequiredDimension => 0;

    public int ConstraintCount => target.ConstraintCount;

    public int GetWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        // The function is not to find old values where it writes none.
        fitness.Fill(double.NaN);
        Call(target.Function, candidates, ref MemoryMarshal.GetReference(fitness));
    }

    public void EvaluateConstraints(ReadOnlySpan2D<double> candidates, Span2D<double> constraints)
    {
        constraints.Fill(double.NaN);
        Call(target.Constraints, candidates, ref constraints.DangerousGetReference());
    }

    /// <summary>Candidates lie row after row, and so do the constraints of each.</summary>
    private void Call(
        delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> function, ReadOnlySpan2D<double> candidates, ref double first)
    {
        fixed (double* points = &candidates.DangerousGetReference(), values = &first)
        {
            int code = function(target.User, points, candidates.Height, candidates.Width, values);
            if (code != 0)
                throw new ObjectiveStoppedException(code);
        }
    }
}

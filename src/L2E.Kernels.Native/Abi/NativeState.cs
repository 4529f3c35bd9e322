using System.Runtime.InteropServices;

namespace L2E.Kernels.Native;

/// <summary><c>l2e_state</c> of l2e.h, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeState
{
    public uint StructSize;
    public SolverStatus RunStatus;
    public int Dimension;
    public int LargestBatch;
    public int Pending;
    public int IsNoisy;
    public int ConstraintCount;
    public int IsFeasible;
    public long Budget;
    public long Evaluations;
    public long NonFinite;
    public double BestFitness;
    public double InitialFitness;
    public double KnownOptimum;
}

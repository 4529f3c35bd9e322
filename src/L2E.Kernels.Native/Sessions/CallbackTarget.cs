namespace L2E.Kernels.Native;

/// <summary>Which functions evaluate the candidates of a call of <c>l2e_step</c> or <c>l2e_solve</c>.</summary>
/// <param name="constraints">That of the constraints; null where they are told.</param>
/// <param name="constraintCount">How many there are.</param>
internal sealed unsafe class CallbackTarget(
    delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> constraints, int constraintCount)
{
    /// <summary>Evaluates the constraints; null where they are told.</summary>
    public delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> Constraints => constraints;

    /// <summary>Number of constraints.</summary>
    public int ConstraintCount => constraintCount;

    /// <summary><c>l2e_objective</c> of l2e.h, of the call at hand or the last one.</summary>
    public delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> Function { get; set; }

    /// <summary>The first argument of both.</summary>
    public void* User { get; set; }
}

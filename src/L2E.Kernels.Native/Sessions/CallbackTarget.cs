namespace L2E.Kernels.Native;

/// <summary>Which function evaluates the candidates of a call of <c>l2e_step</c> or <c>l2e_solve</c>.</summary>
internal sealed unsafe class CallbackTarget
{
    /// <summary><c>l2e_objective</c> of l2e.h, of the call at hand or the last one.</summary>
    public delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> Function { get; set; }

    /// <summary>The first argument of it.</summary>
    public void* User { get; set; }
}

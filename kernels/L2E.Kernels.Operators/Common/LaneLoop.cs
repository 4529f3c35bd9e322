using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>How methods with loops over lanes are compiled.</summary>
internal static class LaneLoop
{
    /// <summary>
    /// Optimised when first called: in the runtime's quick first version every operation of a lane is a call, which is tens of times
    /// slower, for the first thirty calls. And never inlined: once the runtime has seen which calls are frequent it may put such a method
    /// into its caller, where the registers do not suffice any more, and the scan took several times as long.
    /// </summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}

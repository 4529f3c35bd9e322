using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>How functions of several dozen vector operations are compiled.</summary>
internal static class Inlining
{
    /// <summary>
    /// The compiler of .NET 9, and so that of native code for it, stops inlining in a method that has grown to ten times itself, in the
    /// middle of a long function: each operation is a call then. There the function is a method of its own, which can grow by itself.
    /// </summary>
    public const MethodImplOptions OfLongFunctions =
#if NET10_0_OR_GREATER
        MethodImplOptions.AggressiveInlining;
#else
        MethodImplOptions.NoInlining;
#endif
}

namespace L2E.Kernels.Native;

/// <summary>
/// The functions of l2e.h, which documents them. Each takes its session from the table, does its work and returns a status; no exception
/// leaves it.
/// </summary>
internal static unsafe partial class Exports
{
    private static void Require(void* pointer, string name, string expected)
    {
        if (pointer is null)
            Guard.ThrowArgument(name, expected, "NULL");
    }
}

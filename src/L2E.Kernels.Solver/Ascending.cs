namespace L2E.Kernels;

/// <summary>Sorts numbers without allocating: programs of native code make a delegate for each plain call of Sort.</summary>
internal static class Ascending
{
    public static void Sort(Span<double> values) => values.Sort(static (left, right) => left.CompareTo(right));
}

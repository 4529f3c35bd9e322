using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

/// <summary>Numbers of eight ranks in lanes, from columns of a matrix and back. Where there are fewer, the last stands in those left.</summary>
internal static class RankLanes
{
    /// <summary>Ranks at a time.</summary>
    public const int Count = 8;

    /// <summary>Element <paramref name="first"/> and those after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ReadOnlySpan<double> values, int first) =>
        values.Length - first >= Count ? Vector512.Create(values[first..]) : LoadLast(values, first);

    /// <summary>Column <paramref name="column"/> of row <paramref name="first"/> and those after it.</summary>
    public static Vector512<double> Load(ReadOnlySpan<float> matrix, int columns, int column, int first)
    {
        Span<double> lanes = stackalloc double[Count];
        int last = matrix.Length / columns - 1;
        for (int lane = 0; lane < Count; lane++)
            lanes[lane] = matrix[Math.Min(first + lane, last) * columns + column];
        return Vector512.Create<double>(lanes);
    }

    /// <summary>Writes a column, rounded to floats, as far as there are rows.</summary>
    public static void Store(Vector512<double> values, Span<float> matrix, int columns, int column, int first)
    {
        Span<double> lanes = stackalloc double[Count];
        values.CopyTo(lanes);
        int count = Math.Min(Count, matrix.Length / columns - first);
        for (int lane = 0; lane < count; lane++)
            matrix[(first + lane) * columns + column] = (float)lanes[lane];
    }

    private static Vector512<double> LoadLast(ReadOnlySpan<double> values, int first)
    {
        Span<double> lanes = stackalloc double[Count];
        lanes.Fill(values[^1]);
        values[first..].CopyTo(lanes);
        return Vector512.Create<double>(lanes);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

public static partial class LaneMath
{
    /// <summary>Elements that lie side by side.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="source">The first element of the memory that they lie in.</param>
    /// <param name="index">Index of the first; it and as many as there are lanes are read unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(ref readonly T source, nint index) => Vector512.LoadUnsafe(in source, (nuint)index);

    /// <summary>The elements one behind those of some lanes: <c>lanes[1], ..., lanes[last], following[0]</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="lanes">Elements that lie side by side.</param>
    /// <param name="following">Those that lie behind them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<T> Next<T>(Vector512<T> lanes, Vector512<T> following)
        where T : unmanaged
    {
        if (Avx512F.IsSupported)
        {
            return sizeof(T) == sizeof(double)
                ? Avx512F.AlignRight64(following.AsInt64(), lanes.AsInt64(), 1).As<long, T>()
                : Avx512F.AlignRight32(following.AsInt32(), lanes.AsInt32(), 1).As<int, T>();
        }

        Span<T> both = stackalloc T[2 * Vector512<T>.Count];
        lanes.CopyTo(both);
        following.CopyTo(both[Vector512<T>.Count..]);
        return Vector512.Create<T>(both[1..]);
    }

    /// <summary>Eight floats as doubles.</summary>
    /// <param name="source">The first element of the memory that they lie in.</param>
    /// <param name="index">Index of the first; it and the seven behind it are read unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWidened(ref readonly float source, nint index)
    {
        Vector256<float> eight = Vector256.LoadUnsafe(in source, (nuint)index);
        return Vector512.Create(Vector256.WidenLower(eight), Vector256.WidenUpper(eight));
    }

    /// <summary>Stores the lanes side by side.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="lanes">What to store.</param>
    /// <param name="destination">The first element of the memory (=).</param>
    /// <param name="index">Index of the first lane's element; written unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> lanes, ref T destination, nint index = 0) =>
        lanes.StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Stores the lanes side by side, rounded to floats.</summary>
    /// <param name="lanes">What to store.</param>
    /// <param name="destination">The first element of the memory (=).</param>
    /// <param name="index">Index of the first lane's element; written unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> lanes, ref float destination, nint index) =>
        Vector256.Narrow(lanes.GetLower(), lanes.GetUpper()).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Adds the lanes to elements that lie side by side.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="lanes">What to add.</param>
    /// <param name="destination">The first element of the memory (+=).</param>
    /// <param name="index">Index of the first lane's element; written unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo<T>(Vector512<T> lanes, ref T destination, nint index = 0) =>
        (Vector512.LoadUnsafe(ref destination, (nuint)index) + lanes).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Adds the lanes, rounded to floats, to elements that lie side by side.</summary>
    /// <param name="lanes">What to add.</param>
    /// <param name="destination">The first element of the memory (+=).</param>
    /// <param name="index">Index of the first lane's element; written unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector512<double> lanes, ref float destination, nint index) =>
        (Vector256.LoadUnsafe(ref destination, (nuint)index) + Vector256.Narrow(lanes.GetLower(), lanes.GetUpper()))
            .StoreUnsafe(ref destination, (nuint)index);

    /// <summary>The values of the candidates in lanes, as far as there are destinations.</summary>
    /// <param name="values">A value a candidate.</param>
    /// <param name="destination">Destination (=), 1 element or more; at most 8 are written.</param>
    public static void StoreFirst(Vector512<double> values, Span<double> destination)
    {
        if (destination.Length >= Vector512<double>.Count)
        {
            values.CopyTo(destination);
            return;
        }

        for (int lane = 0; lane < destination.Length; lane++)
            destination[lane] = values.GetElement(lane);
    }

    /// <summary>The values of the candidates in lanes, as far as there are destinations.</summary>
    /// <param name="values">A value a candidate.</param>
    /// <param name="destination">Destination (=), 1 element or more; at most 16 are written.</param>
    public static void StoreFirst(Vector512<float> values, Span<double> destination)
    {
        StoreFirst(Vector512.WidenLower(values), destination);
        if (destination.Length > Vector512<double>.Count)
            StoreFirst(Vector512.WidenUpper(values), destination[Vector512<double>.Count..]);
    }

    /// <summary>Sets elements to 0 but for those from <paramref name="first"/> to before <paramref name="behind"/>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="destination">The elements; partly written (=).</param>
    /// <param name="first">The first one that is left alone.</param>
    /// <param name="behind">The first one after that which is not; where it is not after that, every element is set.</param>
    public static void FillOutside<T>(Span<T> destination, int first, int behind)
        where T : struct
    {
        if (first < 0 || behind > destination.Length || behind <= first)
            first = behind = destination.Length;
        // Mostly there is nothing, or next to nothing, on either side: no call for that.
        for (int i = 0; i < first; i++)
            destination[i] = default;
        for (int i = behind; i < destination.Length; i++)
            destination[i] = default;
    }

    /// <summary>Rounds doubles to floats.</summary>
    /// <param name="source">The numbers.</param>
    /// <param name="destination">Destination (=), as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Narrow(ReadOnlySpan<double> source, Span<float> destination)
    {
        Guard.Length<float>(destination, source.Length, "[source.Length]");
        ref double first = ref MemoryMarshal.GetReference(source);
        ref float target = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= source.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<double> lower = Vector512.LoadUnsafe(ref first, (nuint)i);
            Vector512<double> upper = Vector512.LoadUnsafe(ref first, (nuint)(i + Vector512<double>.Count));
            Vector512.Narrow(lower, upper).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < source.Length; i++)
            destination[i] = (float)source[i];
    }

    /// <summary>Floats as doubles.</summary>
    /// <param name="source">The numbers.</param>
    /// <param name="destination">Destination (=), as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Widen(ReadOnlySpan<float> source, Span<double> destination)
    {
        Guard.Length<double>(destination, source.Length, "[source.Length]");
        ref float first = ref MemoryMarshal.GetReference(source);
        ref double target = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= source.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            LoadWidened(in first, i).StoreUnsafe(ref target, (nuint)i);
        for (; i < source.Length; i++)
            destination[i] = source[i];
    }

    /// <summary>
    /// Brings eight candidates into lanes: <c>destination[8 j + lane] = candidates[firstRow + lane, j]</c>. Where there are fewer, the last
    /// stands in the lanes that are left.
    /// </summary>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="firstRow">The row of the first, below count.</param>
    /// <param name="destination">Destination (=), at least <c>[8 dimension]</c>.</param>
    /// <exception cref="ArgumentException">The row is none, or the destination is too short.</exception>
    public static void Transpose(ReadOnlySpan2D<double> candidates, int firstRow, Span<double> destination)
    {
        const int Count = 8;
        CheckTransposition<double>(candidates, firstRow, destination, Count);
        int last = candidates.Height - 1;
        ReadOnlySpan<double> row0 = candidates.GetRowSpan(firstRow), row1 = candidates.GetRowSpan(Math.Min(firstRow + 1, last));
        ReadOnlySpan<double> row2 = candidates.GetRowSpan(Math.Min(firstRow + 2, last));
        ReadOnlySpan<double> row3 = candidates.GetRowSpan(Math.Min(firstRow + 3, last));
        ReadOnlySpan<double> row4 = candidates.GetRowSpan(Math.Min(firstRow + 4, last));
        ReadOnlySpan<double> row5 = candidates.GetRowSpan(Math.Min(firstRow + 5, last));
        ReadOnlySpan<double> row6 = candidates.GetRowSpan(Math.Min(firstRow + 6, last));
        ReadOnlySpan<double> row7 = candidates.GetRowSpan(Math.Min(firstRow + 7, last));
        for (int j = 0; j < row0.Length; j++)
        {
            Vector512.Create(row0[j], row1[j], row2[j], row3[j], row4[j], row5[j], row6[j], row7[j])
                .CopyTo(destination.Slice(Count * j, Count));
        }
    }

    /// <summary>
    /// Brings sixteen candidates into lanes, rounded to floats: <c>destination[16 j + lane] = candidates[firstRow + lane, j]</c>. Where
    /// there are fewer, the last stands in the lanes that are left.
    /// </summary>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="firstRow">The row of the first, below count.</param>
    /// <param name="destination">Destination (=), at least <c>[16 dimension]</c>.</param>
    /// <exception cref="ArgumentException">The row is none, or the destination is too short.</exception>
    public static void Transpose(ReadOnlySpan2D<double> candidates, int firstRow, Span<float> destination)
    {
        const int Count = 16;
        CheckTransposition<float>(candidates, firstRow, destination, Count);
        for (int lane = 0; lane < Count; lane++)
        {
            ReadOnlySpan<double> row = candidates.GetRowSpan(Math.Min(firstRow + lane, candidates.Height - 1));
            for (int j = 0; j < row.Length; j++)
                destination[Count * j + lane] = (float)row[j];
        }
    }

    /// <summary>
    /// Brings eight candidates into lanes, rounded to floats: <c>destination[8 j + lane] = (float)candidates[firstRow + lane, j]</c>. Where
    /// there are fewer, the last stands in the lanes that are left.
    /// </summary>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="firstRow">The row of the first, below count.</param>
    /// <param name="destination">Destination (=), at least <c>[8 dimension]</c>.</param>
    /// <exception cref="ArgumentException">The row is none, or the destination is too short.</exception>
    public static void TransposeRounded(ReadOnlySpan2D<double> candidates, int firstRow, Span<double> destination)
    {
        Transpose(candidates, firstRow, destination);
        Span<double> elements = destination[..(Vector512<double>.Count * candidates.Width)];
        for (int i = 0; i < elements.Length; i += Vector512<double>.Count)
            RoundToSingle(Vector512.Create<double>(elements[i..])).CopyTo(elements[i..]);
    }

    private static void CheckTransposition<T>(ReadOnlySpan2D<double> candidates, int firstRow, ReadOnlySpan<T> destination, int count)
    {
        Guard.InRange(firstRow, 0, candidates.Height - 1);
        Guard.MinimumLength(destination, checked(count * candidates.Width), "[lanes, dimension]");
    }
}

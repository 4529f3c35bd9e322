using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2E.Kernels.Operators;

/// <summary>Transposition of small matrices with strides.</summary>
internal static unsafe class Transposition
{
    // What a shuffle takes of both of its operands.
    private const byte EvenElements = 0x88, OddElements = 0xDD;

    /// <summary><c>destination[j, i] = source[i, j]</c> for i below <paramref name="rows"/> and j below <paramref name="columns"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(
        float* source, int sourceStride, int rows, int columns, float* destination, int destinationStride)
    {
        if (columns == 1 && sourceStride == 1)
        {
            new ReadOnlySpan<float>(source, rows).CopyTo(new Span<float>(destination, rows));
            return;
        }

        int i = 0;
        if (Sse.IsSupported && columns == 2 && sourceStride == 2)
        {
            for (; i <= rows - 4; i += 4)
            {
                Vector128<float> rows01 = Vector128.Load(source + 2 * i), rows23 = Vector128.Load(source + 2 * i + 4);
                Sse.Shuffle(rows01, rows23, EvenElements).Store(destination + i);
                Sse.Shuffle(rows01, rows23, OddElements).Store(destination + destinationStride + i);
            }
        }

        if (Avx.IsSupported)
        {
            for (; i <= rows - 8; i += 8)
            {
                int j = 0;
                for (; j <= columns - 4; j += 4)
                    Transpose8x4(source + i * sourceStride + j, sourceStride, destination + j * destinationStride + i, destinationStride);
                TransposeEach(source, sourceStride, i, i + 8, j, columns, destination, destinationStride);
            }
        }

        if (Sse.IsSupported)
        {
            for (; i <= rows - 4; i += 4)
            {
                int j = 0;
                for (; j <= columns - 4; j += 4)
                    Transpose4x4(source + i * sourceStride + j, sourceStride, destination + j * destinationStride + i, destinationStride);
                TransposeEach(source, sourceStride, i, i + 4, j, columns, destination, destinationStride);
            }
        }

        TransposeEach(source, sourceStride, i, rows, 0, columns, destination, destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeEach(
        float* source, int sourceStride, int firstRow, int endRow, int firstColumn, int endColumn, float* destination,
        int destinationStride)
    {
        for (int i = firstRow; i < endRow; i++)
        {
            for (int j = firstColumn; j < endColumn; j++)
                destination[j * destinationStride + i] = source[i * sourceStride + j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* source, int sourceStride, float* destination, int destinationStride)
    {
        Vector128<float> row0 = Vector128.Load(source), row1 = Vector128.Load(source + sourceStride);
        Vector128<float> row2 = Vector128.Load(source + 2 * sourceStride), row3 = Vector128.Load(source + 3 * sourceStride);
        Vector128<float> low01 = Sse.UnpackLow(row0, row1), low23 = Sse.UnpackLow(row2, row3);
        Vector128<float> high01 = Sse.UnpackHigh(row0, row1), high23 = Sse.UnpackHigh(row2, row3);
        Sse.MoveLowToHigh(low01, low23).Store(destination);
        Sse.MoveHighToLow(low23, low01).Store(destination + destinationStride);
        Sse.MoveLowToHigh(high01, high23).Store(destination + 2 * destinationStride);
        Sse.MoveHighToLow(high23, high01).Store(destination + 3 * destinationStride);
    }

    /// <summary>Two blocks of four rows at a time, one in each half of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8x4(float* source, int sourceStride, float* destination, int destinationStride)
    {
        Vector256<float> row0 = Pair(source), row1 = Pair(source + sourceStride);
        Vector256<float> row2 = Pair(source + 2 * sourceStride), row3 = Pair(source + 3 * sourceStride);
        Vector256<double> low01 = Avx.UnpackLow(row0, row1).AsDouble(), low23 = Avx.UnpackLow(row2, row3).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(row0, row1).AsDouble(), high23 = Avx.UnpackHigh(row2, row3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(destination);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(destination + destinationStride);
        Avx.UnpackLow(high01, high23).AsSingle().Store(destination + 2 * destinationStride);
        Avx.UnpackHigh(high01, high23).AsSingle().Store(destination + 3 * destinationStride);

        Vector256<float> Pair(float* row) =>
            Avx.InsertVector128(Vector128.Load(row).ToVector256Unsafe(), Vector128.Load(row + 4 * sourceStride), 1);
    }
}

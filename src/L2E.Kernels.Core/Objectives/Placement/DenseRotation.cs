using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

/// <summary>
/// A dense orthogonal matrix applied to many vectors at a time. The matrix is stored in panels of 16 rows, a panel
/// <c>[column, 16]</c>, so that one pass over a panel makes 16 results of each vector with no sum across lanes. Its transpose is stored
/// in the same way.
/// </summary>
/// <remarks>
/// Every result is summed over the columns in their order, product by product, whichever vectors it is computed with: a
/// vector's image has the same bits alone and in a batch.
/// </remarks>
internal sealed class DenseRotation
{
    /// <summary>
    /// Vectors that should be applied together: the matrix is then read from memory once for all of them, each panel staying
    /// in the second-level cache while they pass.
    /// </summary>
    public const int TileRows = 32;

    private const int PanelRows = 2 * Lanes.Width;

    // Vectors whose sums fit the registers: a machine that holds these lanes in two each has half as many.
    private static readonly int vectorsTogether = Vector512.IsHardwareAccelerated ? 4 : 2;

    private readonly int order;
    private readonly AlignedDoubles panels, transposedPanels;

    /// <summary>Draws a matrix.</summary>
    /// <param name="order">Number of rows and columns.</param>
    /// <param name="random">Source of the matrix.</param>
    public DenseRotation(int order, ref PhiloxSequence random)
    {
        this.order = order;
        double[] matrix = OrthogonalMatrix.Create(order, ref random);
        int length = (order + PanelRows - 1) / PanelRows * PanelRows * order;
        panels = new AlignedDoubles(length);
        transposedPanels = new AlignedDoubles(length);
        Span<double> rows = panels.Span, columns = transposedPanels.Span;
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column < order; column++)
            {
                double entry = matrix[row * order + column];
                rows[GetPlace(row, column)] = entry;
                columns[GetPlace(column, row)] = entry;
            }
        }
    }

    /// <summary><c>destination[v, :] = matrix * source[v, :]</c> for every vector v.</summary>
    /// <param name="source">Vectors, <c>[count, order]</c>.</param>
    /// <param name="destination">Their images (=), <c>[count, order]</c>; apart from <paramref name="source"/>.</param>
    public void Apply(ReadOnlySpan<double> source, Span<double> destination) => Apply(panels.Span, source, destination);

    /// <summary><c>destination[v, :] = transposed matrix * source[v, :]</c> for every vector v.</summary>
    /// <param name="source">Vectors, <c>[count, order]</c>.</param>
    /// <param name="destination">Their images (=), <c>[count, order]</c>; apart from <paramref name="source"/>.</param>
    public void ApplyTransposed(ReadOnlySpan<double> source, Span<double> destination) => Apply(transposedPanels.Span, source, destination);

    /// <summary>The matrix as the only layer of its map.</summary>
    public RotationLayer ToLayer()
    {
        float[] columns = new float[order * order];
        for (int row = 0; row < order; row++)
            for (int column = 0; column < order; column++)
                columns[column * order + row] = (float)panels.Span[GetPlace(row, column)];
        return new RotationLayer(order, [], columns);
    }

    private int GetPlace(int row, int column) => (row / PanelRows * order + column) * PanelRows + row % PanelRows;

    private void Apply(Span<double> matrix, ReadOnlySpan<double> source, Span<double> destination)
    {
        Debug.Assert(source.Length == destination.Length && source.Length % order == 0);
        int count = source.Length / order;
        Span<double> results = stackalloc double[4 * PanelRows];
        for (int firstRow = 0; firstRow < order; firstRow += PanelRows)
        {
            ref double panel = ref matrix[firstRow * order];
            // The last panel is padded with rows of zeros.
            int rows = Math.Min(PanelRows, order - firstRow), vector = 0;
            for (; vector + vectorsTogether <= count; vector += vectorsTogether)
            {
                ReadOnlySpan<double> together = source.Slice(vector * order, vectorsTogether * order);
                if (vectorsTogether == 4)
                    ApplyPanelToFour(ref panel, together, results);
                else
                    ApplyPanelToTwo(ref panel, together, results);
                for (int k = 0; k < vectorsTogether; k++)
                    results.Slice(k * PanelRows, rows).CopyTo(destination[((vector + k) * order + firstRow)..]);
            }

            for (; vector < count; vector++)
            {
                ApplyPanel(ref panel, source.Slice(vector * order, order), results);
                results[..rows].CopyTo(destination[(vector * order + firstRow)..]);
            }
        }
    }

    // Optimised at its first call, as is the next: the runtime's quick version, which serves the first calls, takes many times as long. No
    // call in it, which would put the sums into memory, in the loop too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyPanel(ref double panel, ReadOnlySpan<double> source, Span<double> results)
    {
        Vector512<double> lower = default, upper = default;
        for (int column = 0; column < source.Length; column++)
        {
            Vector512<double> x = Vector512.Create(source[column]);
            lower += Vector512.LoadUnsafe(ref panel) * x;
            upper += Vector512.LoadUnsafe(ref panel, Lanes.Width) * x;
            panel = ref Unsafe.Add(ref panel, PanelRows);
        }

        ref double result = ref MemoryMarshal.GetReference(results);
        lower.StoreUnsafe(ref result);
        upper.StoreUnsafe(ref result, Lanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ApplyPanelToTwo(ref double panel, ReadOnlySpan<double> source, Span<double> results)
    {
        ref double x0 = ref MemoryMarshal.GetReference(source);
        ref double x1 = ref Unsafe.Add(ref x0, order);
        Vector512<double> lower0 = default, lower1 = default, upper0 = default, upper1 = default;
        for (int column = 0; column < order; column++)
        {
            Vector512<double> lower = Vector512.LoadUnsafe(ref panel);
            Vector512<double> upper = Vector512.LoadUnsafe(ref panel, Lanes.Width);
            Vector512<double> x = Vector512.Create(Unsafe.Add(ref x0, column));
            lower0 += lower * x;
            upper0 += upper * x;
            x = Vector512.Create(Unsafe.Add(ref x1, column));
            lower1 += lower * x;
            upper1 += upper * x;
            panel = ref Unsafe.Add(ref panel, PanelRows);
        }

        ref double result = ref MemoryMarshal.GetReference(results);
        lower0.StoreUnsafe(ref result);
        upper0.StoreUnsafe(ref result, Lanes.Width);
        lower1.StoreUnsafe(ref result, PanelRows);
        upper1.StoreUnsafe(ref result, PanelRows + Lanes.Width);
    }

    // The eight sums and the panel's two vectors fit the registers, and eight chains of additions hide their latency.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ApplyPanelToFour(ref double panel, ReadOnlySpan<double> source, Span<double> results)
    {
        ref double x0 = ref MemoryMarshal.GetReference(source);
        ref double x1 = ref Unsafe.Add(ref x0, order);
        ref double x2 = ref Unsafe.Add(ref x1, order);
        ref double x3 = ref Unsafe.Add(ref x2, order);
        Vector512<double> lower0 = default, lower1 = default, lower2 = default, lower3 = default;
        Vector512<double> upper0 = default, upper1 = default, upper2 = default, upper3 = default;
        for (int column = 0; column < order; column++)
        {
            Vector512<double> lower = Vector512.LoadUnsafe(ref panel);
            Vector512<double> upper = Vector512.LoadUnsafe(ref panel, Lanes.Width);
            Vector512<double> x = Vector512.Create(Unsafe.Add(ref x0, column));
            lower0 += lower * x;
            upper0 += upper * x;
            x = Vector512.Create(Unsafe.Add(ref x1, column));
            lower1 += lower * x;
            upper1 += upper * x;
            x = Vector512.Create(Unsafe.Add(ref x2, column));
            lower2 += lower * x;
            upper2 += upper * x;
            x = Vector512.Create(Unsafe.Add(ref x3, column));
            lower3 += lower * x;
            upper3 += upper * x;
            panel = ref Unsafe.Add(ref panel, PanelRows);
        }

        ref double result = ref MemoryMarshal.GetReference(results);
        lower0.StoreUnsafe(ref result);
        upper0.StoreUnsafe(ref result, Lanes.Width);
        lower1.StoreUnsafe(ref result, PanelRows);
        upper1.StoreUnsafe(ref result, PanelRows + Lanes.Width);
        lower2.StoreUnsafe(ref result, 2 * PanelRows);
        upper2.StoreUnsafe(ref result, 2 * PanelRows + Lanes.Width);
        lower3.StoreUnsafe(ref result, 3 * PanelRows);
        upper3.StoreUnsafe(ref result, 3 * PanelRows + Lanes.Width);
    }
}

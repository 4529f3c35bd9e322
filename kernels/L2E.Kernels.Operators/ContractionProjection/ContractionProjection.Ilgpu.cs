using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>The contraction projection on a device; forward the bits are those of the CPU.</summary>
/// <remarks>Shapes: rowBound r [population]; y and projected [population, dimension], row major. NaN as on the CPU.</remarks>
public static class ContractionProjectionKernels
{
    /// <summary><c>projected_i = y_i rho / max(rho, rowBound_i)</c></summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each row.</remarks>
    /// <param name="rowBound">A bound on each absolute row sum of the map.</param>
    /// <param name="y">The map's output.</param>
    /// <param name="projected">Destination (=); may be <paramref name="y"/>.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="rho">The bound on absolute row sums.</param>
    public static void Forward(ArrayView<float> rowBound, ArrayView<float> y, ArrayView<float> projected, int dimension, float rho)
    {
        int row = Grid.IdxY, d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        long element = (long)row * dimension + d;
        projected[element] = Factor(rowBound[row], rho) * y[element];
    }

    /// <summary>
    /// <c>dy_i = dprojected_i rho / max(rho, r_i)</c>, and <c>drowBound_i = -(rho / r_i^2) sum_d y_id dprojected_id</c> where
    /// <c>r_i &gt; rho</c>, else 0.
    /// </summary>
    /// <remarks>Grid: x has one group of 64, y a group for each row, whose work items add up the row.</remarks>
    /// <param name="rowBound">A bound on each absolute row sum of the map.</param>
    /// <param name="y">The map's output.</param>
    /// <param name="dprojected">Cotangent of projected.</param>
    /// <param name="dy">Destination (=); may be <paramref name="dprojected"/>.</param>
    /// <param name="drowBound">Destination (=).</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="rho">The bound on absolute row sums.</param>
    public static void Backward(
        ArrayView<float> rowBound, ArrayView<float> y, ArrayView<float> dprojected, ArrayView<float> dy, ArrayView<float> drowBound,
        int dimension, float rho)
    {
        int row = Grid.IdxY;
        float bound = rowBound[row], factor = Factor(bound, rho), sum = 0;
        for (int d = Group.IdxX; d < dimension; d += GroupSums.TreeSize)
        {
            long element = (long)row * dimension + d;
            float cotangent = dprojected[element];
            sum = DeviceMath.MultiplyAdd(cotangent, y[element], sum);
            dy[element] = factor * cotangent;
        }

        sum = GroupSums.Tree(SharedMemory.Allocate1D<float>(GroupSums.TreeSize), sum);
        if (Group.IdxX == 0)
            drowBound[row] = CotangentOfBound(bound, rho, factor, sum);
    }

    /// <summary><c>rho / max(rho, r)</c></summary>
    internal static float Factor(float bound, float rho)
    {
        // A NaN bound stays: it is not larger than rho, nor is it equal.
        float largest = bound <= rho ? rho : bound;
        return rho / largest;
    }

    /// <summary><c>-(factor / r) sum</c> where the row is scaled down, else 0; the square of a large bound would overflow.</summary>
    internal static float CotangentOfBound(float bound, float rho, float factor, float sum) => bound <= rho ? 0 : -(factor / bound) * sum;
}

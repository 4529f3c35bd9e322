using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ContractionProjection
{
    /// <summary>
    /// Gradients of <c>sum(projected dprojected)</c>: <c>dy_i = dprojected_i rho / max(rho, r_i)</c>, and
    /// <c>drowBound_i = -(rho / r_i^2) sum_d y_id dprojected_id</c> where <c>r_i &gt; rho</c>, else 0. At <c>r_i = rho</c> the
    /// subgradient 0, that of the rows that are left alone, is used.
    /// </summary>
    /// <param name="population">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">Row bounds, [population].</param>
    /// <param name="y">The map's output before projection, [population, dimension].</param>
    /// <param name="dprojected">Cotangent of the projected output, [population, dimension].</param>
    /// <param name="dy">
    /// Destination (=), [population, dimension]; may be <paramref name="dprojected"/>, else must not overlap an input.
    /// </param>
    /// <param name="drowBound">Destination (=), [population]; must not overlap an input.</param>
    /// <exception cref="ArgumentException">A size, <paramref name="rho"/> or population * dimension is out of range, or a span has the wrong length.</exception>
    public static void Backward(
        int population, int dimension, float rho, ReadOnlySpan<float> rowBound, ReadOnlySpan<float> y, ReadOnlySpan<float> dprojected,
        Span<float> dy, Span<float> drowBound)
    {
        int coordinates = Check(population, dimension, rho, rowBound);
        Guard.Length(y, coordinates, "population * dimension");
        Guard.Length(dprojected, coordinates, "population * dimension");
        Guard.Length<float>(dy, coordinates, "population * dimension");
        Guard.Length<float>(drowBound, population, "population");
        fixed (float* bounds = rowBound, output = y, cotangent = dprojected, doutput = dy, dbounds = drowBound)
            WidestLanes.Run(new BackwardKernel(population, dimension, rho, bounds, output, cotangent, doutput, dbounds));
    }

    private readonly struct BackwardKernel(
        int population, int dimension, float rho, float* rowBound, float* y, float* dprojected, float* dy, float* drowBound)
        : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < population; i++)
            {
                int row = i * dimension;
                float bound = rowBound[i], factor = rho / MathF.Max(rho, bound);
                TLanes scale = TLanes.Broadcast(factor), sum = TLanes.Broadcast(0);
                for (int d = 0; d < dimension; d += TLanes.Count)
                {
                    TLanes cotangent = Lanes.Load<TLanes>(dprojected + row + d, dimension - d);
                    sum = TLanes.MultiplyAdd(cotangent, Lanes.Load<TLanes>(y + row + d, dimension - d), sum);
                    Lanes.Store(scale * cotangent, dy + row + d, dimension - d);
                }

                // factor / bound rather than rho / bound^2: the square of a large bound would overflow.
                drowBound[i] = bound <= rho ? 0 : -(factor / bound) * TLanes.Sum(sum);
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ContractionProjection
{
    /// <summary><c>projected_i = y_i rho / max(rho, rowBound_i)</c></summary>
    /// <param name="population">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="projected">
    /// Destination (=), [population, dimension]; may be <paramref name="y"/>, else must not overlap an input.
    /// </param>
    /// <exception cref="ArgumentException">A size, <paramref name="rho"/> or population * dimension is out of range, or a span has the wrong length.</exception>
    public static void Forward(
        int population, int dimension, float rho, ReadOnlySpan<float> rowBound, ReadOnlySpan<float> y, Span<float> projected)
    {
        int coordinates = Check(population, dimension, rho, rowBound);
        Guard.Length(y, coordinates, "population * dimension");
        Guard.Length<float>(projected, coordinates, "population * dimension");
        fixed (float* bounds = rowBound, source = y, destination = projected)
            WidestLanes.Run(new ForwardKernel(population, dimension, rho, bounds, source, destination));
    }

    /// <summary><c>rho / max(rho, bound)</c>, without a branch, which would be taken at random from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Scale<TLanes>(float rho, float bound)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Broadcast(rho) / TLanes.Max(TLanes.Broadcast(rho), TLanes.Broadcast(bound));

    private readonly struct ForwardKernel(
        int population, int dimension, float rho, float* rowBound, float* y, float* projected) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int width = dimension;
            for (int i = 0; i < population; i++)
            {
                TLanes scale = Scale<TLanes>(rho, rowBound[i]);
                float* source = y + i * width, destination = projected + i * width;
                int d = 0;
                for (; d <= width - 2 * TLanes.Count; d += 2 * TLanes.Count)
                {
                    TLanes first = scale * TLanes.Load(source + d), second = scale * TLanes.Load(source + d + TLanes.Count);
                    first.Store(destination + d);
                    second.Store(destination + d + TLanes.Count);
                }

                for (; d < width; d += TLanes.Count)
                    Lanes.Store(scale * Lanes.Load<TLanes>(source + d, width - d), destination + d, width - d);
            }
        }
    }
}

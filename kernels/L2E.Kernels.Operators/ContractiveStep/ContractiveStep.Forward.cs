using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ContractiveStep
{
    /// <summary><c>next_i = clamp((1 - relaxation_i) D_i + relaxation_i y_i rho / max(rho, rowBound_i), lower, upper)</c></summary>
    /// <param name="population">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="lower">Lower ends of the box, [dimension]; empty for none.</param>
    /// <param name="upper">Upper ends of the box, [dimension]; empty for none.</param>
    /// <param name="next">
    /// Destination (=), [population, dimension]; may be <paramref name="D"/> or <paramref name="y"/>, else must not overlap an input.
    /// </param>
    /// <exception cref="ArgumentException">A size, <paramref name="rho"/> or population * dimension is out of range, or a span has the wrong length.</exception>
    public static void Forward(
        int population, int dimension, float rho, ReadOnlySpan<float> rowBound, ReadOnlySpan<float> relaxation, ReadOnlySpan<float> D,
        ReadOnlySpan<float> y, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, Span<float> next)
    {
        int coordinates = Check(population, dimension, rho, rowBound, relaxation, D, y, lower, upper);
        Guard.Length<float>(next, coordinates, "population * dimension");
        fixed (float* bounds = rowBound, relaxations = relaxation, current = D, output = y, low = lower, high = upper, destination = next)
        {
            WidestLanes.Run(new ForwardKernel(
                population, dimension, rho, bounds, relaxations, current, output, low, high, destination));
        }
    }

    private readonly struct ForwardKernel(
        int population, int dimension, float rho, float* rowBound, float* relaxation, float* D, float* y, float* lower, float* upper,
        float* next) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            if (population * dimension < CacheLine.LeastAround && lower != null)
                RunNear<TLanes>();
            else
                RunFar<TLanes>();
        }

        /// <summary>With a box, on what a near cache holds: nothing need be asked for ahead, and nothing goes around it.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void RunNear<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int width = dimension;
            float* low = lower, high = upper;
            for (int i = 0; i < population; i++)
            {
                TLanes weight = TLanes.Broadcast(relaxation[i]) * ContractionProjection.Scale<TLanes>(rho, rowBound[i]);
                TLanes rest = TLanes.Broadcast(1 - relaxation[i]);
                float* current = D + i * width, output = y + i * width, destination = next + i * width;
                int d = 0;
                for (; d <= width - 2 * TLanes.Count; d += 2 * TLanes.Count)
                {
                    int e = d + TLanes.Count;
                    TLanes first = Average(weight, rest, TLanes.Load(current + d), TLanes.Load(output + d));
                    TLanes second = Average(weight, rest, TLanes.Load(current + e), TLanes.Load(output + e));
                    first = TLanes.Min(TLanes.Load(high + d), TLanes.Max(TLanes.Load(low + d), first));
                    second = TLanes.Min(TLanes.Load(high + e), TLanes.Max(TLanes.Load(low + e), second));
                    first.Store(destination + d);
                    second.Store(destination + e);
                }

                for (; d < width; d += TLanes.Count)
                    FinishRow(weight, rest, i * width + d, d, Math.Min(TLanes.Count, width - d));
            }
        }

        [MethodImpl(LaneLoop.Options)]
        private void RunFar<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int tile = lower == null ? Math.Max(1, dimension) : TileWidth;
            // What is written in place is in a cache already.
            bool isInPlace = next == D || next == y;
            bool aroundCaches = TLanes.Count == CacheLine.Floats && population * dimension >= CacheLine.LeastAround && !isInPlace
                && (nint)next % sizeof(float) == 0;
            for (int first = 0; first < dimension; first += tile)
            {
                int width = Math.Min(tile, dimension - first);
                for (int i = 0; i < population; i++)
                {
                    TLanes weight = TLanes.Broadcast(relaxation[i]) * ContractionProjection.Scale<TLanes>(rho, rowBound[i]);
                    TLanes rest = TLanes.Broadcast(1 - relaxation[i]);
                    int row = i * dimension + first, d = 0;
                    if (aroundCaches)
                    {
                        d = Math.Min(width, (int)(CacheLine.Align(next + row) - (next + row)));
                        FinishRow(weight, rest, row, first, d);
                    }

                    float* current = D + row, output = y + row, destination = next + row;
                    if (lower == null)
                    {
                        for (; d <= width - TLanes.Count; d += TLanes.Count)
                            Store(Average(weight, rest, TLanes.Load(current + d), TLanes.Load(output + d)), destination + d, aroundCaches);
                    }
                    else
                    {
                        // To the same columns of the next row, or to the next tile of the first one: memory is asked for them meanwhile.
                        nint ahead = i + 1 < population ? dimension : tile - (nint)(population - 1) * dimension;
                        float* low = lower + first, high = upper + first, currentAhead = current + ahead, outputAhead = output + ahead;
                        for (; d <= width - TLanes.Count; d += TLanes.Count)
                        {
                            CacheLine.Prefetch(currentAhead + d);
                            CacheLine.Prefetch(outputAhead + d);
                            TLanes average = Average(weight, rest, TLanes.Load(current + d), TLanes.Load(output + d));
                            average = TLanes.Min(TLanes.Load(high + d), TLanes.Max(TLanes.Load(low + d), average));
                            Store(average, destination + d, aroundCaches);
                        }
                    }

                    FinishRow(weight, rest, row + d, first + d, width - d);
                }
            }

            if (aroundCaches)
                CacheLine.Fence();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store<TLanes>(TLanes value, float* destination, bool aroundCaches)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            if (aroundCaches)
                value.StoreNonTemporal(destination);
            else
                value.Store(destination);
        }

        /// <summary>What is left of a row, less than a register.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void FinishRow<TLanes>(TLanes weight, TLanes rest, int element, int coordinate, int count)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            if (count == 0)
                return;
            TLanes average = Average(weight, rest, TLanes.LoadPartial(D + element, count), TLanes.LoadPartial(y + element, count));
            if (lower != null)
            {
                average = TLanes.Max(TLanes.LoadPartial(lower + coordinate, count), average);
                average = TLanes.Min(TLanes.LoadPartial(upper + coordinate, count), average);
            }

            average.StorePartial(next + element, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Average<TLanes>(TLanes weight, TLanes rest, TLanes current, TLanes output)
            where TLanes : unmanaged, ILanes<TLanes> => TLanes.MultiplyAdd(weight, output, rest * current);
    }
}

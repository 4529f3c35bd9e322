using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class KrasnoselskiiMann
{
    /// <summary><c>next_i = (1 - relaxation_i) D_i + relaxation_i Y_i</c></summary>
    /// <param name="population">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="Y">The operator's points, [population, dimension].</param>
    /// <param name="next">
    /// Destination (=), [population, dimension]; may be <paramref name="D"/> or <paramref name="Y"/>, else must not overlap an input.
    /// </param>
    /// <exception cref="ArgumentException">A size or population * dimension is out of range, or a span has the wrong length.</exception>
    public static void Forward(
        int population, int dimension, ReadOnlySpan<float> relaxation, ReadOnlySpan<float> D, ReadOnlySpan<float> Y, Span<float> next)
    {
        int coordinates = Check(population, dimension, relaxation);
        Guard.Length(D, coordinates, "population * dimension");
        Guard.Length(Y, coordinates, "population * dimension");
        Guard.Length<float>(next, coordinates, "population * dimension");
        fixed (float* relaxations = relaxation, current = D, proposed = Y, destination = next)
            WidestLanes.Run(new ForwardKernel(population, dimension, relaxations, current, proposed, destination));
    }

    private readonly struct ForwardKernel(
        int population, int dimension, float* relaxation, float* D, float* Y, float* next) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int width = dimension;
            for (int i = 0; i < population; i++)
            {
                TLanes weight = TLanes.Broadcast(relaxation[i]), rest = TLanes.Broadcast(1 - relaxation[i]);
                float* current = D + i * width, proposed = Y + i * width, destination = next + i * width;
                int d = 0;
                for (; d <= width - 2 * TLanes.Count; d += 2 * TLanes.Count)
                {
                    int e = d + TLanes.Count;
                    TLanes first = TLanes.MultiplyAdd(weight, TLanes.Load(proposed + d), rest * TLanes.Load(current + d));
                    TLanes second = TLanes.MultiplyAdd(weight, TLanes.Load(proposed + e), rest * TLanes.Load(current + e));
                    first.Store(destination + d);
                    second.Store(destination + e);
                }

                for (; d < width; d += TLanes.Count)
                {
                    TLanes kept = rest * Lanes.Load<TLanes>(current + d, width - d);
                    TLanes result = TLanes.MultiplyAdd(weight, Lanes.Load<TLanes>(proposed + d, width - d), kept);
                    Lanes.Store(result, destination + d, width - d);
                }
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class KrasnoselskiiMann
{
    /// <summary>
    /// Gradients of <c>sum(next dnext)</c>: <c>drelaxation_i = sum_d dnext_id (Y_id - D_id)</c>,
    /// <c>dD_i = (1 - relaxation_i) dnext_i</c>, <c>dY_i = relaxation_i dnext_i</c>.
    /// </summary>
    /// <param name="population">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="Y">The operator's points, [population, dimension].</param>
    /// <param name="dnext">Cotangent of next, [population, dimension].</param>
    /// <param name="drelaxation">Destination (=), [population]; must not overlap an input.</param>
    /// <param name="dD">Destination (=), [population, dimension]; may be <paramref name="dnext"/>, else must not overlap an input.</param>
    /// <param name="dY">
    /// Destination (=), [population, dimension]; may be <paramref name="dnext"/> when <paramref name="dD"/> is not, else must not
    /// overlap an input.
    /// </param>
    /// <exception cref="ArgumentException">A size or population * dimension is out of range, or a span has the wrong length.</exception>
    public static void Backward(
        int population, int dimension, ReadOnlySpan<float> relaxation, ReadOnlySpan<float> D, ReadOnlySpan<float> Y,
        ReadOnlySpan<float> dnext, Span<float> drelaxation, Span<float> dD, Span<float> dY)
    {
        int coordinates = Check(population, dimension, relaxation);
        Guard.Length(D, coordinates, "population * dimension");
        Guard.Length(Y, coordinates, "population * dimension");
        Guard.Length(dnext, coordinates, "population * dimension");
        Guard.Length<float>(drelaxation, population, "population");
        Guard.Length<float>(dD, coordinates, "population * dimension");
        Guard.Length<float>(dY, coordinates, "population * dimension");
        fixed (float* relaxations = relaxation, current = D, proposed = Y, cotangent = dnext)
        fixed (float* drelaxations = drelaxation, dcurrent = dD, dproposed = dY)
        {
            WidestLanes.Run(new BackwardKernel(
                population, dimension, relaxations, current, proposed, cotangent, drelaxations, dcurrent, dproposed));
        }
    }

    private readonly struct BackwardKernel(
        int population, int dimension, float* relaxation, float* D, float* Y, float* dnext, float* drelaxation, float* dD, float* dY)
        : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < population; i++)
            {
                int row = i * dimension;
                TLanes weight = TLanes.Broadcast(relaxation[i]), rest = TLanes.Broadcast(1 - relaxation[i]), sum = TLanes.Broadcast(0);
                for (int d = 0; d < dimension; d += TLanes.Count)
                {
                    int element = row + d, remaining = dimension - d;
                    TLanes cotangent = Lanes.Load<TLanes>(dnext + element, remaining);
                    TLanes difference = Lanes.Load<TLanes>(Y + element, remaining) - Lanes.Load<TLanes>(D + element, remaining);
                    sum = TLanes.MultiplyAdd(cotangent, difference, sum);
                    Lanes.Store(rest * cotangent, dD + element, remaining);
                    Lanes.Store(weight * cotangent, dY + element, remaining);
                }

                drelaxation[i] = TLanes.Sum(sum);
            }
        }
    }
}

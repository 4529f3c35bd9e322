using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ContractiveStep
{
    /// <summary>Gradients of <c>sum(next dnext)</c>; <c>ContractiveStep.md</c> derives them.</summary>
    /// <param name="population">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="lower">Lower ends of the box, [dimension]; empty for none.</param>
    /// <param name="upper">Upper ends of the box, [dimension]; empty for none.</param>
    /// <param name="dnext">Cotangent of next, [population, dimension].</param>
    /// <param name="drowBound">Destination (=), [population]; must not overlap an input.</param>
    /// <param name="drelaxation">Destination (=), [population]; must not overlap an input.</param>
    /// <param name="dD">Destination (=), [population, dimension]; may be <paramref name="dnext"/>, else must not overlap an input.</param>
    /// <param name="dy">
    /// Destination (=), [population, dimension]; may be <paramref name="dnext"/> when <paramref name="dD"/> is not, else must not
    /// overlap an input.
    /// </param>
    /// <exception cref="ArgumentException">A size, <paramref name="rho"/> or population * dimension is out of range, or a span has the wrong length.</exception>
    public static void Backward(
        int population, int dimension, float rho, ReadOnlySpan<float> rowBound, ReadOnlySpan<float> relaxation, ReadOnlySpan<float> D,
        ReadOnlySpan<float> y, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, ReadOnlySpan<float> dnext, Span<float> drowBound,
        Span<float> drelaxation, Span<float> dD, Span<float> dy)
    {
        int coordinates = Check(population, dimension, rho, rowBound, relaxation, D, y, lower, upper);
        Guard.Length(dnext, coordinates, "population * dimension");
        Guard.Length<float>(drowBound, population, "population");
        Guard.Length<float>(drelaxation, population, "population");
        Guard.Length<float>(dD, coordinates, "population * dimension");
        Guard.Length<float>(dy, coordinates, "population * dimension");
        fixed (float* bounds = rowBound, relaxations = relaxation, current = D, output = y, low = lower, high = upper, cotangent = dnext)
        fixed (float* dbounds = drowBound, drelaxations = drelaxation, dcurrent = dD, doutput = dy)
        {
            WidestLanes.Run(new BackwardKernel(
                population, dimension, rho, bounds, relaxations, current, output, low, high, cotangent, dbounds, drelaxations, dcurrent,
                doutput));
        }
    }

    private readonly struct BackwardKernel(
        int population, int dimension, float rho, float* rowBound, float* relaxation, float* D, float* y, float* lower, float* upper,
        float* dnext, float* drowBound, float* drelaxation, float* dD, float* dy) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < population; i++)
            {
                float bound = rowBound[i], factor = rho / MathF.Max(rho, bound);
                TLanes scale = TLanes.Broadcast(factor), weight = TLanes.Broadcast(relaxation[i] * factor);
                TLanes rest = TLanes.Broadcast(1 - relaxation[i]), outputSum = TLanes.Broadcast(0), differenceSum = outputSum;
                for (int d = 0; d < dimension; d += TLanes.Count)
                {
                    int element = i * dimension + d, remaining = dimension - d;
                    TLanes current = Lanes.Load<TLanes>(D + element, remaining), output = Lanes.Load<TLanes>(y + element, remaining);
                    TLanes cotangent = Lanes.Load<TLanes>(dnext + element, remaining);
                    if (lower != null)
                    {
                        TLanes average = TLanes.MultiplyAdd(weight, output, rest * current);
                        TLanes outside = TLanes.LessThan(average, Lanes.Load<TLanes>(lower + d, remaining));
                        outside |= TLanes.LessThan(Lanes.Load<TLanes>(upper + d, remaining), average);
                        cotangent = TLanes.Select(outside, TLanes.Broadcast(0), cotangent);
                    }

                    outputSum = TLanes.MultiplyAdd(cotangent, output, outputSum);
                    differenceSum = TLanes.MultiplyAdd(cotangent, scale * output - current, differenceSum);
                    Lanes.Store(rest * cotangent, dD + element, remaining);
                    Lanes.Store(weight * cotangent, dy + element, remaining);
                }

                drelaxation[i] = TLanes.Sum(differenceSum);
                // factor / bound rather than rho / bound^2: the square of a large bound would overflow.
                drowBound[i] = bound <= rho ? 0 : -(relaxation[i] * factor / bound) * TLanes.Sum(outputSum);
            }
        }
    }
}

using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace L2E.Kernels;

/// <summary>
/// What has been seen along each coordinate: places in ascending order, and by how much the objective was larger there than at the elite.
/// Where the objective is a sum over coordinates, that stays true wherever the elite goes in the others.
/// </summary>
/// <remarks>
/// Source of <see cref="FindEasiest"/>: Swarzberg, Seront, Bersini, S.T.E.P.: the easiest way to optimize a function, 1994.
/// </remarks>
internal sealed class CoordinateSamples : IStateful
{
    // By how much a new place must be better than the best, as a part of how much worse the places seen are in the mean.
    private const double LeastImprovement = 0.01;
    private const double NarrowestInterval = 1e-6;

    // The same place comes back with other last bits.
    private const double SamePlace = 1e-12;

    private readonly int capacity;
    private readonly int[] counts;
    private readonly double[] places, excess, roots;

    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="capacity">How many places of each coordinate are kept; further ones are not.</param>
    public CoordinateSamples(int dimension, int capacity)
    {
        this.capacity = capacity;
        counts = new int[dimension];
        places = new double[checked(dimension * capacity)];
        excess = new double[places.Length];
        roots = new double[capacity];
    }

    public void Reset() => Array.Clear(counts);

    public int GetCount(int coordinate) => counts[coordinate];

    /// <summary>Takes note of where the elite is: what is kept is relative to it from now on, if the place had been seen before.</summary>
    public void PlaceElite(int coordinate, double place)
    {
        int k = Find(coordinate, place);
        if (!IsAt(coordinate, k, place))
        {
            Add(coordinate, place, 0);
            return;
        }

        Span<double> values = excess.AsSpan(coordinate * capacity, counts[coordinate]);
        TensorPrimitives.Subtract(values, values[k], values);
    }

    /// <summary>Keeps what was seen at a place, if there is room.</summary>
    public void Add(int coordinate, double place, double value)
    {
        int count = counts[coordinate], origin = coordinate * capacity, k = Find(coordinate, place);
        if (!IsAt(coordinate, k, place))
        {
            if (count == capacity)
                return;
            places.AsSpan(origin + k, count - k).CopyTo(places.AsSpan(origin + k + 1));
            excess.AsSpan(origin + k, count - k).CopyTo(excess.AsSpan(origin + k + 1));
            places[origin + k] = place;
            counts[coordinate]++;
        }

        excess[origin + k] = value;
    }

    /// <summary>
    /// The middles of the two intervals between places seen (and the ends) in which something better is easiest to imagine: where the
    /// parabola through both ends that comes down to it is flattest.
    /// </summary>
    public (double First, double Second) FindEasiest(int coordinate, double low, double high)
    {
        int count = counts[coordinate];
        ReadOnlySpan<double> at = places.AsSpan(coordinate * capacity, count), values = excess.AsSpan(coordinate * capacity, count);
        double least = TensorPrimitives.Min(values), sum = 0;
        foreach (double value in values)
            sum += value;
        double aim = least - LeastImprovement * Math.Max(sum / count - least, double.Epsilon);
        Span<double> heights = roots.AsSpan(0, count);
        TensorPrimitives.Subtract(values, aim, heights);
        TensorPrimitives.Sqrt(heights, heights);

        // An end of the box has not been seen: it is taken to be as high as the place next to it.
        TwoEasiest easiest = new(at[0]);
        easiest.Offer(low, at[0], 2 * heights[0]);
        for (int k = 1; k < count; k++)
            easiest.Offer(at[k - 1], at[k], heights[k - 1] + heights[k]);
        easiest.Offer(at[count - 1], high, 2 * heights[count - 1]);
        return (easiest.First, easiest.Second);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = state.NextIndex(counts[i], 0, capacity);
            state.Next(places.AsSpan(i * capacity, counts[i]));
            state.Next(excess.AsSpan(i * capacity, counts[i]));
        }
    }

    private bool IsAt(int coordinate, int k, double place) =>
        k < counts[coordinate] && places[coordinate * capacity + k] <= place + SamePlace;

    /// <summary>Which place kept is the first that is not below the given one, or the same.</summary>
    private int Find(int coordinate, double place)
    {
        int k = places.AsSpan(coordinate * capacity, counts[coordinate]).BinarySearch(place - SamePlace);
        return k < 0 ? ~k : k;
    }

    /// <summary>The middles of the two intervals of those offered that have the flattest parabolas.</summary>
    private struct TwoEasiest(double place)
    {
        private double firstSteepness = double.PositiveInfinity, secondSteepness = double.PositiveInfinity;

        public double First { get; private set; } = place;

        public double Second { get; private set; } = place;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Offer(double left, double right, double sumOfRoots)
        {
            double width = right - left;
            if (!(width > NarrowestInterval))
                return;
            // The square root of the parabola's coefficient.
            double steepness = sumOfRoots / width;
            if (!(steepness < secondSteepness))
                return;
            (Second, secondSteepness) = (0.5 * (left + right), steepness);
            if (steepness < firstSteepness)
                (First, firstSteepness, Second, secondSteepness) = (Second, secondSteepness, First, firstSteepness);
        }
    }
}

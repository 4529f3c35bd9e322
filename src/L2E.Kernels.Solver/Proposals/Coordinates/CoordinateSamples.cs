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
    private readonly double[] places, excess;

    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="capacity">How many places of each coordinate are kept; further ones are not.</param>
    public CoordinateSamples(int dimension, int capacity)
    {
        this.capacity = capacity;
        counts = new int[dimension];
        places = new double[checked(dimension * capacity)];
        excess = new double[places.Length];
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
        double change = values[k];
        foreach (ref double value in values)
            value -= change;
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
        double least = double.PositiveInfinity, sum = 0;
        foreach (double value in values)
        {
            least = Math.Min(least, value);
            sum += value;
        }

        double aim = least - LeastImprovement * Math.Max(sum / count - least, double.Epsilon);
        (double Steepness, double Place) first = (double.PositiveInfinity, at[0]), second = first;
        for (int k = 0; k <= count; k++)
        {
            double left = k == 0 ? low : at[k - 1], right = k == count ? high : at[k];
            if (!(right - left > NarrowestInterval))
                continue;
            // An end of the box has not been seen: it is taken to be as high as the place next to it.
            double leftExcess = values[Math.Max(k - 1, 0)] - aim, rightExcess = values[Math.Min(k, count - 1)] - aim;
            // The square root of the parabola's coefficient.
            double steepness = (Math.Sqrt(leftExcess) + Math.Sqrt(rightExcess)) / (right - left), middle = 0.5 * (left + right);
            if (steepness < first.Steepness)
                (first, second) = ((steepness, middle), first);
            else if (steepness < second.Steepness)
                second = (steepness, middle);
        }

        return (first.Place, second.Place);
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
}

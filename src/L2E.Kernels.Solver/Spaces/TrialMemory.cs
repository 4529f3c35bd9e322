using System.Numerics;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// The trials of a run in a parameter space, by their values: different points may have the same ones, where a parameter is no real number
/// or not active. What was tried need not be tried again.
/// </summary>
internal sealed class TrialMemory : IStateful
{
    // A trial is seldom cheap where there are that many; the first ones stay.
    private const int LargestCapacity = 1 << 16;

    private readonly ParameterSpace space;
    private readonly ParameterValue[] values;
    private readonly int capacity, valueLength, resultLength;
    private readonly double[] trials, results, sought, other;

    // Where a trial is, plus 1, at the first free place from its hash on.
    private readonly int[] places;

    /// <param name="space">The space.</param>
    /// <param name="constraintCount">How many numbers a trial gives besides its fitness.</param>
    /// <param name="budget">How many trials there are at most.</param>
    public TrialMemory(ParameterSpace space, int constraintCount, long budget)
    {
        this.space = space;
        capacity = (int)Math.Min(budget, LargestCapacity);
        valueLength = space.Parameters.Count;
        resultLength = 1 + constraintCount;
        values = new ParameterValue[valueLength];
        (sought, other) = (new double[valueLength], new double[valueLength]);
        trials = new double[checked(capacity * valueLength)];
        results = new double[checked(capacity * resultLength)];
        places = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * capacity))];
    }

    /// <summary>Number of trials that are kept.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        Array.Clear(places);
    }

    /// <summary>The trial with the values at a point; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<double> point)
    {
        Read(point, sought);
        return places[PlaceOf(sought)] - 1;
    }

    /// <summary>The first of some points, before one of them, that has the same values; -1 if there is none.</summary>
    public int FindAmong(ReadOnlySpan2D<double> points, int index)
    {
        Read(points.GetRowSpan(index), sought);
        for (int row = 0; row < index; row++)
        {
            Read(points.GetRowSpan(row), other);
            if (sought.AsSpan().SequenceEqual(other))
                return row;
        }

        return -1;
    }

    /// <summary>Keeps a trial, if there is room and it is not there.</summary>
    /// <param name="point">Its point.</param>
    /// <param name="fitness">What came of it; +infinity where it failed.</param>
    /// <param name="constraints">Its constraints.</param>
    public void Add(ReadOnlySpan<double> point, double fitness, ReadOnlySpan<double> constraints)
    {
        Read(point, sought);
        int place = PlaceOf(sought);
        if (Count == capacity || places[place] != 0)
            return;
        sought.CopyTo(trials, Count * valueLength);
        results[Count * resultLength] = fitness;
        constraints.CopyTo(results.AsSpan(Count * resultLength + 1));
        places[place] = ++Count;
    }

    /// <summary>The fitness of a trial.</summary>
    public double GetFitness(int trial) => results[trial * resultLength];

    /// <summary>The constraints of a trial.</summary>
    public ReadOnlySpan<double> GetConstraints(int trial) => results.AsSpan(trial * resultLength + 1, resultLength - 1);

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        Count = state.NextIndex(Count, 0, capacity);
        state.Next(trials.AsSpan(0, Count * valueLength));
        state.Next(results.AsSpan(0, Count * resultLength));
        if (!state.IsReading)
            return;
        Array.Clear(places);
        for (int trial = 0; trial < Count; trial++)
            places[PlaceOf(trials.AsSpan(trial * valueLength, valueLength))] = trial + 1;
    }

    private void Read(ReadOnlySpan<double> point, Span<double> numbers)
    {
        space.Decode(point, values);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = values[i] == ParameterValue.None ? double.NegativeInfinity : space.Parameters[i].NumberOf(values[i]);
    }

    /// <summary>Where the values are, or would be.</summary>
    private int PlaceOf(ReadOnlySpan<double> wanted)
    {
        ulong hash = 0;
        foreach (double value in wanted)
            hash = (ulong.RotateLeft(hash, 5) ^ BitConverter.DoubleToUInt64Bits(value)) * 0x9E3779B97F4A7C15;
        int place = (int)(hash >> 32) & (places.Length - 1);
        while (places[place] != 0 && !wanted.SequenceEqual(trials.AsSpan((places[place] - 1) * valueLength, valueLength)))
            place = (place + 1) & (places.Length - 1);
        return place;
    }
}

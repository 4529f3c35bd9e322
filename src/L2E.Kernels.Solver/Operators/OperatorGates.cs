using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>What an <see cref="IEvolutionOperator"/> writes for a generation, or its cotangents; N individuals by rank, n states.</summary>
public readonly ref struct OperatorGates
{
    /// <summary>Divides a buffer.</summary>
    /// <param name="population">Individuals N, at least 1.</param>
    /// <param name="states">States n, at least 1.</param>
    /// <param name="buffer">At least <see cref="GetLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the buffer is too short.</exception>
    public OperatorGates(int population, int states, Span<float> buffer)
    {
        Guard.MinimumLength<float>(buffer, GetLength(population, states), "GetLength(population, states)");
        int first = 0;
        Delta = Take(buffer, population);
        Decay = Take(buffer, states);
        InputGates = Take(buffer, population * states);
        OutputGates = Take(buffer, population * states);
        RowBound = Take(buffer, population);
        IndividualOutputs = Take(buffer, population * GateNetwork.IndividualOutputs);
        GlobalOutputs = Take(buffer, GateNetwork.GlobalOutputs);

        Span<float> Take(Span<float> from, int length)
        {
            first += length;
            return from.Slice(first - length, length);
        }
    }

    /// <summary>Step sizes of the scan, <c>[N]</c>, not negative.</summary>
    public Span<float> Delta { get; }

    /// <summary>Decay rates, <c>[n]</c>, positive.</summary>
    public Span<float> Decay { get; }

    /// <summary>B, <c>[N, n]</c>.</summary>
    public Span<float> InputGates { get; }

    /// <summary>C, <c>[N, n]</c>.</summary>
    public Span<float> OutputGates { get; }

    /// <summary>Bounds of the absolute row sums of the scan, <c>[N]</c>.</summary>
    public Span<float> RowBound { get; }

    /// <summary>i0 and i1 of each individual, <c>[N, 2]</c>.</summary>
    public Span<float> IndividualOutputs { get; }

    /// <summary>g, <c>[8]</c>.</summary>
    public Span<float> GlobalOutputs { get; }

    /// <summary>Floats of a buffer.</summary>
    /// <param name="population">Individuals N, at least 1.</param>
    /// <param name="states">States n, at least 1.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public static int GetLength(int population, int states)
    {
        Guard.AtLeast(population, 1);
        Guard.AtLeast(states, 1);
        return Guard.Elements(
            "buffer", "population * (2 states + 4) + states + 8",
            (ulong)population * (2 * (ulong)states + 2 + GateNetwork.IndividualOutputs) + (ulong)states + GateNetwork.GlobalOutputs);
    }
}

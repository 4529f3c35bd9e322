namespace L2E.Kernels;

/// <summary>
/// Which candidates of a batch in a parameter space have the values of a trial that was made, or of another candidate of the batch: they
/// are not evaluated, and get its result.
/// </summary>
internal sealed class RecalledBatch(ParameterSpace space, int constraintCount, long budget, int rows) : IStateful
{
    // Where a row's result comes from, besides another row of the batch.
    private const int Evaluation = -1, Memory = -2;

    private readonly TrialMemory memory = new(space, constraintCount, budget);
    private readonly int[] sources = new int[rows];
    private bool isRepeatable;

    /// <summary>How many candidates of the batch are not evaluated.</summary>
    public int Count { get; private set; }

    /// <summary>How many of all batches were not.</summary>
    public long Total { get; private set; }

    /// <summary>How many since the last one that was.</summary>
    public long InARow { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        memory.Clear();
        Array.Fill(sources, Evaluation);
        Count = 0;
        Total = InARow = 0;
        isRepeatable = true;
    }

    /// <summary>Begins a batch, cut where the evaluations do not suffice, and tells what is known of it.</summary>
    /// <param name="tile">The batch.</param>
    /// <param name="told">Its values.</param>
    /// <param name="constrained">Its constraints, if there are any.</param>
    /// <param name="remaining">How many of it can be evaluated.</param>
    /// <param name="twice">A point that is evaluated again where it comes again, to see whether its value repeats; or empty.</param>
    public void Begin(CandidateTile tile, BatchFitness told, ConstrainedBatch? constrained, long remaining, ReadOnlySpan<double> twice)
    {
        Count = 0;
        for (int row = 0; row < tile.Count; row++)
        {
            bool recalls = isRepeatable && !tile.Points.GetRowSpan(row).SequenceEqual(twice);
            int trial = recalls ? memory.Find(tile.Points.GetRowSpan(row)) : -1;
            sources[row] = trial >= 0 ? Memory : recalls ? memory.FindAmong(tile.Points, row) : Evaluation;
            if (sources[row] != Evaluation)
            {
                Count++;
            }
            else if (row - Count == remaining)
            {
                tile.Keep(row);
                break;
            }

            if (trial < 0)
                continue;
            told.Set(row, memory.GetFitness(trial));
            if (constrained is not null)
                memory.GetConstraints(trial).CopyTo(constrained.GetValues(row));
        }

        told.Begin(tile.Count);
        for (int row = 0; row < tile.Count; row++)
        {
            if (sources[row] != Evaluation)
                told.Mark(row);
        }

        Total += Count;
        InARow = Count == tile.Count ? InARow + Count : 0;
    }

    /// <summary>Gives the others the results of those that were evaluated, and remembers these.</summary>
    /// <param name="tile">The batch.</param>
    /// <param name="told">Its values, all of them told.</param>
    /// <param name="constrained">Its constraints, if there are any.</param>
    public void Complete(CandidateTile tile, BatchFitness told, ConstrainedBatch? constrained)
    {
        if (!isRepeatable)
            return;
        ReadOnlySpan<double> values = told.Values;
        for (int row = 0; row < values.Length; row++)
        {
            int source = sources[row];
            if (source >= 0)
            {
                told.Set(row, values[source]);
                constrained?.GetValues(source).CopyTo(constrained.GetValues(row));
            }
            else if (source == Evaluation)
            {
                memory.Add(tile.Points.GetRowSpan(row), values[row], constrained is null ? default : constrained.GetValues(row));
            }
        }
    }

    /// <summary>Values do not repeat: nothing is recalled any more.</summary>
    public void GiveUp() => isRepeatable = false;

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        memory.Transfer(state);
        for (int row = 0; row < rows; row++)
            sources[row] = state.NextIndex(sources[row], Memory, row - 1);
        Count = state.NextIndex(Count, 0, rows);
        Total = state.Next(Total);
        InARow = state.Next(InARow);
        isRepeatable = state.Next(isRepeatable);
    }
}

namespace L2E.Kernels;

public sealed partial class Engine
{
    /// <summary>
    /// Writes all of the run's state, in the middle of a batch too: a run that goes on from it is the same, bit for bit, as the one that
    /// was never interrupted.
    /// </summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <param name="problem">What the problem is called, for <see cref="Restore"/> to compare.</param>
    public void Save(Stream destination, string problem)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(problem);
        SnapshotFile.Write(destination, new SnapshotIdentity(problem, options, tile.Capacity), StateTransfer.Write(this).Span);
    }

    /// <summary>
    /// Writes a snapshot to a file, whole or not at all: to a temporary file beside it, which is written to the disk and then takes its
    /// name. Whatever happens meanwhile, the last snapshot or this one is there.
    /// </summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="problem">What the problem is called.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path, string problem)
    {
        string temporary = $"{Path.GetFullPath(path)}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                Save(file, problem);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Goes on from a snapshot of a run of the same problem with the same options; the start may differ.</summary>
    /// <param name="source">The snapshot, read to its end; left open.</param>
    /// <param name="problem">What the problem is called.</param>
    /// <exception cref="InvalidDataException">
    /// It is no snapshot, of another version, truncated, altered, or of another run; nothing has changed.
    /// </exception>
    public void Restore(Stream source, string problem)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(problem);
        ReadOnlyMemory<byte> state = SnapshotFile.Read(source, new SnapshotIdentity(problem, options, tile.Capacity));
        ReadOnlyMemory<byte> present = StateTransfer.Write(this);
        try
        {
            StateTransfer.Read(this, state);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            // Only a state that was made up gets here: the checksum is right. Lengths that do not go together are found by spans.
            StateTransfer.Read(this, present);
            throw StateTransfer.Malformed();
        }
    }

    /// <inheritdoc />
    void IStateful.Transfer(StateTransfer state)
    {
        iterating = proposals[state.NextIndex(Array.IndexOf(proposals, iterating), 0, proposals.Length - 1)];
        current = proposals[state.NextIndex(Array.IndexOf(proposals, current), 0, proposals.Length - 1)];
        iterationStart = state.Next(iterationStart);
        progressEvaluations = state.Next(progressEvaluations);
        progressFitness = state.Next(progressFitness);
        bestIndex = state.Next(bestIndex);
        NonFinite = state.Next(NonFinite);
        GradientEvaluations = state.Next(GradientEvaluations);
        Status = (SolverStatus)state.NextIndex((int)Status, 0, (int)SolverStatus.Exhausted);
        lowest = state.Next(lowest);
        InitialFitness = state.Next(InitialFitness);
        state.Next(bestSeen.AsSpan());
        run.Evaluations = state.Next(run.Evaluations);
        run.Budget = state.Next(run.Budget);
        evaluationsBefore = state.Next(evaluationsBefore);
        earlierRoundsHold = state.Next(earlierRoundsHold);
        state.Next(roundStart.AsSpan());
        constrained?.Transfer(state);
        run.IsNoisy = state.Next(run.IsNoisy);
        run.Region.Transfer(state);
        elite.Transfer(state);
        tile.Transfer(state);
        told.Transfer(state);
        recalled?.Transfer(state);
        foreach (IProposal proposal in proposals)
            proposal.Transfer(state);
        allocator.Transfer(state);
        Trace?.Transfer(state);
    }
}

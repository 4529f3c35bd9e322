using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

public sealed partial class Engine
{
    // A best value that falls by less than this part of itself is no progress: rounding alone can do that.
    private const double LeastProgress = 1e-12;

    /// <summary>Number of candidates of the batch that wait for their fitness; 0 between batches.</summary>
    public int Pending => tile.Count == 0 ? 0 : told.Pending;

    /// <summary>Whether a candidate of the batch waits for its fitness.</summary>
    /// <param name="index">Which of the batch, from 0; one that there is not does not wait.</param>
    public bool IsPending(int index) => (uint)index < (uint)tile.Count && told.IsPending(index);

    /// <summary>Takes the fitness of all candidates last asked for.</summary>
    /// <param name="fitness">
    /// One value a candidate, in their order; NaN or infinite for one that failed. Of those that do not wait it is not read.
    /// </param>
    /// <exception cref="ArgumentException">The number of values is not the number of candidates, or the batch needs gradients.</exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness, or some were told already.</exception>
    public void Tell(ReadOnlySpan<double> fitness)
    {
        RequireNothingTold(fitness);
        RequireNoGradients();
        RequireNoConstraints();
        TellRange(0, fitness);
    }

    /// <summary>Takes the fitness and gradients of all candidates last asked for, where the batch needs gradients.</summary>
    /// <param name="fitness">One value a candidate, in their order; NaN or infinite for one that failed.</param>
    /// <param name="gradients">Their gradients, <c>[count, dimension]</c>; one that is not finite is not used, its value is.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the batch needs no gradients.</exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness, or some were told already.</exception>
    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan2D<double> gradients)
    {
        RequireNothingTold(fitness);
        RequireNoConstraints();
        if (gradients.Height != (tile.NeedsGradients ? tile.Count : 0) || (tile.NeedsGradients && gradients.Width != Dimension))
        {
            Guard.ThrowArgument(
                nameof(gradients), tile.NeedsGradients ? $"[{tile.Count}, {Dimension}]" : "none, as the batch needs none",
                $"[{gradients.Height}, {gradients.Width}]");
        }

        for (int row = 0; row < gradients.Height; row++)
            gradients.GetRowSpan(row).CopyTo(tile.GetGradient(row));
        TellRange(0, fitness);
    }

    /// <summary>
    /// Takes the fitness of one candidate; the run goes on when all of the batch are told. In whatever order that happens, the run is
    /// the same.
    /// </summary>
    /// <param name="index">Which candidate of the batch, from 0.</param>
    /// <param name="fitness">Its value; NaN or infinite if it failed.</param>
    /// <exception cref="ArgumentException">
    /// There is no such candidate, it was told already, or the batch needs gradients; nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness.</exception>
    public void Tell(int index, double fitness) => Tell([index], [fitness]);

    /// <summary>Takes the fitness and gradient of one candidate, where the batch needs gradients.</summary>
    /// <param name="index">Which candidate of the batch, from 0.</param>
    /// <param name="fitness">Its value; NaN or infinite if it failed.</param>
    /// <param name="gradient">Its gradient, <c>[dimension]</c>; one that is not finite is not used, the value is.</param>
    /// <exception cref="ArgumentException">
    /// There is no such candidate, it was told already, the length is wrong, or the batch needs no gradients; nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness.</exception>
    public void Tell(int index, double fitness, ReadOnlySpan<double> gradient)
    {
        RequireBatch();
        RequireNoConstraints();
        Guard.Length(gradient, tile.NeedsGradients ? Dimension : 0, tile.NeedsGradients ? "[dimension]" : "the batch needs no gradients");
        Reserve([index]);
        if (tile.NeedsGradients)
            gradient.CopyTo(tile.GetGradient(index));
        Take(index, fitness);
        EndTelling();
    }

    /// <summary>Takes the fitness of some candidates, in any order.</summary>
    /// <param name="indices">Which candidates of the batch, from 0, each once.</param>
    /// <param name="fitness">Their values, as long; NaN or infinite for one that failed.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a candidate does not exist or was told already, or the batch needs gradients; nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness.</exception>
    public void Tell(ReadOnlySpan<int> indices, ReadOnlySpan<double> fitness)
    {
        RequireBatch();
        Guard.Length(fitness, indices.Length, "one value for each index");
        RequireNoGradients();
        RequireNoConstraints();
        Reserve(indices);
        for (int k = 0; k < indices.Length; k++)
            Take(indices[k], fitness[k]);
        EndTelling();
    }

    /// <summary>Says that a candidate has no fitness: it ranks last and is counted in <see cref="NonFinite"/>.</summary>
    /// <param name="index">Which candidate of the batch, from 0.</param>
    /// <exception cref="ArgumentException">There is no such candidate, or it was told already; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness.</exception>
    public void TellFailed(int index)
    {
        RequireBatch();
        Reserve([index]);
        if (tile.NeedsGradients)
            tile.GetGradient(index).Fill(double.NaN);
        Take(index, double.NaN);
        EndTelling();
    }

    /// <summary>The first candidates in a row that wait.</summary>
    internal (int First, int Count) FirstPending() => told.FirstPending();

    /// <summary>Takes the fitness of candidates in a row, of those of them that wait.</summary>
    internal void TellRange(int first, ReadOnlySpan<double> fitness)
    {
        for (int k = 0; k < fitness.Length; k++)
        {
            if (!told.IsPending(first + k))
                continue;
            told.Mark(first + k);
            Take(first + k, fitness[k]);
        }

        EndTelling();
    }

    /// <summary>The places of the gradients of candidates in a row, <c>[count, dimension]</c>.</summary>
    internal Span2D<double> GetGradients(int first, int count) =>
        Span2D<double>.DangerousCreate(ref tile.GetGradient(first)[0], count, Dimension, 0);

    /// <summary>Evaluates candidates in a row that are kept where they can be.</summary>
    internal void EvaluateHeld(int first, Span<double> values) => population.Evaluate(first, values);

    private void RequireNothingTold(ReadOnlySpan<double> fitness)
    {
        RequireBatch();
        Guard.Length(fitness, tile.Count, "one value for each candidate asked for");
        int count = told.Told - RecalledOfBatch;
        if (count != 0)
        {
            throw new InvalidOperationException(
                $"Tell: expected a batch with nothing told, got one with {count} of {tile.Count} told; tell the others by their index");
        }
    }

    private void RequireNoGradients()
    {
        if (tile.NeedsGradients)
            Guard.ThrowArgument("gradients", $"a gradient [{Dimension}] with each value of this batch", "none");
    }

    /// <summary>Marks candidates as told, all of them or none.</summary>
    private void Reserve(ReadOnlySpan<int> indices)
    {
        for (int k = 0; k < indices.Length; k++)
        {
            if (IsPending(indices[k]))
            {
                told.Mark(indices[k]);
                continue;
            }

            foreach (int marked in indices[..k])
                told.Unmark(marked);
            string got = (uint)indices[k] < (uint)tile.Count ? $"{indices[k]}, which was told already" : $"{indices[k]}";
            Guard.ThrowArgument(indices.Length == 1 ? "index" : $"indices[{k}]", $"a candidate that waits, 0 to {tile.Count - 1}", got);
        }
    }

    private void RequireBatch()
    {
        if (tile.Count == 0)
            throw new InvalidOperationException("Tell: expected a call of Ask before it, got none");
    }

    private void Take(int index, double fitness)
    {
        bool isFinite = double.IsFinite(fitness) && (constrained is null || IsAllFinite(constrained.GetValues(index)));
        NonFinite += isFinite ? 0 : 1;
        GradientEvaluations += tile.NeedsGradients ? 1 : 0;
        double value = isFinite ? fitness : double.PositiveInfinity;
        told.Set(index, value);
        if (constrained is not null)
        {
            // What the round minimises is known when the batch is complete.
            if (isFinite)
                constrained.Compare(index, fitness, tile);
            return;
        }

        // Of equal values the first of a batch counts, in whatever order they come.
        if (value < lowest || (value == lowest && index < bestIndex))
        {
            lowest = value;
            bestIndex = index;
            // One that is kept elsewhere is fetched when no better one was told with it.
            isBestElsewhere = tile.IsHeld;
            if (!isBestElsewhere)
                tile.CopyPoint(index, bestSeen);
        }
    }

    private void EndTelling()
    {
        if (isBestElsewhere)
            tile.CopyPoint(bestIndex, bestSeen);
        isBestElsewhere = false;
        if (told.Pending == 0)
            CompleteBatch();
    }

    private void CompleteBatch()
    {
        recalled?.Complete(tile, told, constrained);
        ReadOnlySpan<double> values = told.Values;
        if (evaluationsBefore + run.Evaluations == 0)
            InitialFitness = values[0];
        if (constrained is not null)
            TakeMerits(constrained);
        if (run.Evaluations == 0 && double.IsFinite(values[0]))
            elite.Offer(tile.GetRow(0), values[0], evaluationsBefore + 1);
        run.Evaluations += values.Length - RecalledOfBatch;
        ReadOnlySpan<double> gradients = tile.Gradients;
        tile.Clear();
        bestIndex = -1;
        // Before a point is feasible every batch is progress.
        double best = IsFeasible ? BestFitness : double.PositiveInfinity;
        long evaluations = evaluationsBefore + run.Evaluations;
        if (best < progressFitness - LeastProgress * Math.Abs(progressFitness) || progressFitness == double.PositiveInfinity)
        {
            progressFitness = best;
            progressEvaluations = evaluations;
        }

        if (best <= target)
            Finish(SolverStatus.TargetReached);
        else if (run.Remaining == 0)
            EndRound(SolverStatus.BudgetSpent);
        else if (evaluations - progressEvaluations >= stagnationLimit)
            Finish(SolverStatus.Stagnated);
        else
            current.Tell(values, gradients);
        if (run.IsNoisy)
            recalled?.GiveUp();
    }

    private static bool IsAllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }
}

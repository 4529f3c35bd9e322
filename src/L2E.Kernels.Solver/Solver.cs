using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>Solves a typed objective: the loop of <see cref="Engine"/> and a <see cref="WorkerTeam"/> that evaluates candidates.</summary>
/// <typeparam name="TObjective">The objective's binding; its calls are compiled for it.</typeparam>
public sealed class Solver<TObjective> : IDisposable
    where TObjective : struct, IObjective
{
    // Rows go to the objective in chunks of at most this many numbers: what fits the second-level cache with its results.
    private const int ChunkElements = 1 << 14;

    private readonly TObjective objective;
    private readonly WorkerTeam team;
    private readonly double[] workspace;
    private readonly int workspaceLength;
    private readonly double[] fitness;

    // The state of incremental evaluation at the point that changes are made to; null when the objective has none.
    private readonly double[]? originState;
    private long originVersion = -1;

    /// <summary>Prepares a run.</summary>
    /// <param name="objective">The function to minimise; evaluated by several threads at once when the options say so.</param>
    /// <param name="options">The box, budget and the rest.</param>
    /// <exception cref="ArgumentException">
    /// The options are inconsistent (see <see cref="L2E.Kernels.Engine"/>), or the objective needs another dimension.
    /// </exception>
    public Solver(TObjective objective, SolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ObjectiveDescription description = TObjective.Description;
        int least = objective.RequiredDimension > 0 ? objective.RequiredDimension : description.MinDimension;
        int most = objective.RequiredDimension > 0 ? objective.RequiredDimension : description.MaxDimension;
        Guard.InRange(options.Dimension, least, most, "dimension");
        this.objective = objective;
        Engine = new Engine(options);
        workspaceLength = objective.GetWorkspaceLength(options.Dimension);
        workspace = new double[checked(workspaceLength * options.Threads)];
        team = new WorkerTeam(options.Threads);
        fitness = new double[Engine.LargestBatch];
        if (objective.HasIncrementalEvaluation)
            originState = new double[objective.GetIncrementalStateLength(options.Dimension)];
    }

    /// <summary>The state of the run.</summary>
    public Engine Engine { get; }

    /// <summary>Evaluates one batch of candidates.</summary>
    /// <returns>False, having done nothing, when the run has ended.</returns>
    public bool Step()
    {
        CandidateBatch batch = Engine.Ask();
        if (batch.Count == 0)
            return false;
        Span<double> values = fitness.AsSpan(0, batch.Count);
        if (originState is not null && !batch.Changes.IsEmpty)
        {
            EvaluateChanges(batch, originState, values);
        }
        else
        {
            int rows = Math.Clamp(ChunkElements / Engine.Dimension, 1, (batch.Count + team.Count - 1) / team.Count);
            team.Run((batch.Count + rows - 1) / rows, new Evaluation(this, batch.Points, values, rows));
        }

        Engine.Tell(values);
        return true;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="cancellation">Ends the run early; the result is what was found by then.</param>
    public SolveResult Solve(CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested && Step())
        {
        }

        return Engine.GetResult();
    }

    /// <summary>Begins again from another start, reusing all memory and threads.</summary>
    /// <param name="start">The point to start from, <c>[dimension]</c>, inside the box.</param>
    /// <exception cref="ArgumentException">The start has the wrong length or lies outside the box.</exception>
    public void Reset(ReadOnlySpan<double> start) => Engine.Reset(start);

    /// <summary>
    /// Each value in time that does not depend on the dimension. The state is made anew whenever the origin has moved, so that no errors
    /// add up; that is no evaluation, as the origin's value is known.
    /// </summary>
    private void EvaluateChanges(CandidateBatch batch, double[] state, Span<double> values)
    {
        if (batch.OriginVersion != originVersion)
        {
            objective.BeginIncremental(batch.Origin, state);
            originVersion = batch.OriginVersion;
        }

        for (int i = 0; i < values.Length; i++)
            values[i] = objective.EvaluateChange(batch.Origin, state, batch.Changes[i].Coordinate, batch.Changes[i].Value);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    private readonly ref struct Evaluation(
        Solver<TObjective> solver, ReadOnlySpan2D<double> points, Span<double> values, int rowsPerChunk) : IWorkerAction
    {
        private readonly ReadOnlySpan2D<double> points = points;
        private readonly Span<double> values = values;

        public void Invoke(int chunk, int worker)
        {
            int first = chunk * rowsPerChunk, count = Math.Min(rowsPerChunk, values.Length - first);
            Span<double> scratch = solver.workspace.AsSpan(worker * solver.workspaceLength, solver.workspaceLength);
            solver.objective.Evaluate(points.Slice(first, 0, count, points.Width), values.Slice(first, count), scratch);
        }
    }
}

using System.Diagnostics;
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

    private readonly Pace pace;
    private readonly TimeSpan? timeLimit;

    /// <summary>Prepares a run.</summary>
    /// <param name="objective">The function to minimise; evaluated by several threads at once when the options say so.</param>
    /// <param name="options">The box, budget and the rest; the number of constraints is the objective's.</param>
    /// <param name="clock">Tells the time; null for the system's.</param>
    /// <exception cref="ArgumentException">
    /// The options are inconsistent (see <see cref="L2E.Kernels.Engine"/>), the time limit is not above 0, the objective has no gradient
    /// where the mode asks for it, or it needs another dimension.
    /// </exception>
    public Solver(TObjective objective, SolverOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        timeLimit = options.TimeLimit;
        this.objective = objective;
        pace = new Pace(
            options, TObjective.Description, objective.RequiredDimension, objective.ConstraintCount, clock ?? TimeProvider.System);
        workspaceLength = objective.GetWorkspaceLength(options.Dimension);
        if (options.Mode == SolverMode.Gradient)
        {
            if (!TObjective.HasGradient)
                Guard.ThrowArgument("mode", "black-box for an objective without a gradient", "gradient");
            workspaceLength = Math.Max(workspaceLength, objective.GetGradientWorkspaceLength(options.Dimension));
        }

        workspace = new double[checked(workspaceLength * options.Threads)];
        team = new WorkerTeam(options.Threads);
        fitness = new double[Engine.LargestBatch];
        // Constraints need the point itself.
        if (objective.HasIncrementalEvaluation && objective.ConstraintCount == 0)
            originState = new double[objective.GetIncrementalStateLength(options.Dimension)];
    }

    /// <summary>The state of the run.</summary>
    public Engine Engine => pace.Engine;

    /// <summary>Evaluates one batch of candidates, or those of it in a row that wait.</summary>
    /// <returns>False, having done nothing, when the run has ended.</returns>
    public bool Step() => Step(long.MaxValue);

    /// <summary>
    /// Evaluates one batch of candidates, or as much of it as can be done before a moment, judging by what the last evaluations took.
    /// What was not done is left for the next call: where the steps end does not change the run.
    /// </summary>
    /// <remarks>
    /// Before anything was measured, the fewest candidates possible are evaluated: one for each thread. The first eight measurements are
    /// taken for those of code that is still being compiled: if they say that nothing fits, it is tried again after some refusals.
    /// </remarks>
    /// <param name="deadline">The moment, a timestamp of the solver's clock: <see cref="Stopwatch.GetTimestamp"/> by default.</param>
    /// <returns>False, having evaluated nothing, when the run has ended or nothing more can be done in time.</returns>
    public bool Step(long deadline)
    {
        if (!pace.TryBegin(deadline, originState is not null, team.Count, out Pace.Work work))
            return false;
        Span<double> values = fitness.AsSpan(0, work.Count);
        if (work.IsChange)
            EvaluateChanges(work.Batch, work.First, values);
        else
            EvaluatePoints(work.Batch, work.First, values);
        pace.End(work, values);
        return true;
    }

    /// <summary>
    /// Runs until the run ends or no more evaluations can be done before a moment, judging by what the last ones took: an anytime call,
    /// for a latency budget. The best so far is in <see cref="Engine"/>; the next call goes on where this one stopped. Allocates nothing.
    /// </summary>
    /// <param name="deadline">The moment, a timestamp of the solver's clock: <see cref="Stopwatch.GetTimestamp"/> by default.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>
    /// Why it stopped: the run's status when it has ended, else <see cref="SolverStatus.TimeSpent"/>, or
    /// <see cref="SolverStatus.Running"/> when it was cancelled.
    /// </returns>
    public SolverStatus SolveUntil(long deadline, CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested)
            if (!Step(deadline))
                return Engine.Status == SolverStatus.Running ? SolverStatus.TimeSpent : Engine.Status;
        return Engine.Status;
    }

    /// <summary>Runs to the end, or until the time limit of the options is over.</summary>
    /// <param name="cancellation">Ends the run early; the result is what was found by then.</param>
    public SolveResult Solve(CancellationToken cancellation = default)
    {
        SolverStatus status = SolveUntil(GetDeadline(timeLimit), cancellation);
        return Engine.GetResult() with { Status = status };
    }

    /// <summary>The moment that lies a time ahead on the solver's clock.</summary>
    /// <param name="duration">How far ahead; null for never.</param>
    public long GetDeadline(TimeSpan? duration) => pace.GetDeadline(duration);

    /// <summary>Begins again from another start, reusing all memory and threads.</summary>
    /// <param name="start">The point to start from, <c>[dimension]</c>, inside the box.</param>
    /// <param name="spread">How far from it the optimum may lie, 0.0001 to 1, in units of the box; null for all of the box.</param>
    /// <exception cref="ArgumentException">The start has the wrong length or is outside the box, or the spread is out of range.</exception>
    public void Reset(ReadOnlySpan<double> start, double? spread = null) => Engine.Reset(start, spread);

    private void EvaluatePoints(CandidateBatch batch, int first, Span<double> values)
    {
        int rows = Math.Clamp(ChunkElements / Engine.Dimension, 1, (values.Length + team.Count - 1) / team.Count);
        ReadOnlySpan2D<double> points = batch.Points.Slice(first, 0, values.Length, Engine.Dimension);
        Span2D<double> gradients = batch.NeedsGradients ? Engine.GetGradients(first, values.Length) : default;
        Span2D<double> constraints = Engine.GetConstraints(first, values.Length);
        team.Run((values.Length + rows - 1) / rows, new Evaluation(this, points, values, gradients, constraints, rows));
    }

    /// <summary>
    /// Each value in time that does not depend on the dimension. The state is made anew whenever the origin has moved, so that no errors
    /// add up; that is no evaluation, as the origin's value is known.
    /// </summary>
    private void EvaluateChanges(CandidateBatch batch, int first, Span<double> values)
    {
        Span<double> state = originState;
        if (batch.OriginVersion != originVersion)
        {
            objective.BeginIncremental(batch.Origin, state);
            originVersion = batch.OriginVersion;
        }

        ReadOnlySpan<CoordinateChange> changes = batch.Changes.Slice(first, values.Length);
        for (int i = 0; i < values.Length; i++)
            values[i] = objective.EvaluateChange(batch.Origin, state, changes[i].Coordinate, changes[i].Value);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    private readonly ref struct Evaluation(
        Solver<TObjective> solver, ReadOnlySpan2D<double> points, Span<double> values, Span2D<double> gradients,
        Span2D<double> constraints, int rowsPerChunk)
        : IWorkerAction
    {
        private readonly ReadOnlySpan2D<double> points = points;
        private readonly Span<double> values = values;
        private readonly Span2D<double> gradients = gradients;
        private readonly Span2D<double> constraints = constraints;

        public void Invoke(int chunk, int worker)
        {
            int first = chunk * rowsPerChunk, count = Math.Min(rowsPerChunk, values.Length - first);
            Span<double> scratch = solver.workspace.AsSpan(worker * solver.workspaceLength, solver.workspaceLength);
            ReadOnlySpan2D<double> rows = points.Slice(first, 0, count, points.Width);
            Span<double> results = values.Slice(first, count);
            if (gradients.Height == 0)
                solver.objective.Evaluate(rows, results, scratch);
            else
                solver.objective.EvaluateGradient(rows, results, gradients.Slice(first, 0, count, points.Width), scratch);
            if (constraints.Width > 0)
                solver.objective.EvaluateConstraints(rows, constraints.Slice(first, 0, count, constraints.Width));
        }
    }
}

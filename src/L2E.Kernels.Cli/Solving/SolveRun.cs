using System.Diagnostics;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli.Solving;

/// <summary>Runs the solver on whatever objective it is handed, and measures it.</summary>
/// <param name="options">What the solver is to do.</param>
/// <param name="progress">Shows how far it is; null for none, which is what leaves the measured loop undisturbed.</param>
/// <param name="cancellation">Ends the run after the batch at hand.</param>
internal struct SolveRun(SolverOptions options, SolveProgress? progress, CancellationToken cancellation) : IObjectiveVisitor<SolveOutcome>
{
    /// <summary>Whether the objective could be made; what is thrown before has to do with what was asked for.</summary>
    public bool HasObjective { get; private set; }

    /// <inheritdoc />
    public SolveOutcome Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        HasObjective = true;
        using Solver<TObjective> solver = CreateSolver(objective);
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        try
        {
            if (progress is null)
                Advance(solver, TimeSpan.MaxValue, cancellation);
            else
                progress.Show(solver, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // An external program was interrupted in the middle of a batch; what was told before stands.
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        return new SolveOutcome(solver.Engine.GetResult(), solver.Engine.Trace, objective.KnownOptimum, seconds, allocated);
    }

    /// <summary>Steps the solver until it ends, is cancelled or <paramref name="duration"/> has passed.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static bool Advance<TObjective>(Solver<TObjective> solver, TimeSpan duration, CancellationToken cancellation)
        where TObjective : struct, IObjective
    {
        long started = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && solver.Step())
            if (Stopwatch.GetElapsedTime(started) > duration)
                return true;
        return false;
    }

    private readonly Solver<TObjective> CreateSolver<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        try
        {
            return new Solver<TObjective>(objective, options);
        }
        catch (ArgumentException exception)
        {
            // The solver's options and the command's have the same names.
            throw new InputException($"--{exception.Message}");
        }
        catch (Exception exception) when (exception is OverflowException or OutOfMemoryException)
        {
            (string option, long size) = options.Population is { } given ? ("--population", given) : ("--budget", options.Budget);
            throw new InputException(option, $"a run whose population in {options.Dimension} dimensions fits into memory", $"{size}");
        }
    }
}

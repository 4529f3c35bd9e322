using System.Diagnostics;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Solving;

/// <summary>Runs the solver on whatever objective it is handed, and measures it.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="progress">Shows how far it is; null for none, which is what leaves the measured loop undisturbed.</param>
/// <param name="cancellation">Ends the run after the batch at hand.</param>
internal struct SolveRun(SolveRequest request, SolveProgress? progress, CancellationToken cancellation) : IObjectiveVisitor<SolveOutcome>
{
    /// <summary>Whether the objective could be made; what is thrown before has to do with what was asked for.</summary>
    public bool HasObjective { get; private set; }

    /// <inheritdoc />
    public SolveOutcome Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        HasObjective = true;
        return request.Device is null ? Run(objective) : RunOnDevice(objective, request.Device);
    }

    private readonly SolveOutcome RunOnDevice<TObjective>(TObjective objective, Device device)
        where TObjective : struct, IObjective
    {
        string name = TObjective.Description.Name;
        if (objective is not IDeviceBinding binding)
            throw new InputException("--device", "cpu for a problem that has no device code", $"a device for {name}");
        try
        {
            using DevicePopulationEvaluation evaluation = new(
                device, LoweredKernel.Find($"evaluate-{name}", device.Info.Kind), binding, request.Options.Dimension,
                DeviceObjective<TObjective>.BatchSize);
            return Run(new DeviceObjective<TObjective>(objective, evaluation));
        }
        catch (DeviceException exception)
        {
            throw new InputException($"--device: {exception.Message}");
        }
    }

    private readonly SolveOutcome Run<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        using Solver<TObjective> solver = CreateSolver(objective);
        Resume(solver.Engine);
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp(), deadline = solver.GetDeadline(request.Options.TimeLimit);
        try
        {
            if (progress is null)
                Advance(solver, TimeSpan.MaxValue, deadline, request, cancellation);
            else
                progress.Show(solver, deadline, request, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // An external program was interrupted in the middle of a batch; what was told before stands.
        }

        request.Snapshots?.Save(solver.Engine, request.FullProblem);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        SolveResult result = solver.Engine.GetResult();
        // A run that can go on and was not interrupted has no time left.
        if (result.Status == SolverStatus.Running && !cancellation.IsCancellationRequested)
            result = result with { Status = SolverStatus.TimeSpent };
        return new SolveOutcome(result, solver.Engine.Trace, objective.KnownOptimum, seconds, allocated);
    }

    /// <summary>
    /// Steps the solver, with its snapshots, until it ends, must end before the deadline, is cancelled or <paramref name="duration"/> has
    /// passed.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    public static bool Advance<TObjective>(
        Solver<TObjective> solver, TimeSpan duration, long deadline, SolveRequest request, CancellationToken cancellation)
        where TObjective : struct, IObjective
    {
        long started = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && solver.Step(deadline))
        {
            request.Snapshots?.Update(solver.Engine, request.FullProblem);
            if (Stopwatch.GetElapsedTime(started) > duration)
                return true;
        }

        return false;
    }

    private readonly void Resume(Engine engine)
    {
        if (request.Resume is not { } path)
            return;
        const string Option = "--resume";
        try
        {
            using FileStream file = File.OpenRead(path);
            engine.Restore(file, request.FullProblem);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{Option}{exception.Message["snapshot".Length..]} ({Quoted.Text(path)})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unreadable(Option, path, exception);
        }
    }

    private readonly Solver<TObjective> CreateSolver<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        SolverOptions options = request.Options;
        if (request.Target is { } target)
            options = options with { Target = double.IsNaN(objective.KnownOptimum) ? target : target + objective.KnownOptimum };
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

using System.Diagnostics;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.External;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Devices;
using L2E.Kernels.Distributed;

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
        return request.Device is null ? Run(objective) : RunOnDevice(objective, TObjective.Description.Name, request.Device);
    }

    /// <summary>Runs the engine on this rank, the first, and programs on all.</summary>
    public readonly SolveOutcome Run(Ranks ranks, TrialCall program)
    {
        Engine engine;
        try
        {
            engine = new Engine(GetOptions(double.NaN) with { ConstraintCount = program.ConstraintCount });
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException or OutOfMemoryException)
        {
            throw Refused(exception);
        }

        Resume(engine);
        using RankedTrials trials = new(ranks, engine, program, cancellation);
        double ticks = request.Options.TimeLimit is { } limit ? limit.TotalSeconds * Stopwatch.Frequency : double.PositiveInfinity;
        long now = Stopwatch.GetTimestamp(), deadline = ticks < long.MaxValue - now ? now + (long)ticks : long.MaxValue;
        SolveOutcome outcome = Run(new SolverSteps(engine, trials.Step), deadline, double.NaN);
        if (!cancellation.IsCancellationRequested)
            trials.Release();
        return outcome with { FailedTrials = trials.Failures, LastFailure = trials.LastFailure };
    }

    private readonly SolveOutcome RunOnDevice(IObjective objective, string name, Device device)
    {
        if (objective is not IDeviceBinding binding)
            throw new InputException("--device", "cpu for a problem that has no device code", $"a device for {name}");
        try
        {
            using DevicePopulationEvaluation evaluation = new(
                device, LoweredKernel.Find($"evaluate-{name}", device.Info.Kind), binding, request.Options.Dimension,
                DeviceObjective.BatchSize);
            return Run(new DeviceObjective(objective, evaluation));
        }
        catch (DeviceException exception)
        {
            throw new InputException($"--device: {exception.Message}");
        }
    }

    // What is generic here is compiled for every objective: no more than the making of the solver.
    private readonly SolveOutcome Run<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        Solver<TObjective>? solver = null;
        try
        {
            solver = new Solver<TObjective>(objective, GetOptions(objective.KnownOptimum));
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException or OutOfMemoryException)
        {
            throw Refused(exception);
        }

        using (solver)
        {
            Resume(solver.Engine);
            return Run(new SolverSteps(solver.Engine, solver.Step), solver.GetDeadline(request.Options.TimeLimit), objective.KnownOptimum);
        }
    }

    private readonly SolveOutcome Run(SolverSteps solver, long deadline, double knownOptimum)
    {
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        DeviceTraffic? trafficBefore = request.Device?.Traffic;
        long started = Stopwatch.GetTimestamp();
        try
        {
            if (progress is null)
                solver.Advance(TimeSpan.MaxValue, deadline, request, cancellation);
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
        DeviceTraffic? traffic = trafficBefore is { } before ? request.Device!.Traffic.Since(before) : null;
        SolveResult result = solver.Engine.GetResult();
        // A run that can go on and was not interrupted has no time left.
        if (result.Status == SolverStatus.Running && !cancellation.IsCancellationRequested)
            result = result with { Status = SolverStatus.TimeSpent };
        return new SolveOutcome(result, solver.Engine.Trace, knownOptimum, seconds, allocated, traffic);
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

    private readonly SolverOptions GetOptions(double knownOptimum) => request.Target is { } target
        ? request.Options with { Target = double.IsNaN(knownOptimum) ? target : target + knownOptimum }
        : request.Options;

    private readonly InputException Refused(Exception exception)
    {
        // The solver's options and the command's have the same names.
        if (exception is ArgumentException)
            return new InputException($"--{exception.Message}");
        SolverOptions options = request.Options;
        (string option, long size) = options.Population is { } given ? ("--population", given) : ("--budget", options.Budget);
        return new InputException(option, $"a run whose population in {options.Dimension} dimensions fits into memory", $"{size}");
    }
}

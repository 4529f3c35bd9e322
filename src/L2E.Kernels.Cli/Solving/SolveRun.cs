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
    private bool isMaking;

    /// <summary>Whether the objective could be made; what is thrown before has to do with what was asked for.</summary>
    public bool HasObjective { get; private set; }

    /// <inheritdoc />
    public SolveOutcome Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        // What is generic is compiled for every objective: no more than the making of the solver.
        HasObjective = isMaking = true;
        if (request.Device is not null)
            return RunOnDevice(objective, TObjective.Description.Name, request.Device);
        var solver = new Solver<TObjective>(objective, GetOptions(objective.KnownOptimum));
        return Run(new SolverSteps(solver.Engine, solver.Step, solver), objective.KnownOptimum);
    }

    /// <summary>Runs the engine on this rank, the first, and programs on all.</summary>
    public SolveOutcome Run(Ranks ranks, TrialCall program)
    {
        isMaking = true;
        Engine engine = new(GetOptions(double.NaN) with { ConstraintCount = program.ConstraintCount });
        RankedTrials trials = new(ranks, engine, program, cancellation);
        SolveOutcome outcome = Run(new SolverSteps(engine, trials.Step, trials), double.NaN);
        if (!cancellation.IsCancellationRequested)
            trials.Release();
        return outcome with { FailedTrials = trials.Failures, LastFailure = trials.LastFailure };
    }

    /// <summary>What is wrong with the options, if it was the making of the solver that threw; null if not.</summary>
    public readonly InputException? Explain(Exception exception)
    {
        if (!isMaking || exception is not (ArgumentException or OverflowException or OutOfMemoryException))
            return null;
        // The solver's options and the command's have the same names.
        if (exception is ArgumentException)
            return new InputException($"--{exception.Message}");
        SolverOptions options = request.Options;
        (string option, long size) = options.Population is { } given ? ("--population", given) : ("--budget", options.Budget);
        return new InputException(option, $"a run whose population in {options.Dimension} dimensions fits into memory", $"{size}");
    }

    private SolveOutcome RunOnDevice(IObjective objective, string name, Device device)
    {
        if (objective is not IDeviceBinding)
            throw new InputException("--device", "cpu for a problem that has no device code", $"a device for {name}");
        try
        {
            DeviceSolver solver = new(
                device, LoweredKernel.Find($"evaluate-{name}", device.Info.Kind), objective, GetOptions(objective.KnownOptimum));
            return Run(new SolverSteps(solver.Engine, solver.Step, solver), objective.KnownOptimum);
        }
        catch (DeviceException exception)
        {
            throw new InputException($"--device: {exception.Message}");
        }
    }

    private SolveOutcome Run(SolverSteps solver, double knownOptimum)
    {
        isMaking = false;
        using (solver.Owner)
        {
            Resume(solver.Engine);
            return Advance(solver, knownOptimum);
        }
    }

    private readonly SolveOutcome Advance(SolverSteps solver, double knownOptimum)
    {
        double ticks = request.Options.TimeLimit is { } limit ? limit.TotalSeconds * Stopwatch.Frequency : double.PositiveInfinity;
        long now = Stopwatch.GetTimestamp(), deadline = ticks < long.MaxValue - now ? now + (long)ticks : long.MaxValue;
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
}

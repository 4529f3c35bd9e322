using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Devices;

/// <summary>
/// Solves an objective on a device, in float. The population lives there: its displacements are drawn, evaluated, recombined and averaged
/// in the device's memory, and a generation takes one small read, of fitness and norms. Of a point that differs from the best one in a
/// single coordinate only that coordinate is sent; other points are made on the host and sent whole.
/// </summary>
/// <remarks>
/// <para>
/// In a generation, bytes that cross do not grow with the dimension, except where a new best of the population is read, or the anchor is
/// put at a point. Gates are made on the host, of a few numbers of each individual, because the certificate measures them there in double.
/// </para>
/// <para>
/// Random numbers are those of the CPU, from the same seed. Norms and values are rounded otherwise, so that runs part slowly. Where the
/// objective has constraints, which are evaluated on the host, or the operator has a scan over time, all points are made on the host; so
/// are those of a population that may grow to more individuals than a device counts rows (65,534).
/// </para>
/// </remarks>
public sealed class DeviceSolver : IDisposable
{
    // As many as a batch of the engine has on one thread.
    private const int MostPoints = 128;

    // Of no objective in particular: bounds and dimension are those of the options.
    private static readonly ObjectiveDescription description = new("device", -1, 1, 1, int.MaxValue, "An objective on a device.");

    private readonly IObjective objective;
    private readonly DevicePopulationEvaluation evaluation;
    private readonly DeviceRotation? rotation;
    private readonly DeviceChanges? changes;
    private readonly Pace pace;
    private readonly double[] fitness = new double[MostPoints];
    private readonly TimeSpan? timeLimit;
    private DevicePopulationState? population;

    /// <summary>Prepares a run.</summary>
    /// <param name="device">The device; the caller's, and this solver's alone while it runs.</param>
    /// <param name="kernel">The evaluation by the objective's code, lowered for the device's driver.</param>
    /// <param name="objective">The function to minimise, with device code: an <see cref="IDeviceBinding"/>.</param>
    /// <param name="options">The box, budget and the rest; one thread, no gradients.</param>
    /// <param name="clock">Tells the time; null for the system's.</param>
    /// <exception cref="ArgumentException">
    /// The objective has no device code or needs another dimension, or the options are inconsistent (see <see cref="L2E.Kernels.Engine"/>)
    /// or ask for threads or gradients.
    /// </exception>
    /// <exception cref="DeviceException">A kernel does not compile, or the device has not enough memory.</exception>
    public DeviceSolver(Device device, LoweredKernel kernel, IObjective objective, SolverOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        if (objective is not IDeviceBinding binding)
            throw new ArgumentException($"objective: expected one with device code, got {objective.GetType().Name}");
        Guard.InRange(options.Threads, 1, 1, "threads");
        if (options.Mode == SolverMode.Gradient)
            Guard.ThrowArgument("mode", "black-box on a device", "gradient");
        this.objective = objective;
        timeLimit = options.TimeLimit;
        evaluation = new DevicePopulationEvaluation(device, kernel, binding, options.Dimension, MostPoints);
        try
        {
            if (objective.ConstraintCount == 0)
            {
                rotation = binding.Placement.IsRotated ? new DeviceRotation(device, binding.Placement) : null;
                changes = new DeviceChanges(device, evaluation, rotation, options.Dimension, MostPoints);
                int states = options.Weights?.Operator.States ?? 0;
                options = options with
                {
                    MakePopulationState = (run, pairs) => population = 2L * pairs + 1 > Device.LargestRows
                        ? null
                        : new DevicePopulationState(device, evaluation, rotation, run, pairs, states),
                };
            }

            pace = new Pace(options, description, objective.RequiredDimension, objective.ConstraintCount, clock ?? TimeProvider.System);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The state of the run.</summary>
    public Engine Engine => pace.Engine;

    /// <inheritdoc cref="Solver{TObjective}.Step()"/>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public bool Step() => Step(long.MaxValue);

    /// <inheritdoc cref="Solver{TObjective}.Step(long)"/>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public bool Step(long deadline)
    {
        if (!pace.TryBegin(deadline, evaluatesChanges: changes is not null, threads: 1, out Pace.Work work))
            return false;
        Span<double> values = fitness.AsSpan(0, work.Count);
        if (work.IsChange)
            changes!.Evaluate(work.Batch, work.First, values);
        else if (work.Batch.IsHeld)
            Engine.EvaluateHeld(work.First, values);
        else
            evaluation.Evaluate(GetPoints(work), values);
        if (objective.ConstraintCount > 0)
            objective.EvaluateConstraints(GetPoints(work), Engine.GetConstraints(work.First, work.Count));
        pace.End(work, values);
        return true;
    }

    /// <inheritdoc cref="Solver{TObjective}.SolveUntil"/>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public SolverStatus SolveUntil(long deadline, CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested)
            if (!Step(deadline))
                return Engine.Status == SolverStatus.Running ? SolverStatus.TimeSpent : Engine.Status;
        return Engine.Status;
    }

    /// <inheritdoc cref="Solver{TObjective}.Solve"/>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public SolveResult Solve(CancellationToken cancellation = default)
    {
        SolverStatus status = SolveUntil(pace.GetDeadline(timeLimit), cancellation);
        return Engine.GetResult() with { Status = status };
    }

    /// <summary>Gives kernels and memory back, not the device.</summary>
    public void Dispose()
    {
        population?.Dispose();
        changes?.Dispose();
        rotation?.Dispose();
        evaluation.Dispose();
    }

    private ReadOnlySpan2D<double> GetPoints(in Pace.Work work) =>
        work.Batch.Points.Slice(work.First, 0, work.Count, Engine.Dimension);
}

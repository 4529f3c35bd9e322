using System.Diagnostics;
using L2E.Kernels.Comparison.Control;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Devices;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>Runs methods on cells.</summary>
public static class ComparisonRunner
{
    /// <summary>
    /// Every run of a comparison: seed by seed, so that one that is interrupted has compared all methods on what it has. A method is left
    /// out of the cells that are too large for it.
    /// </summary>
    /// <param name="methods">The methods.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="seeds">Number of seeds, from <paramref name="firstSeed"/>.</param>
    /// <param name="firstSeed">The first seed.</param>
    public static IReadOnlyList<RunKey> Plan(IReadOnlyList<IMethod> methods, IReadOnlyList<Cell> cells, int seeds, int firstSeed) =>
    [
        .. from seed in Enumerable.Range(firstSeed, seeds)
           from cell in cells
           from method in methods
           where cell.Dimension <= method.MaxDimension
           select new RunKey(method.Name, cell, seed),
    ];

    /// <summary>Runs what has to be run, several at once; results do not depend on how many.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="plan">The runs.</param>
    /// <param name="threads">How many run at once, at least 1.</param>
    /// <param name="finished">Receives each run that is over; one at a time, from any thread.</param>
    /// <param name="cancellation">Ends the comparison: runs that are not over are not handed out.</param>
    /// <param name="device">What evaluates the problems, the caller's; null for the CPU.</param>
    /// <exception cref="ArgumentException">
    /// A method or problem does not exist, cannot be run with such a budget, or has no device code.
    /// </exception>
    /// <exception cref="DeviceException">The device's driver reports an error.</exception>
    public static void Run(
        IReadOnlyList<IMethod> methods, IReadOnlyList<RunKey> plan, int threads, Action<RunRow> finished, CancellationToken cancellation,
        Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int next = -1;
        Lock gate = new();
        Exception? failure = null;
        Thread[] workers = new Thread[Math.Min(threads, plan.Count)];
        for (int i = 0; i < workers.Length; i++)
        {
            // Runs take minutes: threads of their own leave the pool's to short work.
            workers[i] = new Thread(Work) { IsBackground = true, Name = $"comparison {i}" };
            workers[i].Start();
        }

        foreach (Thread worker in workers)
            worker.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            try
            {
                while (failure is null && !cancellation.IsCancellationRequested
                    && Interlocked.Increment(ref next) is var index && index < plan.Count)
                {
                    RunRow row = RunOne(methods, plan[index], cancellation, device);
                    if (cancellation.IsCancellationRequested)
                        return;
                    lock (gate)
                        finished(row);
                }
            }
#pragma warning disable CA1031 // thrown again on the calling thread
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure ??= exception;
            }
        }
    }

    /// <summary>Runs one method once.</summary>
    /// <param name="methods">The methods, one of them that of the run.</param>
    /// <param name="key">Which run.</param>
    /// <param name="cancellation">Ends the run early; the row is then of no use.</param>
    /// <param name="device">What evaluates the problem, the caller's; null for the CPU.</param>
    /// <exception cref="ArgumentException">
    /// The method or problem does not exist, cannot be run with such a budget, or has no device code.
    /// </exception>
    /// <exception cref="DeviceException">The device's driver reports an error.</exception>
    public static RunRow RunOne(IReadOnlyList<IMethod> methods, RunKey key, CancellationToken cancellation, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        IMethod method = methods.FirstOrDefault(method => method.Name == key.Method)
            ?? throw new ArgumentException($"method: expected one of those given, got {key.Method}");
        Cell cell = key.Cell;
        if (cell.Problem == RecedingHorizon.Name)
        {
            return device is null
                ? RecedingHorizon.Run(method, key, cancellation)
                : throw new ArgumentException($"device: expected cpu for {cell.Problem}, which has no device code, got a device");
        }

        OneRun run = new(method, key, device, cancellation);
        return ObjectiveCatalogue.Create<OneRun, RunRow>(
            cell.Problem, new ObjectiveInstance(cell.Dimension, key.Seed, cell.IsRotated, cell.Region), ref run);
    }

    private readonly struct OneRun(IMethod method, RunKey key, Device? device, CancellationToken cancellation)
        : IObjectiveVisitor<RunRow>
    {
        public RunRow Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective =>
            device is null
                ? Run(new BlackBox<TObjective>(objective, Settings))
                : RunOnDevice(objective, TObjective.Description, device);

        private RunSettings Settings => new(key.Cell.Dimension, key.Cell.Budget, (ulong)key.Seed)
        {
            Noise = key.Cell.Noise,
            Cancellation = cancellation,
        };

        private RunRow RunOnDevice(IObjective objective, ObjectiveDescription description, Device device)
        {
            using DeviceBlackBox box = new(device, description, objective, Settings);
            return Run(box);
        }

        // Not generic: it is compiled once, not for every objective.
        private RunRow Run(BlackBox box)
        {
            long started = Stopwatch.GetTimestamp();
            method.Minimise(box);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            box.Record.Complete();
            return new RunRow(
                key, box.Record.Gap, box.Evaluations, seconds, box.PointsOutside, box.Record.TargetEvaluations, box.Record.Curve)
            {
                Regret = box.Record.Regret,
                Unseen = UnseenStarts.Evaluate(key.Cell, key.Seed, box.Best.ToArray()),
            };
        }
    }
}

using System.Diagnostics;

namespace L2E.Kernels.AheadOfTime;

/// <summary>What single iterations of 30-dimensional solves take, and whether the memory manager had anything to do meanwhile.</summary>
/// <param name="All">Of all iterations.</param>
/// <param name="Slices">
/// Of as many evaluations as a generation of the population has: the part that falls to them of iterations in a row that spend at least those.
/// </param>
/// <param name="BySize">Of those with as many evaluations as each other, where there are enough of them.</param>
/// <param name="AllocatedBytes">Allocated by all threads.</param>
/// <param name="Collections">Garbage collections.</param>
internal sealed record IterationTimes(
    Quantiles All, Quantiles Slices, IReadOnlyList<Quantiles> BySize, long AllocatedBytes, int Collections)
{
    private const int Dimension = 30;

    // Of one run; the next begins from the same start.
    private const long Budget = 1000 * Dimension;

    // Several runs: the runtime fills tables of its own once in a process, some late in a run.
    private const int WarmUp = 50_000;

    // A generation in 30 dimensions.
    private const int SliceEvaluations = 95;

    // Fewer say nothing about one in a thousand.
    private const int FewestOfSize = 2000;

    public static IterationTimes Measure(int count, Proposals proposals)
    {
        double[] start = new double[Dimension];
        Array.Fill(start, 3);
        SolverOptions options = SolverOptions.For<Rastrigin.Binding>(Dimension, Budget) with
        {
            Proposals = proposals,
            Start = start,
        };
        using var solver = new Solver<Rastrigin.Binding>(default, options);
        double[] microseconds = new double[count];
        int[] sizes = new int[count];
        // Asked for here: in native code the clock is set up by the first question, with an object.
        double tick = 1e6 / Stopwatch.Frequency;
        for (int i = 0; i < WarmUp; i++)
            Iterate(solver, start);
        GC.Collect();
        // The thread of finalizers, which the collection wakes, allocates a little of its own.
        GC.WaitForPendingFinalizers();
        int collections = GC.CollectionCount(0);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < count; i++)
        {
            (long begun, long before) = Iterate(solver, start);
            microseconds[i] = (Stopwatch.GetTimestamp() - begun) * tick;
            sizes[i] = (int)(solver.Engine.Evaluations - before);
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        collections = GC.CollectionCount(0) - collections;
        Quantiles[] bySize =
        [
            .. sizes.Zip(microseconds).GroupBy(pair => pair.First, pair => pair.Second)
                .Select(group => Quantiles.Of(group.Key, [.. group]))
                .Where(group => group.Count >= FewestOfSize).OrderBy(group => group.Size),
        ];
        Quantiles slices = Quantiles.Of(SliceEvaluations, [.. InSlices(sizes, microseconds)]);
        return new IterationTimes(Quantiles.Of(0, microseconds), slices, bySize, allocated, collections);
    }

    private static IEnumerable<double> InSlices(int[] sizes, double[] microseconds)
    {
        int evaluations = 0;
        double time = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            evaluations += sizes[i];
            time += microseconds[i];
            if (evaluations < SliceEvaluations)
                continue;
            // A slice may have up to twice as many.
            yield return time * SliceEvaluations / evaluations;
            (evaluations, time) = (0, 0);
        }
    }

    /// <summary>One iteration; where a run has ended, the first of the next.</summary>
    /// <returns>When it began, by the clock, and how many evaluations the run had spent.</returns>
    private static (long Begun, long Evaluations) Iterate(Solver<Rastrigin.Binding> solver, double[] start)
    {
        if (solver.Engine.Status != SolverStatus.Running)
            solver.Reset(start);
        long evaluations = solver.Engine.Evaluations, begun = Stopwatch.GetTimestamp();
        solver.Step();
        return (begun, evaluations);
    }
}

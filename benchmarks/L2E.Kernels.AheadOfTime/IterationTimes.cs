using System.Diagnostics;

namespace L2E.Kernels.AheadOfTime;

/// <summary>What single iterations of 30-dimensional solves take, and whether the memory manager had anything to do meanwhile.</summary>
/// <param name="Median">Microseconds of the iteration in the middle.</param>
/// <param name="Late">Microseconds that one iteration of 1,000 exceeds.</param>
/// <param name="AllocatedBytes">Allocated by all threads.</param>
/// <param name="Collections">Garbage collections.</param>
internal readonly record struct IterationTimes(double Median, double Late, long AllocatedBytes, int Collections)
{
    private const int Dimension = 30;

    // Of one run; the next begins from the same start.
    private const long Budget = 1000 * Dimension;

    // Several runs: the runtime fills tables of its own once in a process, some late in a run.
    private const int WarmUp = 50_000;

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
            long begun = Iterate(solver, start);
            microseconds[i] = (Stopwatch.GetTimestamp() - begun) * tick;
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        collections = GC.CollectionCount(0) - collections;
        Array.Sort(microseconds);
        return new IterationTimes(microseconds[count / 2], microseconds[(int)(0.999 * (count - 1))], allocated, collections);
    }

    /// <summary>One iteration; where a run has ended, the first of the next.</summary>
    /// <returns>When it began, by the clock.</returns>
    private static long Iterate(Solver<Rastrigin.Binding> solver, double[] start)
    {
        if (solver.Engine.Status != SolverStatus.Running)
            solver.Reset(start);
        long begun = Stopwatch.GetTimestamp();
        solver.Step();
        return begun;
    }
}

using System.Diagnostics;

namespace L2E.Kernels.Cli.Solving;

/// <summary>A solver of any objective, as far as running it goes.</summary>
/// <param name="Engine">Its state.</param>
/// <param name="Step">Does as much of a batch as can be done before a deadline; false when there is nothing to do.</param>
/// <param name="Owner">Ends it.</param>
internal readonly record struct SolverSteps(Engine Engine, Func<long, bool> Step, IDisposable Owner)
{
    /// <summary>
    /// Steps the solver, with its snapshots, until it ends, must end before the deadline, is cancelled or <paramref name="duration"/> has
    /// passed.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    public bool Advance(TimeSpan duration, long deadline, SolveRequest request, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && Step(deadline))
        {
            request.Snapshots?.Update(Engine, request.FullProblem);
            if (Stopwatch.GetElapsedTime(started) > duration)
                return true;
        }

        return false;
    }
}

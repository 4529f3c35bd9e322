using System.Diagnostics;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Cli.Solving;

/// <summary>Shows on a terminal how far a run is, once it takes long enough to be worth it.</summary>
internal sealed class SolveProgress(TextWriter terminal)
{
    private const string EraseLine = "\r\e[K";
    private const int BarLength = 30;

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(0.5), period = TimeSpan.FromSeconds(0.1);

    /// <summary>Runs the solver to its end under the display.</summary>
    public void Show(SolverSteps solver, long deadline, SolveRequest request, CancellationToken cancellation)
    {
        if (!solver.Advance(patience, deadline, request, cancellation))
            return;
        long shown = Stopwatch.GetTimestamp(), before = solver.Engine.Evaluations;
        do
        {
            double share = (double)solver.Engine.Evaluations / solver.Engine.Budget;
            double rate = (solver.Engine.Evaluations - before) / Stopwatch.GetElapsedTime(shown).TotalSeconds;
            string best = Format.Short(solver.Engine.BestFitness);
            terminal.Write($"{EraseLine}{Bar(share)} {share,4:P0}{Remaining(solver.Engine, rate)}, best {best}");
            terminal.Flush();
        }
        while (solver.Advance(period, deadline, request, cancellation));
        terminal.Write(EraseLine);
        terminal.Flush();
    }

    private static string Bar(double share)
    {
        int done = (int)(BarLength * Math.Min(1, share));
        return $"[{new string('#', done)}{new string('.', BarLength - done)}]";
    }

    private static string Remaining(Engine engine, double rate)
    {
        double seconds = (engine.Budget - engine.Evaluations) / rate;
        return seconds < TimeSpan.MaxValue.TotalSeconds ? $", {TimeSpan.FromSeconds(Math.Ceiling(seconds)):g} left" : "";
    }
}

using System.Diagnostics;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>Shows on one line of a terminal how far a comparison is.</summary>
internal sealed class CompareProgress(TextWriter error)
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(200);

    private readonly long started = Stopwatch.GetTimestamp();
    private long shown;
    private int all, known, finished;

    /// <summary>Begins, with some of the runs known from before.</summary>
    public void Begin(int runs, int runsKnown) => (all, known) = (runs, runsKnown);

    /// <summary>Counts a run.</summary>
    public void Show()
    {
        finished++;
        if (Stopwatch.GetElapsedTime(shown) < interval)
            return;
        shown = Stopwatch.GetTimestamp();
        TimeSpan left = Stopwatch.GetElapsedTime(started) / finished * (all - known - finished);
        error.Write($"\r{known + finished:N0} of {all:N0} runs, about {(long)left.TotalMinutes}:{left.Seconds:D2} left \u001b[K");
    }

    /// <summary>Removes the line.</summary>
    public void End() => error.Write("\r\u001b[K");
}

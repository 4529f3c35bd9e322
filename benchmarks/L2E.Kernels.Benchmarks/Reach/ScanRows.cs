using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>The rows about the selective scan over [1, 1024, 1024] with 16 states.</summary>
internal static class ScanRows
{
    private const string Scan = "selective scan forward, [1, 1024, 1024], 16 states";

    public static IEnumerable<ReachRow> AgainstC(ReachContext context)
    {
        const double Reach = 2;
        string against = $"the same loop in C, {NativeScan.Flags}";
        using NativeScan? native = NativeScan.TryCompile(out string reason);
        if (native is null)
        {
            yield return new ReachRow($"{Scan}, general A", against, null, Reach, "x", reason);
            yield break;
        }

        context.Scan.CheckSame(native);
        float[] destination = new float[ReachContext.Length * ReachContext.Channels];
        Interleaved times = Interleaved.Measure(context.Rounds, () => context.Scan.Run(native, destination), context.Scan.Forward);
        yield return new ReachRow(
            $"{Scan}, general A", against, times.Ratio(0, 1), Reach, "x",
            $"{native.Compiler} {Milliseconds(times.Seconds(0))}, here {Milliseconds(times.Seconds(1))}");
    }

    public static IEnumerable<ReachRow> Progression(ReachContext context)
    {
        SelectiveScanWorkload progression = new(
            ReachContext.Length, ReachContext.Channels, ReachContext.States, ScanVariant.Progression);
        progression.Check();
        Interleaved times = Interleaved.Measure(context.Rounds, context.Scan.Forward, progression.Forward);
        yield return new ReachRow(
            "the same, A in arithmetic progression", "general A, this library", times.Ratio(0, 1), 1.7, "x",
            $"general {Milliseconds(times.Seconds(0))}, progression {Milliseconds(times.Seconds(1))}");
    }

    public static IEnumerable<ReachRow> Backward(ReachContext context)
    {
        Interleaved times = Interleaved.Measure(
            context.Rounds, context.Scan.Forward, () =>
            {
                context.Scan.ForwardSaving();
                context.Scan.Backward();
            });
        yield return new ReachRow(
            "forward + backward", "forward", times.Ratio(1, 0), 3.5, "x",
            $"forward {Milliseconds(times.Seconds(0))}, both {Milliseconds(times.Seconds(1))}")
        {
            IsUpperLimit = true,
        };
        double saved = (double)context.Scan.SavedStateLength / (ReachContext.Length * ReachContext.Channels);
        // All states of all steps would be 16; u itself is 1.
        yield return new ReachRow(
            "floats saved for the backward pass", "length * channels", saved, 2, "x", $"{context.Scan.SavedStateLength:N0} floats")
        {
            IsUpperLimit = true,
        };
    }

    public static IEnumerable<ReachRow> TwoThreads(ReachContext context)
    {
        using WorkerTeam team = new(2);
        // What the machine itself gives two threads: its processors may be two halves of one core.
        MultiplyAddLoop one = new(), other = new();
        Interleaved times = Interleaved.Measure(
            context.Rounds, context.Scan.Forward, () => context.Scan.ForwardWith(team), () => RunOften(one),
            () => Parallel.Invoke(() => RunOften(one), () => RunOften(other)));
        yield return new ReachRow(
            $"{Scan}, 2 threads", "1 thread", times.Ratio(0, 1), 1.8, "x",
            $"1 thread {Milliseconds(times.Seconds(0))}, 2 threads {Milliseconds(times.Seconds(1))}; "
            + $"multiply-adds in registers {2 * times.Ratio(2, 3):F2}x");

        static void RunOften(MultiplyAddLoop loop)
        {
            for (int k = 0; k < 100; k++)
                loop.Run();
        }
    }

    private static string Milliseconds(double seconds) => $"{seconds * 1e3:F2} ms";
}

using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Benchmarks.Timing;
using RealTimeControl;

namespace L2E.Kernels.Benchmarks.Native;

/// <summary>What programs of native code, and latencies, are meant to reach.</summary>
internal static class NativeRows
{
    private static string Jit(string program) => Path.Combine(AppContext.BaseDirectory, program);

    /// <summary>Sizes of what is published, stripped.</summary>
    public static IEnumerable<ReachRow> Sizes(PublishedPrograms programs)
    {
        yield return Size("l2e", programs.CommandLine, 8);
        yield return Size("libl2e.so", programs.Library, 5);
    }

    /// <summary>From exec to the first byte of a result, by the JIT and ahead of time in turn.</summary>
    public static ReachRow Start(PublishedPrograms programs, int rounds)
    {
        string[] solve = ["solve", "sphere", "--dim", "10", "--budget", "500"];
        double[] jit = new double[rounds], native = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            jit[round] = ProgramRun.MillisecondsToFirstByte("dotnet", [Jit("l2e.dll"), .. solve]);
            native[round] = ProgramRun.MillisecondsToFirstByte(programs.CommandLine, solve);
        }

        double slow = Interleaved.Median(jit), fast = Interleaved.Median(native);
        return new ReachRow(
            "exec to first result, l2e", "the JIT's", slow / fast, 5, "x",
            $"`l2e {string.Join(' ', solve)}`: {fast:F1} ms, JIT {slow:F0} ms, medians of {rounds}");
    }

    /// <summary>What single iterations allocate and how steady they are.</summary>
    public static IEnumerable<ReachRow> Iterations(PublishedPrograms programs, int count)
    {
        (string, string)[] compiled = [("JIT", Jit("L2E.Kernels.AheadOfTime")), ("native", programs.Probe)];
        List<double> medians = [];
        foreach ((string name, string program) in compiled)
        {
            Dictionary<string, double> all = ProgramRun.Figures(program, narrow: false, "iterations", $"{count}");
            Dictionary<string, double> population = ProgramRun.Figures(program, narrow: false, "population", $"{count}");
            medians.Add(population["p50 us"]);
            yield return AtMost(
                $"bytes allocated in {count:N0} iterations", name, all["allocated bytes"], 0, " B", "rastrigin, 30 variables");
            yield return AtMost($"collections in {count:N0} iterations", name, all["collections"], 0, "", "the same run");
            yield return Lateness("an iteration, population alone", name, population);
            // Batches of all proposals are of 1 to 95 evaluations: their times differ as their sizes do, and are no iterations of one kind.
            yield return Lateness(
                "95 evaluations in a row, all proposals", name, all, " of a slice",
                $"; of batches: {string.Join(", ", BatchesOf(all).Select(size => Describe(all, size)))}");
        }

        yield return AtMost(
            "p50 of an iteration, native, 256 bits", "the JIT's, 256 bits",
            medians[1] / ProgramRun.Figures(Jit("L2E.Kernels.AheadOfTime"), narrow: true, "population", $"{count}")["p50 us"], 1.05, "x",
            $"population alone: {medians[1]:F1} us");
        if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
        {
            double wide = ProgramRun.Figures(programs.WideProbe, narrow: false, "population", $"{count}")["p50 us"];
            yield return AtMost(
                "p50 of an iteration, native, 512 bits", "the JIT's, 512 bits", wide / medians[0], 1.05, "x",
                $"population alone: {wide:F1} us, JIT {medians[0]:F1} us");
        }
    }

    private static IEnumerable<string> BatchesOf(Dictionary<string, double> times) =>
        times.Keys.Where(key => key.StartsWith("p50 us of ", StringComparison.Ordinal) && char.IsDigit(key[^1])).Select(key => key["p50 us".Length..]);

    private static string Describe(Dictionary<string, double> times, string size) =>
        $"{size[" of ".Length..]}: p50 {times["p50 us" + size]:F1}, p99.9 {times["p99.9 us" + size]:F1} us";

    /// <summary>A pole balanced at 1 kHz.</summary>
    public static IEnumerable<ReachRow> Control(double seconds)
    {
        const int Starts = 20;
        ControlRun run = ControlRun.Measure(Starts, seconds, isPaced: false);
        yield return new ReachRow(
            $"starts balanced for {seconds} simulated seconds", "of 20", run.Balanced, Starts, "",
            $"angle <= {run.WorstAngle * 180 / Math.PI:F1} degrees; {run.AllocatedBytes} bytes, {run.Collections} collections");
        yield return AtMost(
            "tick of 1 kHz control, p99", "a millisecond", run.Quantile(0.99) / 1000, 1, " ms",
            $"p50 {run.Quantile(0.5):F0} us, p99.9 {run.Quantile(0.999):F0} us, longest {run.Quantile(1):F0} us of "
            + $"{run.Microseconds.Length:N0} ticks");
    }

    /// <summary>Operators ahead of time against the JIT on registers of the same size, and what the narrower ones cost.</summary>
    public static IEnumerable<ReachRow> Operators(PublishedPrograms programs, int rounds)
    {
        string jit = Jit("L2E.Kernels.AheadOfTime");
        yield return Worst("operators, 256 bits", "the JIT's, 256 bits", programs.Probe, jit, narrow: true, rounds, 1.05);
        if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
        {
            yield return Worst(
                "operators, published for 512 bits", "the JIT's, 512 bits", programs.WideProbe, jit, narrow: false, rounds, 1.05);
            yield return Worst("operators, 256 bits", "the JIT's, 512 bits", programs.Probe, jit, narrow: false, rounds, 1.05);
        }
    }

    /// <summary>Whether it compiles for 64-bit Arm.</summary>
    public static ReachRow Arm(PublishedPrograms programs)
    {
        (bool isBuilt, string said) = programs.BuildForArm();
        return new ReachRow(
            "libl2e, managed part for linux-arm64", "builds", isBuilt ? 1 : 0, 1, "", isBuilt ? "compiled; not run" : said);
    }

    private static ReachRow Size(string name, string path, double reach) =>
        AtMost($"size of {name}", "stripped", new FileInfo(path).Length / 1e6, reach, " MB", $"{new FileInfo(path).Length:N0} bytes");

    private static ReachRow Lateness(
        string what, string against, Dictionary<string, double> times, string group = "", string more = "") =>
        AtMost(
            $"p99.9 by p50 of {what}", against, times["p99.9 us" + group] / times["p50 us" + group], 3, "x",
            $"p50 {times["p50 us" + group]:F1} us, p99.9 {times["p99.9 us" + group]:F1} us{more}");

    private static ReachRow Worst(string what, string against, string native, string jit, bool narrow, int rounds, double reach)
    {
        Dictionary<string, double>[] own = new Dictionary<string, double>[rounds], other = new Dictionary<string, double>[rounds];
        for (int round = 0; round < rounds; round++)
        {
            own[round] = ProgramRun.Figures(native, narrow, "operators");
            other[round] = ProgramRun.Figures(jit, narrow, "operators");
        }

        (string Name, double Ratio)[] ratios =
        [
            .. own[0].Keys.Where(name => name != "vector bits").Select(name =>
                (name, Interleaved.Median([.. own.Zip(other, (a, b) => a[name] / b[name])]))).OrderByDescending(pair => pair.Item2),
        ];
        string rest = string.Join(", ", ratios.Select(pair => $"{pair.Name} {pair.Ratio:F2}"));
        return AtMost(
            $"{what}, worst time", against, ratios[0].Ratio, reach, "x",
            $"{own[0]["vector bits"]} bits by {other[0]["vector bits"]}: {rest}");
    }

    private static ReachRow AtMost(string what, string against, double value, double reach, string unit, string detail) =>
        new(what, against, value, reach, unit, detail) { IsUpperLimit = true };
}

using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Tests.Runs;

public sealed class RunFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"l2e-runs-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Runs_are_read_back_bit_for_bit()
    {
        RunRow[] rows = [Row("cma-es", 1, 0.1 + 0.2, Noise.None), Row("de", 2, double.PositiveInfinity, new Noise(true, 0.01))];
        using (RunFile file = RunFile.Create(path))
            foreach (RunRow row in rows)
                file.Append(row);
        AssertSame(rows, RunFile.Read(path));
    }

    [Fact]
    public void A_file_that_was_cut_at_any_byte_of_its_last_row_goes_on_behind_the_row_before()
    {
        RunRow[] rows = [Row("cma-es", 1, 1e-9, Noise.None), Row("de", 2, 2.5, Noise.None), Row("snes", 3, 0, Noise.None)];
        long whole;
        using (RunFile file = RunFile.Create(path))
        {
            file.Append(rows[0]);
            whole = new FileInfo(path).Length;
            file.Append(rows[1]);
        }

        byte[] written = File.ReadAllBytes(path);
        for (long length = whole; length < written.Length; length += 7)
        {
            File.WriteAllBytes(path, written[..(int)length]);
            AssertSame(rows[..1], RunFile.Read(path));
            using (RunFile file = RunFile.Resume(path))
                file.Append(rows[2]);
            AssertSame([rows[0], rows[2]], RunFile.Read(path));
        }
    }

    [Fact]
    public void A_file_that_was_cut_in_its_first_line_begins_again()
    {
        RunFile.Create(path).Dispose();
        File.WriteAllText(path, File.ReadAllText(path)[..10]);
        Assert.Empty(RunFile.Read(path));
        using (RunFile file = RunFile.Resume(path))
            file.Append(Row("de", 2, 2.5, Noise.None));
        Assert.Single(RunFile.Read(path));
    }

    [Fact]
    public void What_is_no_comparison_is_refused_with_its_line()
    {
        File.WriteAllText(path, "a,b\n1,2\n");
        Assert.StartsWith("line 1: ", Assert.Throws<InvalidDataException>(() => RunFile.Read(path)).Message);
        File.Delete(path);
        using (RunFile file = RunFile.Create(path))
            file.Append(Row("de", 2, 2.5, Noise.None));
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace(",2.5,", ",two,", StringComparison.Ordinal));
        Assert.StartsWith("line 2: ", Assert.Throws<InvalidDataException>(() => RunFile.Read(path)).Message);
        File.WriteAllText(path, text.Replace($",{RunFile.Version},", ",0.0.1+older,", StringComparison.Ordinal));
        Assert.Contains("0.0.1+older", Assert.Throws<InvalidDataException>(() => RunFile.Read(path)).Message);
    }

    private static RunRow Row(string method, int seed, double gap, Noise noise) => new(
        new RunKey(
            method,
            new Cell("sphere", 7, seed == 2, (OptimumRegion)(seed % 2), noise, 700) { Device = seed == 2 ? "opencl:1" : "cpu" },
            seed),
        gap, 690, 0.25, 3,
        [.. Enumerable.Range(0, Targets.Count).Select(i => (long)i * i)],
        [.. Enumerable.Range(0, RunRecord.CurveLength).Select(i => i == 0 ? double.PositiveInfinity : 1.0 / i)])
    {
        Regret = 1e3 + gap,
        Unseen = seed == 2 ? double.NaN : 0.1 * seed,
        TickSeconds = seed == 2 ? [0.001, 0.1 + 0.2, 3] : [],
    };

    private static void AssertSame(IReadOnlyList<RunRow> expected, IReadOnlyList<RunRow> actual)
    {
        Assert.Equal(expected.Select(row => row.Key), actual.Select(row => row.Key));
        foreach ((RunRow a, RunRow b) in expected.Zip(actual))
        {
            Assert.Equal((a.Gap, a.Evaluations, a.Seconds, a.PointsOutside), (b.Gap, b.Evaluations, b.Seconds, b.PointsOutside));
            Assert.Equal(a.TargetEvaluations, b.TargetEvaluations);
            Assert.Equal(a.Curve, b.Curve);
            Assert.Equal((a.Regret, a.Unseen), (b.Regret, b.Unseen));
            Assert.Equal(a.TickSeconds, b.TickSeconds);
        }
    }
}

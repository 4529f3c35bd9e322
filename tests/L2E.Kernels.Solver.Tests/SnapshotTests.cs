namespace L2E.Kernels.Solver.Tests;

public sealed class SnapshotTests
{
    private const string Problem = "the problem";

    public enum Landscape
    {
        Separable,
        Coupled,
        Noisy,
    }

    // Coupled coordinates, many minima, and a corner that fails.
    private static double Coupled(ReadOnlySpan<double> x)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < x.Length; i++)
        {
            total += x[i];
            sum += (i % 7 + 1) * (x[i] - 1) * (x[i] - 1) + 2 * Math.Cos(3 * x[i]);
        }

        return x[0] + x[^1] < -8.5 ? double.NaN : sum + 0.1 * total * total;
    }

    private static double Separable(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x)
            sum += value * value - 10 * Math.Cos(2 * Math.PI * value);
        return sum;
    }

    public static TheoryData<string, SolverOptions, Landscape> Runs => new()
    {
        { "whole space", Options(5, 1500), Landscape.Coupled },
        { "restarts", Options(2, 4000) with { Population = 4, Proposals = Proposals.Population, RecordTrace = false }, Landscape.Coupled },
        { "all with a small population", Options(3, 1500) with { Population = 6 }, Landscape.Coupled },
        { "memory of the operator", Options(12, 2000) with { Weights = OperatorWeights.Random(5) }, Landscape.Coupled },
        { "other random weights", Options(7, 1500) with { Weights = OperatorWeights.Random(8) }, Landscape.Coupled },
        { "scan over time", Options(11, 2000) with { Weights = TimeScanTests.Weights(5, 0.5) }, Landscape.Coupled },
        { "no operator, no trace", Options(9, 1500) with { Weights = null, RecordTrace = false }, Landscape.Coupled },
        { "axes measured over several batches", Options(20, 2000), Landscape.Coupled },
        { "noise", Options(6, 1500), Landscape.Noisy },
        { "descent", Options(12, 2500), Landscape.Coupled },
        { "blocks", Options(205, 1200), Landscape.Coupled },
        { "jumps", Options(30, 1500), Landscape.Separable },
        { "joint sweeps", Options(205, 900), Landscape.Separable },
        { "warm start", Options(4, 800) with { Start = [1, 2, 3, 4], Spread = 0.02 }, Landscape.Coupled },
        { "constraints", Options(4, 2500) with { ConstraintCount = 2 }, Landscape.Coupled },
        { "stagnation", Options(4, 3000) with { StagnationLimit = 400 }, Landscape.Separable },
        { "target", Options(4, 3000) with { Target = -39 }, Landscape.Separable },
    };

    private static SolverOptions Options(int dimension, long budget) =>
        SolverOptions.ForBox(dimension, -5, 5, budget) with { RecordTrace = true, Seed = (ulong)dimension };

    private static double Value(ReadOnlySpan<double> x, Landscape landscape, long evaluation) => landscape switch
    {
        Landscape.Coupled => Coupled(x),
        Landscape.Noisy => Coupled(x) + new PhiloxSequence(1, 1) { Position = 4 * (ulong)evaluation }.NextNormalPair().First,
        _ => Separable(x),
    };

    private static void TellBatch(Engine engine, Landscape landscape, int? only = null)
    {
        CandidateBatch batch = engine.Ask();
        int count = only ?? batch.Count;
        long first = engine.Evaluations - (batch.Count - engine.Pending);
        for (int i = count - 1; i >= 0; i--)
        {
            if (!engine.IsPending(i))
                continue;
            ReadOnlySpan<double> x = batch.Points.GetRowSpan(i);
            double value = Value(x, landscape, first + i);
            if (engine.Multipliers.IsEmpty)
                engine.Tell(i, value);
            else
                engine.TellConstrained(i, value, [x[0] + x[1] - 1, x[0] * x[2] - 2]);
        }
    }

    private static Engine Finish(Engine engine, Landscape landscape)
    {
        while (engine.Ask().Count > 0)
            TellBatch(engine, landscape);
        return engine;
    }

    private static byte[] Save(Engine engine, string problem = Problem)
    {
        using MemoryStream stream = new();
        engine.Save(stream, problem);
        return stream.ToArray();
    }

    private static void Restore(Engine engine, byte[] snapshot, string problem = Problem)
    {
        using MemoryStream stream = new(snapshot);
        engine.Restore(stream, problem);
    }

    [Theory]
    [MemberData(nameof(Runs), DisableDiscoveryEnumeration = true)]
    public void A_run_that_is_handed_on_at_every_batch_and_within_it_is_the_uninterrupted_run(
        string name, SolverOptions options, Landscape landscape)
    {
        Landscape other = landscape == Landscape.Coupled ? Landscape.Separable : Landscape.Coupled;
        Engine expected = Finish(new Engine(options), landscape), runner = new(options), used = Finish(new Engine(options), other);
        Random random = new(name.Length);
        int batches = 0;
        while (runner.Ask() is { Count: > 0 } batch)
        {
            // In turn: before a batch, in the middle of it, and after it; into a new engine, and into one that has run another problem.
            if (batches % 3 != 0)
                TellBatch(runner, landscape, batches % 3 == 1 ? random.Next(batch.Count) : null);
            byte[] snapshot = Save(runner);
            Engine next = batches % 2 == 0 ? new Engine(options) : used;
            Restore(next, snapshot);
            Assert.Equal(snapshot, Save(next));
            (runner, used) = (next, batches % 2 == 0 ? used : runner);
            batches++;
            if (batches % 3 == 1)
                TellBatch(runner, landscape);
        }

        Assert.True(batches > 10);
        Assert.Equal(expected.Best.ToArray(), runner.Best.ToArray());
        Assert.Equal(
            (expected.BestFitness, expected.InitialFitness, expected.Evaluations, expected.NonFinite, expected.Status),
            (runner.BestFitness, runner.InitialFitness, runner.Evaluations, runner.NonFinite, runner.Status));
        Assert.Equal(expected.GetCertificate(), runner.GetCertificate());
        Assert.True(name != "restarts" || runner.GetCertificate().Restarts > 0);
        Assert.Equal(name == "noise", runner.IsNoisy);
        if (!options.RecordTrace)
            return;
        Assert.Equal(expected.Trace!.Points, runner.Trace!.Points);
        Assert.Equal(expected.Trace.Moves, runner.Trace.Moves);
        Assert.Equal(Certificate(expected, options), Certificate(runner, options));
    }

    private static byte[] Certificate(Engine engine, SolverOptions options)
    {
        using MemoryStream stream = new();
        CertificateFile.Write(stream, engine.GetCertificate(), engine.Trace!, CertificateRun.Of(Problem, options));
        return stream.ToArray();
    }

    [Fact]
    public void A_solver_goes_on_from_a_snapshot_with_its_changes_of_one_coordinate_evaluated_incrementally()
    {
        static double Function(double[] x) => Separable(x) + x[0] * x[^1];
        SolverOptions options = Options(20, 3000);
        using Solver<ChangeObjective> whole = new(new ChangeObjective(Function, new()), options);
        SolveResult expected = whole.Solve();
        Solver<ChangeObjective> solver = new(new ChangeObjective(Function, new()), options);
        while (solver.Step())
        {
            byte[] snapshot = Save(solver.Engine);
            solver.Dispose();
            solver = new(new ChangeObjective(Function, new()), options with { Threads = 2 });
            Restore(solver.Engine, snapshot);
        }

        Assert.Equal(expected.Best, solver.Engine.Best.ToArray());
        Assert.Equal(expected.Certificate, solver.Engine.GetCertificate());
        solver.Dispose();
    }

    [Fact]
    public void A_snapshot_cut_short_anywhere_or_with_any_bit_altered_is_refused_and_changes_nothing()
    {
        SolverOptions options = Options(2, 400) with { RecordTrace = false };
        Engine source = new(options), target = new(options);
        for (int batch = 0; batch < 6; batch++)
            TellBatch(source, Landscape.Coupled);
        for (int batch = 0; batch < 3; batch++)
            TellBatch(target, Landscape.Coupled);
        byte[] snapshot = Save(source), before = Save(target);
        for (int length = 0; length < snapshot.Length; length++)
            Assert.Throws<InvalidDataException>(() => Restore(target, snapshot[..length]));
        Assert.Throws<InvalidDataException>(() => Restore(target, [.. snapshot, 0]));
        Random random = new(1);
        for (int flip = 0; flip < 800; flip++)
        {
            byte[] altered = [.. snapshot];
            int bit = flip < 256 ? flip : random.Next(8 * altered.Length);
            altered[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.DoesNotContain('\n', Assert.Throws<InvalidDataException>(() => Restore(target, altered)).Message);
        }

        Assert.Equal(before, Save(target));
        Restore(target, snapshot);
        Assert.Equal(Finish(source, Landscape.Coupled).Best.ToArray(), Finish(target, Landscape.Coupled).Best.ToArray());
    }

    [Fact]
    public void A_state_that_was_made_up_under_a_right_checksum_is_taken_or_refused_and_then_changes_nothing()
    {
        // Whoever forges a checksum may get a state that makes no sense; what does not fit is found, and leaves everything as it was.
        SolverOptions options = Options(3, 400);
        Engine source = new(options), target = new(options);
        for (int batch = 0; batch < 6; batch++)
            TellBatch(source, Landscape.Coupled);
        byte[] snapshot = Save(source), before = Save(target);
        Random random = new(2);
        int refused = 0;
        for (int forgery = 0; forgery < 500; forgery++)
        {
            byte[] forged = [.. snapshot];
            for (int k = 0; k < 4; k++)
                forged[random.Next(16, forged.Length - 32)] = (byte)random.Next(256);
            System.Security.Cryptography.SHA256.HashData(forged.AsSpan(0, forged.Length - 32), forged.AsSpan(forged.Length - 32));
            try
            {
                Restore(target, forged);
                Restore(target, before);
            }
            catch (InvalidDataException)
            {
                refused++;
                Assert.Equal(before, Save(target));
            }
        }

        Assert.True(refused > 5);
    }

    public static TheoryData<string, SolverOptions, string> Others => new()
    {
        { "problem the problem, got another", Options(3, 400), "another" },
        { "dimension 4, got 3", Options(4, 400) with { Seed = 3 }, Problem },
        { "budget 500, got 400", Options(3, 500), Problem },
        { "seed 9, got 3", Options(3, 400) with { Seed = 9 }, Problem },
        { "population 10, got chosen", Options(3, 400) with { Population = 10 }, Problem },
        { "weights none, got ", Options(3, 400) with { Weights = null }, Problem },
        { "weights ", Options(3, 400) with { Weights = OperatorWeights.Random(1) }, Problem },
        { "proposals Jumps, got All", Options(3, 400) with { Proposals = Proposals.Jumps }, Problem },
        { "target 1, got none", Options(3, 400) with { Target = 1 }, Problem },
        { "stagnation limit 7, got none", Options(3, 400) with { StagnationLimit = 7 }, Problem },
        { "record of the run not kept, got kept", Options(3, 400) with { RecordTrace = false }, Problem },
        { "lower bounds ", Options(3, 400) with { Lower = [-5, -5, -4] }, Problem },
        { "upper bounds ", Options(3, 400) with { Upper = [5, 5, 4] }, Problem },
        { "a largest batch (by the number of threads) of 600, got 128", Options(3, 400) with { Threads = 300 }, Problem },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void A_snapshot_of_another_run_is_refused_with_the_difference_by_name(string difference, SolverOptions options, string problem)
    {
        Engine source = new(Options(3, 400)), target = new(options);
        TellBatch(source, Landscape.Coupled);
        byte[] before = Save(target);
        string message = Assert.Throws<InvalidDataException>(() => Restore(target, Save(source, problem))).Message;
        Assert.StartsWith($"snapshot: expected one of this run, with {difference}", message, StringComparison.Ordinal);
        Assert.Equal(before, Save(target));
    }

    [Theory]
    [InlineData(0, "does not begin as one")]
    [InlineData(4, "expected format version 7, got ")]
    [InlineData(8, "it is not complete")]
    [InlineData(20, "altered file")]
    public void What_is_wrong_with_a_file_is_said(int position, string message)
    {
        Engine engine = new(Options(2, 400));
        byte[] snapshot = Save(engine);
        snapshot[position] ^= 64;
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Restore(engine, snapshot)).Message);
    }

    [Fact]
    public void A_file_is_replaced_whole_and_one_that_cannot_be_written_stays_as_it_was()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("l2e-");
        try
        {
            string path = Path.Combine(directory.FullName, "run.snapshot");
            Engine engine = new(Options(3, 400));
            engine.Save(path, Problem);
            TellBatch(engine, Landscape.Coupled);
            engine.Save(path, Problem);
            Assert.Equal(Save(engine), File.ReadAllBytes(path));
            Assert.Equal(["run.snapshot"], directory.EnumerateFiles().Select(file => file.Name));
            // A directory cannot be replaced by a file.
            string taken = Directory.CreateDirectory(Path.Combine(directory.FullName, "taken")).FullName;
            Assert.ThrowsAny<Exception>(() => engine.Save(taken, Problem));
            Assert.ThrowsAny<IOException>(() => engine.Save(Path.Combine(directory.FullName, "missing", "run"), Problem));
            Assert.Equal(["run.snapshot"], directory.EnumerateFiles().Select(file => file.Name));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}

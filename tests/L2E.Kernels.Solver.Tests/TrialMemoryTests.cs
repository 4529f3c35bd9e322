using CommunityToolkit.HighPerformance;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

/// <summary>In a parameter space no values are tried twice.</summary>
public sealed class TrialMemoryTests
{
    private static readonly ParameterSpace mixed = new(
        new CategoricalParameter("kernel", "rbf", "poly", "linear"),
        new IntegerParameter("components", 4, 64, isLogarithmic: true),
        new CategoricalParameter("whiten", false, true),
        new FloatParameter("C", 1e-3, 1e3, isLogarithmic: true),
        new IntegerParameter("degree", 2, 6) { When = new ParameterCondition("kernel", ["poly"]) });

    // 12 trials.
    private static readonly ParameterSpace small = new(
        new CategoricalParameter("a", "x", "y", "z"), new OrdinalParameter("b", 1, 2, 4),
        new CategoricalParameter("c", false, true) { When = new ParameterCondition("a", ["z"]) });

    [Fact]
    public void Every_trial_has_values_of_its_own_except_the_start_which_is_tried_twice()
    {
        Engine engine = new(mixed.CreateOptions(300));
        HashSet<string> tried = [];
        string? start = null;
        int trials = 0;
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (!engine.IsPending(row))
                    continue;
                string values = Describe(mixed, batch.Points.GetRowSpan(row));
                start ??= values;
                Assert.True(tried.Add(values) || (values == start && trials < 10), $"{values} again, in trial {trials}");
                trials++;
            }

            TellWaiting(engine, batch, mixed, Loss);
        }

        Assert.Equal((300, 300L, SolverStatus.BudgetSpent), (trials, engine.Evaluations, engine.Status));
        Assert.Equal(299, tried.Count);
        Assert.True(engine.Recalled > 50, $"{engine.Recalled} recalled");
        Assert.Equal(engine.Recalled, engine.GetResult().Recalled);
    }

    [Fact]
    public void A_small_space_is_tried_to_its_end_and_then_the_run_ends()
    {
        Engine engine = new(small.CreateOptions(1000));
        HashSet<string> tried = [];
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int row = 0; row < batch.Count; row++)
                tried.Add(Describe(small, batch.Points.GetRowSpan(row)));
            TellWaiting(engine, batch, small, values => values.Sum(value => value.ToString()!.Length) + (values[0] == "z" ? -3 : 0));
        }

        Assert.Equal(SolverStatus.Exhausted, engine.Status);
        Assert.Equal(12, tried.Count);
        Assert.Equal(13, engine.Evaluations);
        Assert.Equal("z 1 true", Describe(small, engine.Best));
        Assert.True(engine.GetCertificate().Holds);
    }

    [Fact]
    public void Where_the_start_has_two_values_nothing_is_recalled()
    {
        Engine engine = new(mixed.CreateOptions(300));
        Random noise = new(1);
        while (engine.Ask() is { Count: > 0 } batch)
            TellWaiting(engine, batch, mixed, values => Loss(values) + 0.1 * noise.NextDouble());

        Assert.True(engine.IsNoisy);
        Assert.Equal((0L, 300L), (engine.Recalled, engine.Evaluations));
    }

    [Fact]
    public void Telling_a_whole_batch_and_telling_what_waits_of_it_are_the_same_run()
    {
        Engine whole = new(mixed.CreateOptions(200)), waiting = new(mixed.CreateOptions(200));
        while (whole.Ask() is { Count: > 0 } batch)
        {
            double[] fitness = new double[batch.Count];
            for (int row = 0; row < batch.Count; row++)
                fitness[row] = whole.IsPending(row) ? Loss(Decode(mixed, batch.Points.GetRowSpan(row))) : double.NaN;
            TellWaiting(waiting, waiting.Ask(), mixed, Loss);
            whole.Tell(fitness);
            Assert.Equal(whole.Best.ToArray(), waiting.Best.ToArray());
        }

        Assert.Equal(0, waiting.Ask().Count);
        Assert.Equal((whole.Recalled, whole.NonFinite), (waiting.Recalled, waiting.NonFinite));
    }

    [Fact]
    public void A_run_that_goes_on_from_a_snapshot_remembers_its_trials()
    {
        Engine engine = new(mixed.CreateOptions(200));
        while (engine.Evaluations < 90)
            TellWaiting(engine, engine.Ask(), mixed, Loss);
        // In the middle of a batch.
        while (engine.Ask() is var next && engine.Pending < 3)
            TellWaiting(engine, next, mixed, Loss);
        CandidateBatch batch = engine.Ask();
        int first = Enumerable.Range(0, batch.Count).First(engine.IsPending);
        engine.Tell(first, Loss(Decode(mixed, batch.Points.GetRowSpan(first))));
        using MemoryStream snapshot = new();
        engine.Save(snapshot, "losses");
        Engine resumed = new(mixed.CreateOptions(200));
        snapshot.Position = 0;
        resumed.Restore(snapshot, "losses");

        foreach (Engine each in (Engine[])[engine, resumed])
        {
            while (each.Ask() is { Count: > 0 } left)
                TellWaiting(each, left, mixed, Loss);
        }

        Assert.Equal(engine.Best.ToArray(), resumed.Best.ToArray());
        Assert.Equal((engine.Evaluations, engine.Recalled), (resumed.Evaluations, resumed.Recalled));
    }

    [Fact]
    public void With_constraints_a_trial_gives_its_constraints_again()
    {
        Engine engine = new(mixed.CreateOptions(600) with { ConstraintCount = 1 });
        HashSet<string> tried = [];
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (!engine.IsPending(row))
                    continue;
                ParameterValue[] values = Decode(mixed, batch.Points.GetRowSpan(row));
                tried.Add(string.Join(' ', values));
                engine.TellConstrained(row, Loss(values), [values[1].Number - 20]);
            }
        }

        // The start comes twice.
        Assert.Equal(engine.Evaluations - 1, tried.Count);
        Assert.True(engine.Recalled > 50, $"{engine.Recalled} recalled");
        Assert.Equal((20L, true), (Decode(mixed, engine.Best)[1].WholeNumber, engine.IsFeasible));
    }

    [Fact]
    public void What_was_tried_from_another_start_is_forgotten()
    {
        Engine engine = new(mixed.CreateOptions(100)), fresh = new(mixed.CreateOptions(100));
        double[] start = [.. Enumerable.Repeat(0.6, mixed.Dimension)];
        while (engine.Ask() is { Count: > 0 } batch)
            TellWaiting(engine, batch, mixed, Loss);
        engine.Reset(start);
        fresh.Reset(start);
        foreach (Engine each in (Engine[])[engine, fresh])
        {
            while (each.Ask() is { Count: > 0 } batch)
                TellWaiting(each, batch, mixed, values => -Loss(values));
        }

        Assert.Equal((fresh.BestFitness, fresh.Recalled), (engine.BestFitness, engine.Recalled));
    }

    [Fact]
    public void Remembering_allocates_nothing_after_construction()
    {
        using Solver<CellLoss> solver = new(default, small.CreateOptions(1000)), other = new(default, small.CreateOptions(1000));
        while (other.Step())
        {
            // Until code is compiled.
        }

        Assert.Equal(0, Allocations.OnThisThread(() =>
        {
            while (solver.Step())
            {
                // To the end.
            }
        }));
    }

    [Theory]
    [InlineData(3, 0, 1, SolverMode.BlackBox, "space: expected as many coordinates as the box has, each from 0 to 1, got 7 of 3")]
    [InlineData(7, -1, 1, SolverMode.BlackBox, "space: expected as many coordinates as the box has, each from 0 to 1, got 7 of 7, or a box")]
    [InlineData(7, 0, 1, SolverMode.Gradient, "mode: expected black-box in a parameter space, got gradient")]
    public void Another_box_and_gradients_are_refused(int dimension, double lower, double upper, SolverMode mode, string message)
    {
        SolverOptions options = SolverOptions.ForBox(dimension, lower, upper, 500) with { Space = mixed, Mode = mode };

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new Engine(options)).Message);
    }

    private static double Loss(ParameterValue[] values) =>
        Math.Pow(Math.Log10(values[3].Number) - 0.5, 2) + 0.02 * Math.Abs(values[1].Number - 30) + (values[2].Truth ? 0.3 : 0)
        + values[0].Text switch { "poly" => 0.1 * Math.Abs(values[4].Number - 3), "rbf" => 0.2, _ => 1 };

    private static void TellWaiting(Engine engine, CandidateBatch batch, ParameterSpace space, Func<ParameterValue[], double> loss)
    {
        int count = batch.Count;
        double[] fitness = new double[count];
        for (int row = 0; row < count; row++)
            fitness[row] = engine.IsPending(row) ? loss(Decode(space, batch.Points.GetRowSpan(row))) : double.NaN;
        int[] waiting = [.. Enumerable.Range(0, count).Where(engine.IsPending)];
        engine.Tell(waiting, [.. waiting.Select(row => fitness[row])]);
    }

    private static string Describe(ParameterSpace space, ReadOnlySpan<double> point) => string.Join(' ', Decode(space, point));

    private static ParameterValue[] Decode(ParameterSpace space, ReadOnlySpan<double> point)
    {
        ParameterValue[] values = new ParameterValue[space.Parameters.Count];
        space.Decode(point, values);
        return values;
    }

    /// <summary>A loss that is constant in the cells of the small space.</summary>
    private readonly struct CellLoss : IObjective
    {
        public static ObjectiveDescription Description { get; } = new("cells", 0, 1, 1, 100, "A loss of cells.");

        public double KnownOptimum => double.NaN;

        public int RequiredDimension => small.Dimension;

        public int GetWorkspaceLength(int dimension) => 0;

        public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
        {
            for (int i = 0; i < candidates.Height; i++)
            {
                ReadOnlySpan<double> x = candidates.GetRowSpan(i);
                fitness[i] = (x[0] > x[1] ? 1 : 0) + (x[0] > x[2] ? 1 : 0) + Math.Floor(3 * x[3]);
            }
        }
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Tests.Runs;

public sealed class BlackBoxTests
{
    public static TheoryData<string> Methods => [.. MethodCatalogue.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_spends_its_budget_and_not_more_and_stays_in_the_box(string method)
    {
        // The last one leaves some methods with a population of a few.
        foreach ((int dimension, int budget) in (ReadOnlySpan<(int, int)>)[(1, 500), (2, 500), (9, 500), (5, 200)])
        {
            RunRow row = ComparisonRunner.RunOne(
                MethodCatalogue.Methods, Key(method, "rastrigin", dimension, budget, seed: 3), CancellationToken.None);
            Assert.Equal(budget, row.Evaluations);
            Assert.InRange(row.Gap, 0, 50 * dimension);
            Assert.InRange(row.PointsOutside, 0, budget);
            Assert.Equal(row.Gap, row.Curve[^1]);
            Assert.Equal(row.Curve.OrderDescending(), row.Curve);
        }
    }

    [Fact]
    public void Every_method_but_random_search_beats_random_search_on_a_sphere()
    {
        double random = Gap("random");
        Assert.All(
            MethodCatalogue.Methods.Where(method => method.Name != "random"), method => Assert.InRange(Gap(method.Name), 0, random / 2));

        static double Gap(string method) =>
            ComparisonRunner.RunOne(MethodCatalogue.Methods, Key(method, "sphere", 10, 1000, seed: 1), CancellationToken.None).Gap;
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        Cell cell = new("ackley", 5, true, OptimumRegion.Corner, new Noise(true, 0.1), 300);
        IReadOnlyList<RunKey> plan = ComparisonRunner.Plan(MethodCatalogue.Methods, [cell], seeds: 2, firstSeed: 4);
        Assert.Equal(2 * MethodCatalogue.Methods.Count, plan.Count);
        string[] one = RunAll(1), three = RunAll(3);
        Assert.Equal(plan.Count, one.Length);
        Assert.Equal(one.Order(), three.Order());

        string[] RunAll(int threads)
        {
            List<string> rows = [];
            ComparisonRunner.Run(
                MethodCatalogue.Methods, plan, threads,
                row => rows.Add($"{row.Key} {row.Gap:R} {row.PointsOutside} {string.Join(' ', row.Curve)}"),
                CancellationToken.None);
            return [.. rows];
        }
    }

    [Fact]
    public void A_comparison_that_is_cancelled_hands_out_no_unfinished_run()
    {
        using CancellationTokenSource source = new();
        int finished = 0;
        Cell cell = new("sphere", 20, false, OptimumRegion.Centred, Noise.None, 200_000_000);
        IReadOnlyList<RunKey> plan = ComparisonRunner.Plan(
            [new RandomSearch()], [cell with { Budget = 100 }, cell], seeds: 1, firstSeed: 1);
        ComparisonRunner.Run(
            MethodCatalogue.Methods, plan, 1,
            _ =>
            {
                finished++;
                source.Cancel();
            },
            source.Token);
        Assert.Equal(1, finished);
    }

    [Fact]
    public void A_method_that_is_too_small_for_a_cell_is_left_out()
    {
        Cell cell = new("sphere", 1000, false, OptimumRegion.Centred, Noise.None, 100);
        Assert.DoesNotContain(ComparisonRunner.Plan(MethodCatalogue.Methods, [cell], 1, 1), key => key.Method == "cma-es");
    }

    [Fact]
    public void Points_are_clipped_counted_and_no_longer_evaluated_once_the_budget_is_spent()
    {
        Sphere sphere = Sphere.Create(new ObjectiveInstance(2, 5));
        BlackBox<Sphere> box = new(sphere, new RunSettings(2, 3, 1));
        Assert.All(box.Start.ToArray(), value => Assert.InRange(value, -5, 5));
        double[] inside = new double[1];
        sphere.Evaluate(new ReadOnlySpan2D<double>([5.0, -5.0], 1, 2), inside, new double[sphere.GetWorkspaceLength(2)]);
        double[] fitness = new double[4];
        box.Evaluate(new ReadOnlySpan2D<double>([5, -5, 6, -7, double.NaN, 0, 1, 1], 4, 2), fitness);
        Assert.Equal([inside[0], inside[0], double.PositiveInfinity, double.PositiveInfinity], fitness);
        Assert.True(box.IsSpent);
        // NaN lies nowhere.
        Assert.Equal((3, 1), (box.Evaluations, box.PointsOutside));
        Assert.Equal(double.PositiveInfinity, box.Evaluate([0.0, 0.0]));
        Assert.Equal(inside[0], box.Record.Gap);
    }

    [Fact]
    public void Targets_and_curve_say_when_a_gap_was_first_reached()
    {
        RunRecord record = new(1000);
        record.Add(1, double.NaN);
        record.Add(2, 150);
        record.Add(3, 64);
        record.Add(4, 1e-3);
        record.Complete();
        Assert.Equal([3, 4], record.TargetEvaluations.Take(2));
        Assert.Equal(25, record.TargetEvaluations.Count(evaluations => evaluations == 4));
        Assert.Equal(0, record.TargetEvaluations[^1]);
        Assert.Equal(double.PositiveInfinity, record.Curve[0]);
        Assert.Equal(1e-3, record.Curve[^1]);
        Assert.Equal(1, 1e8 * Targets.Value(Targets.Count - 1), 12);
    }

    [Fact]
    public void Noise_has_its_level_and_leaves_the_record_alone()
    {
        Noise relative = new(true, 0.1), additive = new(false, 2);
        double[] logarithms = [.. Enumerable.Range(1, 4000).Select(i => Math.Log(relative.Apply(3, 7, i) / 3))];
        double[] sums = [.. Enumerable.Range(1, 4000).Select(i => additive.Apply(3, 7, i) - 3)];
        // Four standard errors of a standard deviation of 4,000 draws: 4.5 %.
        Assert.InRange(Math.Sqrt(logarithms.Average(value => value * value)), 0.0955, 0.1045);
        Assert.InRange(Math.Sqrt(sums.Average(value => value * value)), 1.91, 2.09);
        Assert.Equal(3, Noise.None.Apply(3, 7, 1));
        RunKey key = Key("random", "sphere", 3, 50, seed: 1);
        Assert.Equal(
            ComparisonRunner.RunOne(MethodCatalogue.Methods, key, CancellationToken.None).Curve,
            ComparisonRunner.RunOne(
                MethodCatalogue.Methods, key with { Cell = key.Cell with { Noise = additive } }, CancellationToken.None).Curve);
    }

    [Theory]
    [InlineData("synthetic", 30, 22)]
    [InlineData("bbob", 10, 24)]
    [InlineData("large", 1000, 8)]
    [InlineData("control", 0, 7)]
    [InlineData("noisy", 10, 15)]
    public void A_suite_has_its_problems(string name, int dimension, int count)
    {
        IReadOnlyList<Cell> cells = Suite.All.Single(suite => suite.Name == name)
            .GetCells([dimension], OptimumRegion.Centred, d => 100 * d);
        Assert.Equal(count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.Equal(100 * cell.Dimension, cell.Budget));
    }

    private static RunKey Key(string method, string problem, int dimension, long budget, int seed) =>
        new(method, new Cell(problem, dimension, false, OptimumRegion.Centred, Noise.None, budget), seed);
}

using L2E.Kernels.Comparison.Control;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Tests.Control;

public sealed class RecedingHorizonTests
{
    private const int Budget = 60;

    [Fact]
    public void Each_solve_starts_from_the_best_plan_of_the_last_one_moved_up_by_a_tick()
    {
        FollowPlan method = new();
        RunRow row = RecedingHorizon.Run(method, Key(3), CancellationToken.None);
        Assert.Equal(100, method.Starts.Count);
        Assert.Equal(row.Regret / 100, row.Gap, 1e-12 * row.Regret);
        Assert.Equal(100 * Budget, row.Evaluations);
        Assert.Equal(3, row.TickSeconds.Count);
        Assert.True(row.TickSeconds[0] <= row.TickSeconds[1] && row.TickSeconds[1] <= row.TickSeconds[2]);
        Assert.Equal(new double[20], method.Starts[0]);
        Assert.Equal((1.0, 0.5), (method.Spreads[0], method.Spreads[1]));
        for (int tick = 1; tick < 100; tick++)
            Assert.Equal([.. method.Bests[tick - 1][1..], method.Bests[tick - 1][^1]], method.Starts[tick]);
        Assert.Contains(method.Bests.Zip(method.Starts), pair => pair.First[0] != pair.Second[0]);
    }

    [Fact]
    public void A_run_repeats_itself_but_for_its_times_and_another_seed_is_another_run()
    {
        IMethod method = MethodCatalogue.Methods.Single(method => method.Name == "l2e");
        RunRow first = RecedingHorizon.Run(method, Key(1), CancellationToken.None);
        RunRow again = RecedingHorizon.Run(method, Key(1), CancellationToken.None);
        Assert.Equal((first.Regret, first.Gap), (again.Regret, again.Gap));
        Assert.Equal(first.Curve, again.Curve);
        Assert.NotEqual(first.Regret, RecedingHorizon.Run(method, Key(2), CancellationToken.None).Regret);
    }

    [Fact]
    public void A_solver_that_plans_costs_less_than_one_that_never_pushes()
    {
        IMethod method = MethodCatalogue.Methods.Single(method => method.Name == "l2e");
        double still = RecedingHorizon.Run(new StandStill(), Key(1), CancellationToken.None).Regret;
        double planned = RecedingHorizon.Run(method, Key(1), CancellationToken.None).Regret;
        // Hanging costs about 20 a tick.
        Assert.InRange(still, 1500, 2500);
        Assert.InRange(planned, 0, 0.7 * still);
    }

    [Fact]
    public void The_suite_of_control_has_seven_problems_which_every_method_can_run()
    {
        Suite suite = Suite.All.Single(suite => suite.Name == "control");
        IReadOnlyList<Cell> cells = suite.GetCells([], OptimumRegion.Centred, _ => 40);
        Assert.Equal(
            [
                ("cartpole", 49), ("acrobot", 65), ("pendulum", 41), ("reacher", 90), ("arm", 100), ("uav", 30), ("mpc:cartpole", 20),
            ],
            cells.Select(cell => (cell.Problem, cell.Dimension)));
        foreach (RunKey key in ComparisonRunner.Plan([MethodCatalogue.Methods.Single(method => method.Name == "random")], cells, 1, 1))
        {
            RunRow row = ComparisonRunner.RunOne(MethodCatalogue.Methods, key, CancellationToken.None);
            Assert.True(double.IsFinite(row.Regret) && row.Regret > 0, key.Cell.Problem);
            Assert.Equal(key.Cell.Problem is "acrobot" or "cartpole" or "pendulum" or "reacher", !double.IsNaN(row.Unseen));
        }
    }

    [Fact]
    public void Regret_is_the_sum_of_the_smallest_gaps_so_far()
    {
        RunRecord record = new(5);
        double[] gaps = [7, 9, double.NaN, 2, 3];
        for (int i = 0; i < gaps.Length; i++)
            record.Add(i + 1, gaps[i]);
        Assert.Equal(7 + 7 + 7 + 2 + 2, record.Regret);
    }

    private static RunKey Key(int seed) =>
        new("l2e", new Cell(RecedingHorizon.Name, CartPolePlan.Horizon, false, OptimumRegion.Centred, Noise.None, Budget), seed);

    private sealed class StandStill : IMethod
    {
        public string Name => "still";

        public string Description => "";

        public void Minimise(BlackBox box)
        {
        }
    }

    /// <summary>Spends its evaluations on the start with another first force.</summary>
    private sealed class FollowPlan : IMethod
    {
        public List<double[]> Starts { get; } = [];

        public List<double[]> Bests { get; } = [];

        public List<double> Spreads { get; } = [];

        public string Name => "follow";

        public string Description => "";

        public void Minimise(BlackBox box)
        {
            Starts.Add(box.Start.ToArray());
            Spreads.Add(box.Spread);
            double[] point = box.Start.ToArray();
            point[0] = Math.Min(1, point[0] + 0.125);
            while (!box.IsSpent)
                box.Evaluate(point);
            Bests.Add(box.Best.ToArray());
        }
    }
}

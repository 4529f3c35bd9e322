using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Devices.Tests;

/// <summary>Whole runs of a solver whose population lives on a device.</summary>
public abstract class DeviceSolverTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    [Fact]
    public void The_best_point_has_the_value_that_the_device_gave_it()
    {
        SolverOptions options = DeviceProblem.GetOptions("rastrigin", 30, 20_000) with { Proposals = Proposals.All };
        using DeviceProblem problem = new(Device, "rastrigin", 30, options);

        SolveResult result = problem.Solver.Solve();

        Assert.Equal(20_000, result.Evaluations);
        Assert.True(result.Certificate.Holds);
        Assert.Equal(problem.Evaluate(result.Best), result.BestFitness, 1e-4 + 1e-4 * Math.Abs(result.BestFitness));
    }

    [Fact]
    public void Two_runs_are_the_same_bit_for_bit()
    {
        SolverOptions options = DeviceProblem.GetOptions("ackley", 40, 5_000);
        using DeviceProblem first = new(Device, "ackley", 40, options), second = new(Device, "ackley", 40, options);

        Assert.Equal(first.Solver.Solve().Best, second.Solver.Solve().Best);
    }

    /// <summary>Population of 8 in 250 dimensions: batches of 8 divide a generation of 9.</summary>
    [Theory]
    [InlineData(20, 6)]
    [InlineData(20, 9)]
    [InlineData(20_000, 7)]
    public void A_run_that_goes_on_from_a_snapshot_is_the_same_bit_for_bit(int dimension, int steps)
    {
        SolverOptions options = DeviceProblem.GetOptions("sphere", dimension, 400) with { Population = 8 };
        using DeviceProblem whole = new(Device, "sphere", dimension, options), resumed = new(Device, "sphere", dimension, options);
        for (int step = 0; step < steps; step++)
            Assert.True(whole.Solver.Step());
        using MemoryStream snapshot = new();
        whole.Solver.Engine.Save(snapshot, "sphere");
        snapshot.Position = 0;

        resumed.Solver.Engine.Restore(snapshot, "sphere");

        SolveResult expected = whole.Solver.Solve(), actual = resumed.Solver.Solve();
        Assert.Equal(expected.Best, actual.Best);
        Assert.Equal(expected.BestFitness, actual.BestFitness);
        Assert.Equal(expected.Certificate, actual.Certificate);
    }

    [Fact]
    public void A_budget_that_ends_within_a_generation_is_spent_and_not_exceeded()
    {
        using DeviceProblem problem = new(Device, "sphere", 20, DeviceProblem.GetOptions("sphere", 20, 203) with { Population = 50 });

        Assert.Equal(203, problem.Solver.Solve().Evaluations);
    }

    /// <summary>A rotation is dense in few dimensions; in many it has three layers of eight coordinates each, and a remainder.</summary>
    [Theory]
    [InlineData("rastrigin", 30)]
    [InlineData("rastrigin", 1_004)]
    public void Changes_of_one_coordinate_have_the_values_of_the_CPU_where_the_objective_is_rotated(string name, int dimension)
    {
        SolverOptions options = DeviceProblem.GetOptions(name, dimension, 5_000) with { Proposals = Proposals.Coordinates };
        using DeviceProblem problem = new(Device, name, dimension, options, isRotated: true);

        SolveResult result = problem.Solver.Solve();

        Assert.True(result.BestFitness < result.InitialFitness);
        Assert.Equal(problem.Evaluate(result.Best), result.BestFitness, 1e-4 + 1e-4 * Math.Abs(result.BestFitness));
    }

    [Fact]
    public void More_individuals_than_a_device_counts_rows_are_made_on_the_host()
    {
        using DeviceProblem problem = new(
            Device, "sphere", 2, DeviceProblem.GetOptions("sphere", 2, 80_000) with { Population = 70_000 });

        Assert.Equal(80_000, problem.Solver.Solve().Evaluations);
    }

    [Fact]
    public void Constraints_hold_at_the_best_point()
    {
        using DeviceProblem problem = new(Device, "g06", 2, SolverOptions.ForBox(2, 0, 1, 3_000));

        SolveResult result = problem.Solver.Solve();

        Assert.Equal(2, result.Constraints.Length);
        Assert.All(result.Constraints, value => Assert.True(value <= 1e-6, $"{value}"));
    }

    [Fact]
    public void An_objective_without_device_code_is_refused()
    {
        SolverOptions options = DeviceProblem.GetOptions("sphere", 2, 1_000);
        LoweredKernel sphere = LoweredKernel.Find("evaluate-sphere", Device.Info.Kind);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new DeviceSolver(Device, sphere, new Plain(), options));

        Assert.Equal("objective: expected one with device code, got Plain", exception.Message);
    }

    private readonly struct Plain : IObjective
    {
        public static ObjectiveDescription Description { get; } = new("plain", -1, 1, 1, 10, "An objective of the host alone.");

        public double KnownOptimum => double.NaN;

        public int RequiredDimension => 0;

        public int GetWorkspaceLength(int dimension) => 0;

        public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) => fitness.Clear();
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests;

/// <summary>What a generated binding says to arguments that do not fit, and that it allocates nothing.</summary>
public class ArgumentTests
{
    private static readonly Lazy<GeneratedAssembly> sample = new(() => GeneratorHost.Run("""
        [Objective("free", Lower = -5, Upper = 5)]
        static partial class Free { public static float Evaluate(ReadOnlySpan<float> x) => x[0]; }

        [Objective("planar", Lower = -5, Upper = 5, Dimension = 2)]
        static partial class Planar { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }

        [Objective("ranged", Lower = -5, Upper = 5, MinDimension = 2, MaxDimension = 4)]
        static partial class Ranged
        {
            public static double Evaluate(ReadOnlySpan<double> x, Span<double> scratch) => x[0];
            private static int GetScratchLength(int dimension) => dimension == 0 ? throw new InvalidOperationException() : 1;
        }

        [Objective("long", Lower = -5, Upper = 5, MinDimension = 3)]
        static partial class Long
        {
            public static int GetWorkspaceLength(int dimension) => 0;
            public static void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) => fitness.Clear();
        }

        [Objective("with-data", Lower = -5, Upper = 5)]
        partial struct WithData
        {
            private double[] data;
            public int RequiredDimension => data.Length;
            public double Evaluate(ReadOnlySpan<double> x) => x[0] + data[0];
            public static WithData Create(ObjectiveInstance instance) => new() { data = new double[3] };
        }
        """).Load());

    [Theory]
    [InlineData("free", 2, 1, 3, 1, "fitness: expected 2 elements ([count]), got 3")]
    [InlineData("free", 2, 1, 1, 1, "fitness: expected 2 elements ([count]), got 1")]
    [InlineData("free", 0, 0, 1, 0, "fitness: expected 0 elements ([count]), got 1")]
    [InlineData("free", 2, 3, 2, 1, "workspace: expected at least 24 elements (GetWorkspaceLength(dimension)), got 1")]
    [InlineData("free", 2, 0, 2, 0, "candidates: expected a dimension of at least 1 (free), got 0")]
    [InlineData("planar", 2, 3, 2, 0, "candidates: expected a dimension of 2 (planar), got 3")]
    [InlineData("ranged", 1, 5, 1, 1, "candidates: expected a dimension of 2 to 4 (ranged), got 5")]
    [InlineData("long", 1, 2, 1, 1, "candidates: expected a dimension of at least 3 (long), got 2")]
    [InlineData("with-data", 1, 2, 1, 1, "candidates: expected a dimension of 3 (with-data), got 2")]
    public void Arguments_of_the_wrong_size_are_named_and_nothing_is_written(
        string name, int count, int dimension, int fitnessLength, int workspaceLength, string message)
    {
        double[] fitness = new double[fitnessLength];
        fitness.AsSpan().Fill(-1);

        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => Evaluate(name, new double[count, dimension], fitness, new double[workspaceLength]));

        Assert.Equal(message, thrown.Message);
        Assert.All(fitness, value => Assert.Equal(-1, value));
    }

    [Theory]
    [InlineData("free")]
    [InlineData("planar")]
    [InlineData("ranged")]
    [InlineData("long")]
    [InlineData("with-data")]
    public void A_batch_without_rows_evaluates_nothing_and_needs_no_workspace(string name) =>
        Assert.Equal(0, Evaluate(name, new double[0, 0], [], []));

    [Theory]
    [InlineData("free", 3)]
    [InlineData("planar", 2)]
    [InlineData("ranged", 4)]
    [InlineData("with-data", 3)]
    public void Evaluation_allocates_nothing(string name, int dimension) =>
        Assert.Equal(0, Evaluate(name, new double[5, dimension], new double[5], new double[64]));

    [Fact]
    public void Rows_may_lie_apart()
    {
        double[,] wide = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
        double[] fitness = new double[2];

        sample.Value.Create<Evaluation, long>(
            "planar", new ObjectiveInstance(2), new Evaluation(wide, fitness, new double[16]) { FirstColumn = 1, Columns = 2 });

        Assert.Equal([2, 6], fitness);
    }

    /// <summary>Evaluates with what the catalogue made for a dimension it admits.</summary>
    private static long Evaluate(string name, double[,] candidates, double[] fitness, double[] workspace) =>
        sample.Value.Create<Evaluation, long>(
            name,
            new ObjectiveInstance(name switch { "planar" or "ranged" => 2, _ => 3 }),
            new Evaluation(candidates, fitness, workspace));

    /// <summary>Evaluates a batch, and returns the bytes that doing so again allocates.</summary>
    private readonly struct Evaluation(double[,] candidates, double[] fitness, double[] workspace) : IObjectiveVisitor<long>
    {
        public int FirstColumn { get; init; }

        public int? Columns { get; init; }

        public long Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            Evaluation here = this;
            return Allocations.OnThisThread(() => here.Evaluate(objective));
        }

        private void Evaluate<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            ReadOnlySpan2D<double> rows = candidates;
            if (Columns is int columns)
                rows = rows.Slice(0, FirstColumn, candidates.GetLength(0), columns);
            objective.Evaluate(rows, fitness, workspace);
        }
    }
}

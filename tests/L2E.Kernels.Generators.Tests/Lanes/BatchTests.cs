using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests.Lanes;

/// <summary>The vector code of batches against the method that it was derived from.</summary>
public class BatchTests
{
    private static readonly int[] dimensions = [2, 3, 7, 8, 9, 15, 16, 17, 18, 31, 32, 33, 34, 41, 65, 67, 100];

    public static TheoryData<string> Names => LaneSamples.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_have_the_value_of_the_method_at_every_length_and_read_nothing_behind_their_end(string name)
    {
        foreach (int dimension in dimensions)
        {
            foreach (int count in new[] { 0, 1, 7, 8, 9, 16, 17 })
            {
                double worst = LaneSamples.Assembly.Create<Comparison, double>(
                    name, new ObjectiveInstance(dimension), new Comparison(RandomPoints(count, dimension, 31 * dimension + count)));
                Assert.True(worst <= LaneSamples.GetTolerance(name), $"{name}, {count} x {dimension}: {worst:E2}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_the_same_bits_whatever_the_other_rows_are(string name)
    {
        double[,] points = RandomPoints(19, 21, 5);
        double[] together = LaneSamples.Assembly.Observe(name, points).Fitness;
        for (int i = 0; i < together.Length; i++)
        {
            double[,] alone = new double[1, 21];
            for (int j = 0; j < 21; j++)
                alone[0, j] = points[i, j];
            Assert.Equal(together[i], LaneSamples.Assembly.Observe(name, alone).Fitness[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_infinities_and_huge_numbers_go_where_they_go_in_the_method(string name)
    {
        double[] strange = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1e7, -1e15, 1e-300, 0, -0.0];
        foreach (int dimension in new[] { 2, 9, 33 })
        {
            double[,] points = RandomPoints(strange.Length * dimension, dimension, 3);
            for (int i = 0; i < points.GetLength(0); i++)
                points[i, i % dimension] = strange[i / dimension];
            double worst = LaneSamples.Assembly.Create<Comparison, double>(name, new ObjectiveInstance(dimension), new Comparison(points));
            Assert.True(worst <= LaneSamples.GetTolerance(name), $"{name}, {dimension}: {worst:E2}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_allocated(string name) =>
        Assert.Equal(0, LaneSamples.Assembly.Create<AllocationCheck, long>(
            name, new ObjectiveInstance(37), new AllocationCheck(RandomPoints(11, 37, 4))));

    [Theory]
    [InlineData("rastrigin")]
    [InlineData("ackley")]
    [InlineData("levy")]
    [InlineData("griewank")]
    [InlineData("weierstrass")]
    [InlineData("rotated")]
    [InlineData("functions")]
    public void Gradients_in_lanes_match_central_differences_at_every_length(string name)
    {
        foreach (int dimension in new[] { 2, 7, 8, 9, 17, 33, 36 })
        {
            double worst = LaneSamples.Assembly.Create<DifferenceCheck, double>(
                name, new ObjectiveInstance(dimension), new DifferenceCheck(RandomPoints(3, dimension, dimension), 0.002));
            Assert.True(worst < 1e-6, $"{name}, {dimension}: {worst:E2}");
        }
    }

    [Fact]
    public void Random_bodies_have_the_value_of_the_method_in_every_lane()
    {
        const int Batches = 4, BodiesPerBatch = 25;
        // Scratch is undefined at the start, and these bodies read it: what another row left there would show.
        const string Beginning = "scratch.Fill(0.375);\n";
        int compared = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            string[] sources = [.. Enumerable.Range(0, BodiesPerBatch)
                .Select(i => RandomBodies.Write($"F{i}", Beginning + new RandomBodies(5000 + 1000 * batch + i, strangeness: 0).Create()))];
            GeneratedAssembly assembly = GeneratorHost.Run(sources).Load();
            for (int i = 0; i < BodiesPerBatch; i++)
            {
                compared += assembly.Create<RandomComparison, int>(
                    $"f{i}", new ObjectiveInstance(5 + i), new RandomComparison(RandomPoints(10, 5 + i, i), sources[i]));
            }
        }

        Assert.True(compared > 0.5 * Batches * BodiesPerBatch, $"{compared}");
    }

    private static double[,] RandomPoints(int count, int dimension, int seed)
    {
        Random random = new(seed);
        double[,] points = new double[count, dimension];
        // Not by enumerating a Span2D: one without rows, but with a width, enumerates elements that it does not have.
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < dimension; j++)
                points[i, j] = 8 * random.NextDouble() - 4;
        }

        return points;
    }

    /// <summary>The worst relative error of a batch, in memory that ends where a page begins that nothing may touch.</summary>
    private readonly struct Comparison(double[,] points) : IObjectiveVisitor<double>
    {
        public double Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            int count = points.GetLength(0), dimension = points.GetLength(1);
            using GuardedBuffer memory = new(new float[2 * points.Length]);
            using GuardedBuffer fitnessMemory = new(new float[2 * count]);
            using GuardedBuffer workspaceMemory = new(new float[2 * objective.GetWorkspaceLength(dimension)]);
            Span<double> rows = MemoryMarshal.Cast<float, double>(memory.Span);
            Span<double> fitness = MemoryMarshal.Cast<float, double>(fitnessMemory.Span);
            Span<double> workspace = MemoryMarshal.Cast<float, double>(workspaceMemory.Span);
            points.AsSpan2D().CopyTo(rows);
            workspace.Fill(double.NaN);

            objective.Evaluate(ReadOnlySpan2D<double>.DangerousCreate(in MemoryMarshal.GetReference(rows), count, dimension, 0), fitness, workspace);

            double worst = 0;
            for (int i = 0; i < count; i++)
            {
                double expected = LaneSamples.Evaluate(objective, rows.Slice(i * dimension, dimension));
                double error = expected.Equals(fitness[i]) ? 0 : Math.Abs(fitness[i] - expected) / (1 + Math.Abs(expected));
                worst = Math.Max(worst, double.IsNaN(error) ? double.PositiveInfinity : error);
            }

            return worst;
        }
    }

    /// <summary>Compares a batch with the method row by row; returns 0 where the method throws for one of them, and so does the batch.</summary>
    private readonly struct RandomComparison(double[,] points, string source) : IObjectiveVisitor<int>
    {
        public int Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            int count = points.GetLength(0), dimension = points.GetLength(1);
            double[] fitness = new double[count], expected = new double[count];
            double[] workspace = new double[objective.GetWorkspaceLength(dimension)];
            workspace.AsSpan().Fill(double.NaN);
            double[,] candidates = points;
            Exception? thrown = Record.Exception(() => objective.Evaluate(candidates, fitness, workspace));
            for (int i = 0; i < count; i++)
            {
                Exception? reason = null;
                try
                {
                    expected[i] = LaneSamples.Evaluate(objective, points.GetRow(i).ToArray());
                }
                catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or ArithmeticException)
                {
                    reason = exception;
                }

                if (reason is not null)
                {
                    Assert.True(thrown is not null, $"{reason}\n{source}");
                    return 0;
                }
            }

            Assert.True(thrown is null, $"{thrown}\n{source}");
            for (int i = 0; i < count; i++)
            {
                Assert.True(
                    expected[i].Equals(fitness[i]) || Math.Abs(expected[i] - fitness[i]) <= 1e-9 * (1 + Math.Abs(expected[i])),
                    $"{fitness[i]:R} rather than {expected[i]:R} in row {i}\n{source}");
            }

            return 1;
        }
    }

    private readonly struct AllocationCheck(double[,] points) : IObjectiveVisitor<long>
    {
        public long Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            int count = points.GetLength(0), dimension = points.GetLength(1);
            double[,] candidates = points, gradients = new double[count, dimension];
            double[] fitness = new double[count], workspace = new double[objective.GetWorkspaceLength(dimension)];
            double[] gradientWorkspace = new double[objective.GetGradientWorkspaceLength(dimension)];
            return Allocations.OnThisThread(() =>
            {
                objective.Evaluate(candidates, fitness, workspace);
                objective.EvaluateGradient(candidates, fitness, gradients, gradientWorkspace);
            });
        }
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems.Tests.Synthetic;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests;

/// <summary>What every problem of the catalogue promises of its batches.</summary>
public class BatchTests
{
    public static TheoryData<string, int, bool> Problems
    {
        get
        {
            TheoryData<string, int, bool> data = [];
            foreach (ObjectiveDescription objective in ObjectiveCatalogue.Objectives)
            {
                bool isSynthetic = Textbook.Names.Contains(objective.Name);
                int[] dimensions = objective.MinDimension == objective.MaxDimension
                    ? [objective.MinDimension]
                    : isSynthetic ? [2, 7, 16, 37, Placement.MaxDenseDimension + 3] : [2, 7, 40];
                foreach (int dimension in dimensions)
                {
                    data.Add(objective.Name, dimension, false);
                    if (isSynthetic)
                        data.Add(objective.Name, dimension, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_batch_has_the_bits_of_its_rows_evaluated_alone(string name, int dimension, bool rotated)
    {
        Problem problem = Problem.Make(name, dimension, instance: 2, rotated);
        foreach (int count in (int[])[0, 1, 3, 4, 5, 16, 17, 35])
        {
            // Rows of a wider array: the pitch is not the width.
            double[] points = Points.Uniform(count * (dimension + 3), -5, 5, seed: count);
            ReadOnlySpan2D<double> candidates = new(points, offset: 0, height: count, width: dimension, pitch: 3);
            double[] fitness = new double[count], workspace = new double[problem.WorkspaceLength];
            Array.Fill(workspace, double.NaN);
            problem.Evaluate(candidates, fitness, workspace);
            for (int i = 0; i < count; i++)
                Assert.Equal(problem.Evaluate(candidates.GetRowSpan(i)), fitness[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Evaluation_allocates_nothing(string name, int dimension, bool rotated)
    {
        Problem problem = Problem.Make(name, dimension, instance: 1, rotated);
        double[] points = Points.Uniform(20 * dimension, -5, 5, seed: 1);
        double[] fitness = new double[20], workspace = new double[problem.WorkspaceLength];
        Assert.Equal(
            0, Allocations.OnThisThread(() => problem.Evaluate(new ReadOnlySpan2D<double>(points, 20, dimension), fitness, workspace)));
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void One_value_serves_many_threads(string name, int dimension, bool rotated)
    {
        Problem problem = Problem.Make(name, dimension, instance: 1, rotated);
        double[][] points = [.. Enumerable.Range(0, 32).Select(seed => Points.Uniform(dimension, -5, 5, seed))];
        double[] expected = [.. points.Select(x => problem.Evaluate(x))];
        double[] actual = new double[points.Length];
        Parallel.For(0, points.Length, i => actual[i] = problem.Evaluate(points[i]));
        Assert.Equal(expected, actual);
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests.Gradients;

/// <summary>What the gradient members of every binding keep to.</summary>
public class GradientContractTests
{
    private const string Sources = """
        [Objective("in-double", Lower = -5, Upper = 5, MinDimension = 2)]
        public static partial class InDouble
        {
            public static double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
            {
                double product = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    scratch[i] = Math.Exp(0.1 * x[i]);
                    product *= scratch[i] + Math.Sin(x[i]) / 3;
                }
                return product * product;
            }
            private static int GetScratchLength(int dimension) => dimension;
        }
        [Objective("in-float", Lower = -5, Upper = 5, MinDimension = 2)]
        public readonly partial struct InFloat
        {
            public float Evaluate(ReadOnlySpan<float> x, Span<float> scratch)
            {
                float product = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    scratch[i] = MathF.Exp(0.1f * x[i]);
                    product *= scratch[i] + MathF.Sin(x[i]) / 3;
                }
                return product * product;
            }
            private int GetScratchLength(int dimension) => dimension;
        }
        [Objective("unreadable", Lower = -5, Upper = 5)]
        public static partial class Unreadable
        {
            public static double Evaluate(ReadOnlySpan<double> x) => new Random(1).NextDouble() * x[0];
        }
        [Objective("own", Lower = -5, Upper = 5)]
        public readonly partial struct Own
        {
            public double Evaluate(ReadOnlySpan<double> x) => x[0];
            public static bool HasGradient => true;
            public int GetGradientWorkspaceLength(int dimension) => 7;
            public void EvaluateGradient(
                ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace) =>
                gradients.Fill(42);
        }
        [Objective("data", Lower = -5, Upper = 5)]
        public readonly partial struct Weighted(double[] weights)
        {
            public int RequiredDimension => weights.Length;
            public double Evaluate(ReadOnlySpan<double> x)
            {
                double weightsSum = 0;
                for (int gradient = 0; gradient < weights.Length; gradient++)
                {
                    double workspace = weights[gradient] * x[gradient];
                    double @double = workspace * workspace, scratch = Math.Exp(@double);
                    weightsSum += scratch;
                }
                return weightsSum * weightsSum;
            }
            public static Weighted Create(ObjectiveInstance instance) => new(new double[3]);
        }
        """;

    private static readonly Lazy<GeneratedAssembly> assembly = new(() => GeneratorHost.Run(Sources).Load());

    [Theory]
    [InlineData("in-double")]
    [InlineData("in-float")]
    public void Nothing_is_allocated(string name)
    {
        Assert.Equal(0, Visit<AllocationVisitor, long>(name, new AllocationVisitor()));
    }

    [Theory]
    [InlineData("in-double")]
    [InlineData("in-float")]
    public void Each_row_has_the_gradient_that_it_has_alone(string name)
    {
        double[,] points = { { 1, -2, 3, 0.5 }, { 0, 0, 0, 0 }, { double.NaN, 1, 1, 1 }, { -4, 4.5, 2, 1e-3 } };
        GradientObservation together = Visit<GradientBatch, GradientObservation>(name, new GradientBatch(points));

        for (int i = 0; i < 4; i++)
        {
            double[,] row = new double[1, 4];
            points.GetRow(i).CopyTo(row.GetRow(0));
            GradientObservation alone = Visit<GradientBatch, GradientObservation>(name, new GradientBatch(row));
            Assert.Equal(alone.Gradients[0], together.Gradients[i]);
            Assert.Equal(alone.Fitness[0], together.Fitness[i]);
        }
    }

    [Theory]
    [InlineData("in-double", 4, 4, 4, 0, "fitness: expected 3 elements ([count]), got 4")]
    [InlineData("in-double", 3, 2, 4, 0, "gradients: expected 3 x 4 ([count, dimension]), got 2 x 4")]
    [InlineData("in-float", 3, 3, 5, 0, "gradients: expected 3 x 4 ([count, dimension]), got 3 x 5")]
    [InlineData("in-double", 3, 3, 4, -1, "workspace: expected at least 20 elements (GetGradientWorkspaceLength(dimension)), got 19")]
    [InlineData("data", 3, 3, 4, 0, "candidates: expected a dimension of 3 (data), got 4")]
    public void Lengths_that_do_not_fit_are_errors_that_name_them_and_nothing_is_written(
        string name, int fitnessLength, int height, int width, int workspaceChange, string message)
    {
        double[] fitness = new double[fitnessLength], gradients = new double[height * width];

        ArgumentException exception = Assert.Throws<ArgumentException>(() => Visit<CallVisitor, bool>(
            name, new CallVisitor(new double[3, 4], fitness, gradients, height, width, workspaceChange)));

        Assert.Equal(message, exception.Message);
        Assert.All([.. fitness, .. gradients], value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_batch_without_rows_needs_nothing()
    {
        Assert.True(Visit<CallVisitor, bool>("in-float", new CallVisitor(new double[0, 4], [], [], 0, 4, int.MinValue)));
    }

    [Fact]
    public void There_is_none_where_the_code_could_not_be_read()
    {
        Assert.False(Visit<GradientBatch, GradientObservation>("unreadable", new GradientBatch(new double[1, 1])).HasGradient);
    }

    [Fact]
    public void Gradient_members_that_the_struct_declares_are_left_to_it()
    {
        GradientObservation seen = Visit<GradientBatch, GradientObservation>("own", new GradientBatch(new double[1, 2]));

        Assert.Equal([42.0, 42.0], seen.Gradients[0]);
        Assert.Equal(7, seen.WorkspaceLength);
    }

    [Fact]
    public void Names_of_the_source_that_the_generated_code_uses_itself_are_told_apart()
    {
        GradientObservation seen = Visit<GradientBatch, GradientObservation>("data", new GradientBatch(new double[1, 3]));

        Assert.Equal([9.0], seen.Fitness);
        Assert.Equal([0.0, 0, 0], seen.Gradients[0]);
    }

    private static TResult Visit<TVisitor, TResult>(string name, TVisitor visitor)
        where TVisitor : IObjectiveVisitor<TResult> =>
        assembly.Value.Create<TVisitor, TResult>(name, new ObjectiveInstance(4, 1), visitor);

    private readonly struct AllocationVisitor : IObjectiveVisitor<long>
    {
        public long Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[,] candidates = new double[5, 9], gradients = new double[5, 9];
            double[] fitness = new double[5], workspace = new double[objective.GetGradientWorkspaceLength(9)];
            return Allocations.OnThisThread(() => objective.EvaluateGradient(candidates, fitness, gradients, workspace));
        }
    }

    private readonly struct CallVisitor(
        double[,] candidates, double[] fitness, double[] gradients, int height, int width, int workspaceChange) : IObjectiveVisitor<bool>
    {
        public bool Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[] workspace = new double[
                workspaceChange == int.MinValue ? 0 : objective.GetGradientWorkspaceLength(candidates.GetLength(1)) + workspaceChange];
            Span2D<double> destination = height == 0 ? default : new(gradients, height, width);
            objective.EvaluateGradient(candidates, fitness, destination, workspace);
            return true;
        }
    }
}

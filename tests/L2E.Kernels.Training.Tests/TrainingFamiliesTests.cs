using CommunityToolkit.HighPerformance;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Training.Tests;

public class TrainingFamiliesTests
{
    // Fewer coordinates than a register has lanes, a part of one more, whole registers, many.
    public static MatrixTheoryData<string, int> FamiliesAndDimensions => new(TrainingFamilies.Names, [2, 9, 16, 100]);

    [Theory]
    [MemberData(nameof(FamiliesAndDimensions))]
    public void Gradient_matches_central_differences(string family, int dimension)
    {
        const int Draws = 8;
        const double Tolerance = 1e-5;
        PhiloxSequence random = new(5, (ulong)dimension);
        RandomTensors points = new(7);
        for (int draw = 0; draw < Draws; draw++)
        {
            TrainingTask task = TrainingFamilies.Draw(family, dimension, ref random);
            double[] point = [.. points.Uniform(dimension, -5, 5).Select(x => (double)x)];
            double[] gradient = new double[dimension], value = new double[1], workspace = new double[task.WorkspaceLength];
            task.EvaluateGradient(
                new ReadOnlySpan2D<double>(point, 1, dimension), value, new Span2D<double>(gradient, 1, dimension), workspace);
            Assert.Equal(Evaluate(point), value[0], 1e-12 * Math.Abs(value[0]));
            Assert.InRange(
                ExtrapolatedDifferences.RelativeError(gradient, ExtrapolatedDifferences.Of(Evaluate, point, radius: 1e-3)), 0, Tolerance);

            double Evaluate(double[] x)
            {
                double[] fitness = new double[1];
                task.Evaluate(new ReadOnlySpan2D<double>(x, 1, dimension), fitness, workspace);
                return fitness[0];
            }
        }
    }
}

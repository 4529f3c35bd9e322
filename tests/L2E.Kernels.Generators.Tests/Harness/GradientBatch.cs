using CommunityToolkit.HighPerformance;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>What an objective's gradient members give for a batch.</summary>
internal sealed record GradientObservation(bool HasGradient, double[] Values, double[] Fitness, double[][] Gradients, int WorkspaceLength);

/// <summary>
/// Evaluates the candidates with and without gradient, in workspaces of exactly the lengths asked for whose contents are rubbish.
/// </summary>
internal readonly struct GradientBatch(double[,] candidates) : IObjectiveVisitor<GradientObservation>
{
    public GradientObservation Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        int count = candidates.GetLength(0), dimension = candidates.GetLength(1);
        double[] values = new Observer(candidates).Visit(objective).Fitness;
        if (!TObjective.HasGradient)
            return new GradientObservation(false, values, [], [], 0);

        double[] workspace = new double[objective.GetGradientWorkspaceLength(dimension)];
        workspace.AsSpan().Fill(double.NaN);
        double[] fitness = new double[count];
        double[,] gradients = new double[count, dimension];
        gradients.AsSpan2D().Fill(double.NaN);
        objective.EvaluateGradient(candidates, fitness, gradients, workspace);
        double[][] rows = [.. Enumerable.Range(0, count).Select(i => gradients.GetRow(i).ToArray())];
        return new GradientObservation(true, values, fitness, rows, workspace.Length);
    }
}

/// <summary>The worst relative error of the gradients at the candidates against differences of the objective's own values.</summary>
internal readonly struct DifferenceCheck(double[,] candidates, double radius = 0.01) : IObjectiveVisitor<double>
{
    public double Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        GradientObservation seen = new GradientBatch(candidates).Visit(objective);
        Assert.True(seen.HasGradient);
        int dimension = candidates.GetLength(1);
        double[] fitness = new double[1], workspace = new double[objective.GetWorkspaceLength(dimension)];
        double worst = 0;
        for (int i = 0; i < seen.Gradients.Length; i++)
        {
            // A sine that comes with its cosine may differ from one alone in the last bit.
            Assert.Equal(seen.Values[i], seen.Fitness[i], 1e-12 * Math.Max(1, Math.Abs(seen.Values[i])));
            double[] expected = ExtrapolatedDifferences.Of(Evaluate, candidates.GetRow(i).ToArray(), radius);
            worst = Math.Max(worst, ExtrapolatedDifferences.RelativeError(seen.Gradients[i], expected));
        }

        return worst;

        double Evaluate(double[] x)
        {
            objective.Evaluate(new ReadOnlySpan2D<double>(x, 1, dimension), fitness, workspace);
            return fitness[0];
        }
    }
}

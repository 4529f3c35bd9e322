using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>
/// Values and gradients of the candidates, from a workspace of exactly the length asked for and destinations full of rubbish; and the
/// worst deviation of a gradient from central differences.
/// </summary>
internal readonly struct GradientObserver(double[,] candidates, double step)
    : IObjectiveVisitor<(double[] Fitness, double[,] Gradients, GradientDeviation Worst)>
{
    public (double[] Fitness, double[,] Gradients, GradientDeviation Worst) Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        Assert.True(TObjective.HasGradient);
        int count = candidates.GetLength(0), dimension = candidates.GetLength(1);
        double[] workspace = new double[objective.GetGradientWorkspaceLength(dimension)];
        workspace.AsSpan().Fill(double.NaN);
        double[] fitness = new double[count];
        double[,] gradients = new double[count, dimension];
        new Span2D<double>(gradients).Fill(double.NaN);
        objective.EvaluateGradient(candidates, fitness, gradients, workspace);

        GradientDeviation worst = default;
        for (int i = 0; i < count; i++)
        {
            GradientDeviation deviation = GradientCheck.Compare(objective, new ReadOnlySpan2D<double>(candidates).GetRowSpan(i), step);
            if (deviation.Worst > worst.Worst)
                worst = deviation;
        }

        return (fitness, gradients, worst);
    }
}

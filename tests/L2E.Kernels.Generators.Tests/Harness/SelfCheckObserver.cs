using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>The worst deviation that the library's own check finds at the candidates.</summary>
internal readonly struct SelfCheckObserver(double[,] candidates, double step = GradientSelfCheck.DoubleStep)
    : IObjectiveVisitor<GradientDeviation>
{
    public GradientDeviation Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        GradientDeviation worst = default;
        for (int i = 0; i < candidates.GetLength(0); i++)
        {
            GradientDeviation deviation = GradientSelfCheck.Compare(objective, new ReadOnlySpan2D<double>(candidates).GetRowSpan(i), step);
            if (deviation.Worst > worst.Worst)
                worst = deviation;
        }

        return worst;
    }
}

using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests.Constrained;

/// <summary>The constrained problems at their best known points, which the report they come from lists.</summary>
public class ConstrainedProblemTests
{
    // Value, points in the problem's own variables with their bounds, and which constraints are active there.
    public static TheoryData<string, double, double[], double[], double[], int[]> Optima => new()
    {
        {
            "g01", -15, [1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 1], new double[13],
            [1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 100, 100, 1], [0, 1, 2, 6, 7, 8]
        },
        {
            "g04", -30665.53867178332, [78, 33, 29.9952560256815985, 45, 36.7758129057882073], [78, 33, 27, 27, 27], [102, 45, 45, 45, 45],
            [0, 5]
        },
        { "g06", -6961.81387558015, [14.095, 0.8429607892154795668], [13, 0], [100, 100], [0, 1] },
        {
            "g07", 24.30620906818,
            [
                2.17199634142692, 2.3636830416034, 8.77392573913157, 5.09598443745173, 0.990654756560493, 1.43057392853463, 1.32164415364306,
                9.82872576524495, 8.2800915887356, 8.3759266477347,
            ],
            [-10, -10, -10, -10, -10, -10, -10, -10, -10, -10], [10, 10, 10, 10, 10, 10, 10, 10, 10, 10], [0, 1, 2, 3, 4, 5]
        },
        { "g08", -0.0958250414180359, [1.22797135260752599, 4.24537336612274885], [0, 0], [10, 10], [] },
        {
            "g09", 680.630057374402,
            [
                2.33049935147405174, 1.95137236847114592, -0.477541399510615805, 4.36572624923625874, -0.624486959100388983,
                1.03813099410962173, 1.5942266780671519,
            ],
            [-10, -10, -10, -10, -10, -10, -10], [10, 10, 10, 10, 10, 10, 10], [0, 3]
        },
        {
            "g10", 7049.24802052867,
            [
                579.306685017979589, 1359.97067807935605, 5109.97065743133317, 182.01769963061534, 295.601173702746792, 217.982300369384632,
                286.41652592786852, 395.601173702746735,
            ],
            [100, 1000, 1000, 10, 10, 10, 10, 10], [10000, 10000, 10000, 1000, 1000, 1000, 1000, 1000], [0, 1, 2, 3, 4, 5]
        },
        { "g24", -5.50801327159536, [2.32952019747762, 3.17849307411774], [0, 0], [3, 4], [0, 1] },
    };

    [Theory]
    [MemberData(nameof(Optima), DisableDiscoveryEnumeration = true)]
    public void The_best_known_point_has_the_value_that_was_published_and_touches_the_constraints_that_are_active(
        string name, double value, double[] x, double[] lower, double[] upper, int[] active)
    {
        var seen = new AtPoint([.. x.Select((at, i) => (at - lower[i]) / (upper[i] - lower[i]))]);
        (double fitness, double optimum, double[] constraints) = ObjectiveCatalogue.Create<AtPoint, (double, double, double[])>(
            name, new ObjectiveInstance(x.Length), ref seen);

        Assert.Equal(value, optimum);
        Assert.Equal(value, fitness, 1e-9 * Math.Max(1, Math.Abs(value)));
        for (int j = 0; j < constraints.Length; j++)
        {
            // g10's constraints have terms of a million.
            Assert.True(constraints[j] <= 1e-5, $"g[{j}] = {constraints[j]}");
            Assert.Equal(active.Contains(j), constraints[j] >= -1e-4);
        }
    }

    [Fact]
    public void Arguments_of_the_wrong_size_are_refused()
    {
        Problems.Constrained.G06.Binding objective = default;
        Assert.Equal(
            "constraints: expected 3 x 2 ([count, ConstraintCount]), got 3 x 1",
            Assert.Throws<ArgumentException>(() => objective.EvaluateConstraints(new double[3, 2], new double[3, 1])).Message);
        Assert.Throws<ArgumentException>(() => objective.EvaluateConstraints(new double[3, 3], new double[3, 2]));
    }

    private readonly struct AtPoint(double[] fractions) : IObjectiveVisitor<(double, double, double[])>
    {
        public (double, double, double[]) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            ObjectiveDescription box = TObjective.Description;
            double[] x = [.. fractions.Select(fraction => box.Lower + (box.Upper - box.Lower) * fraction)];
            double[] fitness = new double[1], constraints = new double[objective.ConstraintCount];
            ReadOnlySpan2D<double> row = new(x, 1, x.Length);
            objective.Evaluate(row, fitness, new double[objective.GetWorkspaceLength(x.Length)]);
            objective.EvaluateConstraints(row, new Span2D<double>(constraints, 1, constraints.Length));
            return (fitness[0], objective.KnownOptimum, constraints);
        }
    }
}

using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Training.Tests;

/// <summary>What is trained is what the solver runs.</summary>
public class SolverAgreementTests
{
    [Theory]
    [InlineData(5, 600)]
    [InlineData(23, 4000)]
    public void An_unroll_moves_the_anchor_as_the_population_of_the_solver_does(int dimension, int budget)
    {
        const int Generations = 12;
        float[] parameters = new RandomTensors(3).Normal(GateNetwork.ParameterCount, 0.3f);
        List<double[]> evaluated = [];
        DualObjective recorded = new(x =>
        {
            evaluated.Add([.. x.Select(value => value.Value)]);
            return Waves(x);
        });
        SolverOptions options = SolverOptions.ForBox(dimension, -5, 5, budget) with
        {
            Seed = 11,
            Population = 10,
            Weights = OperatorWeights.FromParameters("moderate", parameters),
            Proposals = Proposals.Population | Proposals.PopulationGradient,
        };
        using Solver<DualObjective> solver = new(recorded, options);
        solver.Solve();

        // Generations of 10 individuals, mirror images of each other around the anchor that follows them.
        int first = evaluated.FindIndex(10, anchor => Mirrors(evaluated, evaluated.IndexOf(anchor)));
        TrainingTask task = TrainingTask.Create(new DualObjective(Waves), dimension);
        UnrollShape shape = new(10, dimension);
        PopulationState state = new(shape);
        state.Start(shape, evaluated[first], budget / 11.0, 11);
        Unroll unroll = new(shape, 1);
        for (int k = 1; k <= Generations; k++)
        {
            unroll.Run(task, parameters, state, 1);
            Assert.Equal(evaluated[first + 11 * k], state.Anchor.ToArray());
        }
    }

    private static bool Mirrors(List<double[]> evaluated, int last)
    {
        for (int h = 0; h < 5; h++)
        {
            for (int i = 0; i < evaluated[last].Length; i++)
            {
                double above = evaluated[last - 10 + h][i], below = evaluated[last - 5 + h][i];
                bool isHeld = Math.Abs(above) == 5 || Math.Abs(below) == 5;
                if (!isHeld && Math.Abs(above + below - 2 * evaluated[last][i]) > 1e-9)
                    return false;
            }
        }

        return true;
    }

    private static Dual Waves(Dual[] x)
    {
        Dual sum = 0;
        foreach (Dual value in x)
            sum += (value - 1.3) * (value - 1.3) + 2 - 2 * Dual.Cos(3 * (value - 1.3));
        return sum;
    }
}

using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;
using OwnOperator;

namespace L2E.Kernels.Training.Tests;

/// <summary>Operators other than the gate network, plugged into solver and trainer.</summary>
[Collection(nameof(Alone))]
public class OperatorTests
{
    // In the first generation of a run nothing that the gradient holds fixed depends on the parameters: not the sample, so neither ranks
    // nor features nor fitness differences. The derivative is the whole one there, but for the damping.
    [Theory]
    [MemberData(nameof(Operators))]
    public void Gradient_of_a_generation_matches_central_differences_in_every_parameter(string name)
    {
        IEvolutionOperator evolutionOperator = Create(name);
        float[] parameters = new RandomTensors(4).Normal(evolutionOperator.ParameterCount, 0.5f);
        UnrollShape shape = new(12, 7);
        PhiloxSequence random = new(5, 0);
        TrainingTask task = TrainingFamilies.Draw("ellipsoid", shape.Dimension, ref random);
        Unroll unroll = new(shape, 1, evolutionOperator);
        PopulationState state = new(shape);
        float[] gradient = new float[parameters.Length];
        unroll.Differentiate(task, parameters, Begin(), 1, gradient);
        double[] differences = new double[parameters.Length];
        for (int k = 0; k < parameters.Length; k++)
            differences[k] = (4 * Slope(k, 1f / 32) - Slope(k, 1f / 16)) / 3;

        double largest = differences.Max(Math.Abs);
        Assert.True(largest > 0.01);
        for (int k = 0; k < parameters.Length; k++)
            Assert.Equal(differences[k], gradient[k] / Unroll.Damping, 1e-3 * largest);

        double Slope(int k, float step)
        {
            float centre = parameters[k];
            parameters[k] = centre + step;
            double above = unroll.Run(task, parameters, Begin(), 1);
            parameters[k] = centre - step;
            double below = unroll.Run(task, parameters, Begin(), 1);
            parameters[k] = centre;
            return (above - below) / (2 * step);
        }

        PopulationState Begin()
        {
            state.Start(shape, new RandomTensors(6).Uniform(shape.Dimension, -4, 4).Select(x => (double)x).ToArray(), 20, 8);
            return state;
        }
    }

    [Fact]
    public void Training_lowers_the_loss_of_runs_that_it_has_not_seen()
    {
        using Trainer trainer = new(
            SmallTraining.Configuration with
            {
                Families = ["sphere"],
                ShortestHorizon = 30,
                Window = 40,
                Tasks = 8,
                Iterations = 1000,
                LearningRate = 0.03,
            },
            threads: 1, new ScheduleOperator());
        double before = trainer.Validate().Validation;
        for (int i = 0; i < 30; i++)
            trainer.Step();
        double after = trainer.Validate().Validation;
        Assert.True(after < before - 0.1, $"{before} decades before, {after} after");
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_training_step_allocates_nothing(string name)
    {
        using Trainer trainer = new(SmallTraining.Configuration with { Iterations = 1000 }, 2, Create(name));
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            for (int i = 0; i < 5; i++)
                trainer.Step();
        }));
    }

    [Fact]
    public void A_checkpoint_of_another_operator_is_refused()
    {
        using Trainer constants = new(SmallTraining.Configuration, 1, ConstantOperator.Instance), gates = new(SmallTraining.Configuration);
        MemoryStream stream = new();
        constants.Save(stream);
        stream.Position = 0;
        Assert.Contains("and operator", Assert.Throws<InvalidDataException>(() => gates.Load(stream)).Message);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void The_solver_runs_an_operator_from_its_file_and_the_certificate_holds(string name)
    {
        IEvolutionOperator evolutionOperator = Create(name);
        float[] parameters = new RandomTensors(9).Normal(evolutionOperator.ParameterCount, 2);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        OperatorWeights.FromParameters("own", parameters, evolutionOperator: evolutionOperator).Save(path);
        try
        {
            Assert.Throws<InvalidDataException>(() => OperatorWeights.Load(path, GateNetworkOperator.Instance));
            OperatorWeights weights = OperatorWeights.Load(path, evolutionOperator);
            Assert.Equal(parameters, weights.Parameters.ToArray());
            SolverOptions options = SolverOptions.ForBox(5, -5, 5, 2000) with
            {
                Weights = weights,
                Proposals = Proposals.Population | Proposals.PopulationGradient,
            };
            using Solver<DualObjective> own = new(new DualObjective(Bowl), options);
            using Solver<DualObjective> gates = new(new DualObjective(Bowl), options with { Weights = OperatorWeights.Default });
            SolveResult result = own.Solve();
            Assert.True(result.Certificate.Holds);
            Assert.NotEqual(gates.Solve().BestFitness, result.BestFitness);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<string> Operators => ["schedule", "constants"];

    private static IEvolutionOperator Create(string name) => name == "schedule" ? new ScheduleOperator() : ConstantOperator.Instance;

    private static Dual Bowl(Dual[] x)
    {
        Dual sum = 0;
        foreach (Dual value in x)
            sum += (value - 1) * (value - 1);
        return sum;
    }
}

using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Tests.Methods;

public sealed class AblationsTests
{
    // Small enough that no output is at its bound.
    private static readonly OperatorWeights weights = OperatorWeights.FromParameters(
        "small", [.. OperatorWeights.Random(5).Parameters.ToArray().Select(value => 0.1f * value)]);

    [Fact]
    public void The_blend_is_fixed_at_its_hand_set_value_and_nothing_else_is()
    {
        GenerationRecord[] free = Run("sphere", weights), held = Run("sphere", Ablations.FixBlend(weights));
        Assert.True(free.Select(record => record.Blend).Distinct().Count() > 1);
        Assert.All(held, record => Assert.Equal(1 / (1 + Math.Exp(1.66)), record.Blend, 1e-12));
        // Before the first move the two are the same run.
        Assert.Equal(free[0].Gates!.Delta, held[0].Gates!.Delta);
    }

    [Fact]
    public void Without_selection_the_gates_are_the_same_for_all_individuals()
    {
        Assert.All(Run("rastrigin", weights), record => Assert.True(record.Gates!.Delta.Distinct().Count() > 1));
        GenerationRecord[] blind = Run("rastrigin", Ablations.RemoveSelection(weights));
        Assert.All(blind, record =>
        {
            Assert.Single(record.Gates!.Delta.Distinct());
            Assert.Equal(record.Gates.Decay.Length, record.Gates.B.Distinct().Count());
            Assert.Equal(record.Gates.Decay.Length, record.Gates.C.Distinct().Count());
        });
        Assert.True(blind.Select(record => record.Gates!.Delta[0]).Distinct().Count() > 1);
    }

    [Fact]
    public void In_an_open_loop_the_outputs_do_not_depend_on_the_problem()
    {
        OperatorWeights open = Ablations.OpenLoop(weights);
        GenerationRecord[] first = Run("sphere", open), second = Run("rastrigin", open);
        Assert.Equal(first.Select(record => record.Blend), second.Select(record => record.Blend));
        foreach ((GenerationRecord a, GenerationRecord b) in first.Zip(second))
        {
            Assert.Equal(a.Gates!.Delta, b.Gates!.Delta);
            Assert.Equal(a.Gates.C, b.Gates.C);
            Assert.Equal(a.Gates.Relaxation, b.Gates.Relaxation);
        }

        Assert.True(first.Select(record => record.Gates!.Delta[0]).Distinct().Count() > 1);
        Assert.NotEqual(
            Run("sphere", weights).Select(record => record.Gates!.Delta[0]),
            Run("rastrigin", weights).Select(record => record.Gates!.Delta[0]));
    }

    [Fact]
    public void Constant_outputs_are_their_biases_whatever_the_problem()
    {
        OperatorWeights constant = Ablations.HoldConstant(weights);
        GenerationRecord[] records = [.. Run("sphere", constant), .. Run("ackley", constant)];
        Assert.Single(records.Select(record => record.Blend).Distinct());
        Assert.Single(records.SelectMany(record => record.Gates!.Relaxation).Distinct());
    }

    [Fact]
    public void Without_projection_gates_are_the_same_and_the_averaged_step_is_longer()
    {
        double[] longer = new double[8];
        for (int seed = 0; seed < longer.Length; seed++)
        {
            OperatorWeights random = OperatorWeights.Random((ulong)seed);
            GenerationRecord whole = Run("sphere", random)[0], free = Run("sphere", Ablations.RemoveProjection(random))[0];
            Assert.Equal(whole.Gates!.C, free.Gates!.C);
            longer[seed] = free.AveragedRadius / whole.AveragedRadius;
        }

        Assert.True(longer.Max() > 1.1, string.Join(", ", longer));
    }

    [Fact]
    public void Tuned_constants_are_those_of_the_dimension_and_the_same_for_every_generation()
    {
        OperatorWeights[] seen = [.. new[] { 2, 10, 30, 100, 1000 }.Select(dimension => TunedConstants.For(dimension))];
        Assert.Equal([seen[1], seen[1], seen[2], seen[3], seen[3]], seen);
        Assert.Equal(3, seen.Distinct().Count());
        Assert.All(seen, weights => Assert.Contains("\"families\"", weights.Training));
        Assert.Single(Run("sphere", seen[0]).Select(record => record.Blend).Distinct());
    }

    [Fact]
    public void The_parameters_given_stay_as_they_are_and_names_tell_them_apart()
    {
        float[] before = weights.Parameters.ToArray();
        string[] names = [.. Ablations.Create(weights).Select(method => method.Name)];
        Assert.Equal(before, weights.Parameters.ToArray());
        Assert.Equal(11, names.Distinct().Count());
        Assert.Equal(
            [
                "whole", "l2e-nolearn", "l2e-noprox", "no-operator", "fixed-blend", "no-projection", "no-selection", "open-loop", "constant",
                "tuned-constants", "random",
            ],
            Ablations.Create(OperatorWeights.Default).Select(method => method.Name));
        Assert.Equal(6, names.Except(Ablations.Create(OperatorWeights.Random(6)).Select(method => method.Name)).Count());
    }

    [Fact]
    public void Of_a_scan_over_time_the_selection_the_feedback_and_all_of_it_can_be_taken()
    {
        float[] parameters = new float[TimeScanOperator.Instance.ParameterCount];
        PhiloxSequence random = new(7, 0);
        foreach (ref float parameter in parameters.AsSpan())
            parameter = (float)(0.3 * random.NextNormalPair().First);
        OperatorWeights scan = OperatorWeights.FromParameters("scan", parameters, evolutionOperator: TimeScanOperator.Instance);
        Assert.Equal(
            ["whole", "l2e-nolearn", "l2e-noprox", "no-operator", "no-selection", "open-loop", "constant", "tuned-constants", "random"],
            Ablations.Create(scan).Select(method => method.Name.Split('@')[0]));

        OperatorWeights open = TimeScanAblations.OpenLoop(scan), bare = TimeScanAblations.RemoveScan(scan);
        double[] Blends(string problem, OperatorWeights weights) => [.. Run(problem, weights).Select(record => record.Blend)];
        Assert.NotEqual(Blends("sphere", scan), Blends("rastrigin", scan));
        Assert.Equal(Blends("sphere", open), Blends("rastrigin", open));
        Assert.True(Blends("sphere", open).Distinct().Count() > 1);
        OperatorWeights scalars = OperatorWeights.FromParameters(
            "scalars", parameters.AsSpan(0, 8), evolutionOperator: ConstantOperator.Instance);
        Assert.Equal(Blends("rastrigin", scalars), Blends("rastrigin", bare));
        // The gates of the scan are in the moves, not in the controls of the first generation.
        OperatorWeights blind = TimeScanAblations.RemoveSelection(scan);
        Assert.Equal(Blends("rastrigin", scan)[0], Blends("rastrigin", blind)[0]);
        Assert.NotEqual(Blends("rastrigin", scan), Blends("rastrigin", blind));
    }

    /// <summary>The first generations of the population alone.</summary>
    private static GenerationRecord[] Run(string problem, OperatorWeights weights)
    {
        PopulationRun run = new(weights);
        return ObjectiveCatalogue.Create<PopulationRun, GenerationRecord[]>(problem, new ObjectiveInstance(8), ref run);
    }

    private readonly struct PopulationRun(OperatorWeights weights) : IObjectiveVisitor<GenerationRecord[]>
    {
        public GenerationRecord[] Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            SolverOptions options = SolverOptions.For<TObjective>(8, 800) with
            {
                Weights = weights,
                Proposals = Proposals.Population | Proposals.PopulationGradient,
                RecordTrace = true,
            };
            using Solver<TObjective> solver = new(objective, options);
            solver.Solve();
            return [.. solver.Engine.Trace!.Generations.Where(record => record.Restart == 0).Take(12)];
        }
    }
}

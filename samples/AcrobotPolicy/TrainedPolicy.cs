using L2E.Kernels;
using L2E.Kernels.Problems;

namespace AcrobotPolicy;

/// <summary>The best policy that a search has found.</summary>
/// <param name="Weights">The variables of the policy, <c>[65]</c>.</param>
/// <param name="Curve">Steps to the goal of the best policy after each evaluation, the mean over the starts that it is trained on.</param>
public sealed record TrainedPolicy(double[] Weights, double[] Curve)
{
    // Of the streams of a seed: the starts, and what the solver draws, are in others.
    private const ulong RandomSearchStream = ulong.MaxValue;

    /// <summary>Trains with the library's solver, from a random policy.</summary>
    /// <param name="problem">The starts to train on.</param>
    /// <param name="seed">The solver's seed.</param>
    /// <param name="budget">Number of evaluations, at least 1.</param>
    public static TrainedPolicy Solve(TrainingStarts problem, int seed, int budget)
    {
        Engine engine = new(SolverOptions.For<Acrobot>(Acrobot.VariableCount, budget) with { Seed = (ulong)seed });
        double[] fitness = new double[engine.LargestBatch], curve = new double[budget];
        double best = double.PositiveInfinity;
        int evaluation = 0;
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                fitness[i] = problem.Evaluate(batch.Points.GetRowSpan(i));
                curve[evaluation++] = best = Math.Min(best, fitness[i]);
            }

            engine.Tell(fitness.AsSpan(0, batch.Count));
        }

        curve.AsSpan(evaluation).Fill(best);
        return new TrainedPolicy(engine.Best.ToArray(), curve);
    }

    /// <summary>Draws policies uniformly from the box, and keeps the best.</summary>
    /// <param name="problem">The starts to train on.</param>
    /// <param name="seed">Draws the policies.</param>
    /// <param name="budget">Number of evaluations, at least 1.</param>
    public static TrainedPolicy SearchAtRandom(TrainingStarts problem, int seed, int budget)
    {
        SolverOptions box = SolverOptions.For<Acrobot>(Acrobot.VariableCount, budget);
        PhiloxSequence random = new((ulong)seed, RandomSearchStream);
        double[] candidate = new double[Acrobot.VariableCount], weights = new double[Acrobot.VariableCount], curve = new double[budget];
        double best = double.PositiveInfinity;
        for (int evaluation = 0; evaluation < budget; evaluation++)
        {
            for (int i = 0; i < candidate.Length; i++)
                candidate[i] = random.NextUniform(box.Lower[i], box.Upper[i]);
            double steps = problem.Evaluate(candidate);
            if (steps < best)
            {
                best = steps;
                candidate.CopyTo(weights, 0);
            }

            curve[evaluation] = best;
        }

        return new TrainedPolicy(weights, curve);
    }
}

using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>This library's solver, in black-box mode with default settings, or without a part of it.</summary>
public sealed class L2E : IMethod
{
    private readonly Func<SolverOptions, SolverOptions> change;

    internal L2E(string name, string description, Func<SolverOptions, SolverOptions> change) =>
        (Name, Description, this.change) = (name, description, change);

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string Description { get; }

    /// <summary>The solver as it is.</summary>
    public static L2E Whole { get; } = new("l2e", "The composite solver of this library, black-box mode.", options => options);

    /// <summary>The solver without proxy gradients: learned population and jumps.</summary>
    public static L2E WithoutProxyGradients { get; } = new(
        "l2e-noprox", "The same without proxy gradients: the learned population, without its gradient step, and jumps.",
        options => options with { Proposals = Proposals.Population | Proposals.Jumps });

    /// <summary>The solver without its learned population.</summary>
    public static L2E WithoutLearning { get; } = new(
        "l2e-nolearn", "The same without the learned population: proxy-Newton steps of coordinates, and jumps.",
        options => options with { Proposals = Proposals.Coordinates | Proposals.Jumps });

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        SolverOptions options = SolverOptions.ForBox(box.Dimension, box.Lower, box.Upper, box.Budget) with
        {
            Seed = box.Seed,
            Start = box.Start.ToArray(),
            // A spread goes to either side.
            Spread = box.Spread == 1 ? null : box.Spread / 2,
        };
        Engine engine = new(change(options));
        double[] fitness = new double[engine.LargestBatch];
        while (!box.IsSpent)
        {
            CandidateBatch batch = engine.Ask();
            // No value was finite: there is nothing that the solver could rank.
            if (batch.Count == 0)
                return;
            Span<double> values = fitness.AsSpan(0, batch.Count);
            box.Evaluate(batch.Points, values);
            engine.Tell(values);
        }
    }
}

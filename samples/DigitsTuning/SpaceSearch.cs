using L2E.Kernels;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;

namespace DigitsTuning;

/// <summary>The library's solver in a parameter space, where it tries no values twice.</summary>
/// <param name="space">The space.</param>
public sealed class SpaceSearch(ParameterSpace space) : IMethod
{
    /// <inheritdoc />
    public string Name => "l2e";

    /// <inheritdoc />
    public string Description => "The solver of this library in the parameter space.";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        Engine engine = new(space.CreateOptions(box.Budget) with { Seed = box.Seed, Start = box.Start.ToArray() });
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (engine.IsPending(i))
                    engine.Tell(i, box.Evaluate(batch.Points.GetRowSpan(i)));
            }
        }
    }
}

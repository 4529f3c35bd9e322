using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>Uniformly random points: what every method has to beat.</summary>
public sealed class RandomSearch : IMethod
{
    /// <inheritdoc />
    public string Name => "random";

    /// <inheritdoc />
    public string Description => "Uniformly random points in the box.";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        RandomPoints points = new(box);
        double[] point = new double[box.Dimension];
        box.Evaluate(box.Start);
        while (!box.IsSpent)
        {
            points.Next(point);
            box.Evaluate(point);
        }
    }
}

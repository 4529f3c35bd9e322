using System.Numerics.Tensors;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>Cumulative step-size adaptation (arXiv 1604.00772, section 4).</summary>
internal sealed class StepSizeControl(SamplingConstants constants, int dimension, double firstStep)
{
    private readonly double[] path = new double[dimension];
    private int generations;

    /// <summary>The step size.</summary>
    public double Step { get; private set; } = firstStep;

    /// <summary>
    /// Takes the weighted mean of a generation's standard normal vectors, <c>[dimension]</c>, and adapts the step.
    /// </summary>
    /// <returns>Whether the path is not too long: the covariance path stalls where the step size has yet to catch up.</returns>
    public bool Update(ReadOnlySpan<double> whitened)
    {
        double rate = constants.StepSizeRate;
        TensorPrimitives.Multiply(path, 1 - rate, path);
        TensorPrimitives.MultiplyAdd(whitened, Math.Sqrt(rate * (2 - rate) * constants.Mass), path, path);
        generations++;
        double length = TensorPrimitives.Norm<double>(path);
        // At most a factor of e a generation, as in the reference implementation.
        Step *= Math.Exp(Math.Min(1, rate / constants.StepSizeDamping * (length / constants.ExpectedNorm - 1)));
        double settled = Math.Sqrt(1 - Math.Pow(1 - rate, 2.0 * generations));
        return length / settled < (1.4 + 2.0 / (dimension + 1)) * constants.ExpectedNorm;
    }

    /// <summary>Changes the sign of a coordinate.</summary>
    public void Mirror(int coordinate) => path[coordinate] = -path[coordinate];
}

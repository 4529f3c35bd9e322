using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>A matrix of exploration noise. Random numbers are constants: there is no backward pass.</summary>
internal sealed class ExplorationNoiseWorkload : IWorkload
{
    private const ulong Seed = 6;
    private readonly int rows, dimension;
    private readonly float[] scale, E;

    public ExplorationNoiseWorkload(int rows, int dimension)
    {
        this.rows = rows;
        this.dimension = dimension;
        scale = new RandomTensors(6).Uniform(dimension, 0.1f, 2);
        E = new float[rows * dimension];
        Shape = $"[{rows}, {dimension}]";
        // A pair of numbers takes a logarithm and a sine with its cosine, and in floating point besides: two uniform numbers of two
        // fused multiply-adds each, a product and a root, and per number a product with the radius and one with the scale. The
        // integers of the generator, ten rounds for four numbers, are not counted.
        Passes = [new Pass("forward", new Cost(4.0 * (E.Length + dimension), E.Length, 7.0 * E.Length), Fill)];
    }

    public string Operator => nameof(ExplorationNoise);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        Fill();
        double[] expected = new double[E.Length];
        for (int k = 0; k < expected.Length; k++)
        {
            double gauss = ExplorationNoiseOracle.Gauss(Seed, 0, 0, k / dimension, k % dimension);
            expected[k] = scale[k % dimension] * Math.Clamp(gauss, -ExplorationNoise.Truncation, ExplorationNoise.Truncation);
        }

        OracleCheck.Close("E", E, expected, 1);
    }

    private void Fill() => ExplorationNoise.Fill(Seed, 0, 0, rows, dimension, scale, E);
}

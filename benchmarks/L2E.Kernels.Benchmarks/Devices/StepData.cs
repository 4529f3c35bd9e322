using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>Inputs of the fused step.</summary>
internal sealed class StepData(int population, int dimension)
{
    public const float Rho = 0.95f;

    private readonly RandomTensors random = new(population + dimension);

    public int Population => population;

    public int Dimension => dimension;

    public float[] RowBound => field ??= random.Uniform(population, 0.2f, 3);

    public float[] Relaxation => field ??= random.Uniform(population, 0, 1);

    public float[] D => field ??= random.Uniform(population * dimension, -3, 3);

    public float[] Y => field ??= random.Uniform(population * dimension, -3, 3);

    public float[] Lower => field ??= random.Uniform(dimension, -2, 0);

    public float[] Upper => field ??= random.Uniform(dimension, 0, 2);

    public float[] Next { get; } = new float[population * dimension];
}

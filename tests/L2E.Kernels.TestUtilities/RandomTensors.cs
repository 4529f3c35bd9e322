namespace L2E.Kernels.TestUtilities;

/// <summary>Seeded test data, exact in float.</summary>
public sealed class RandomTensors(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Standard normal numbers, scaled.</summary>
    public float[] Normal(int length, float scale = 1) => [.. Enumerable.Range(0, length).Select(_ =>
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return scale * (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    })];

    /// <summary>Uniform numbers.</summary>
    public float[] Uniform(int length, float lower, float upper) =>
        [.. Enumerable.Range(0, length).Select(_ => lower + (upper - lower) * random.NextSingle())];

    public static double[] Widen(float[] tensor) => [.. tensor.Select(x => (double)x)];
}

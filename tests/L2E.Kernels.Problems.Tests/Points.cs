namespace L2E.Kernels.Problems.Tests;

/// <summary>Seeded points for the tests.</summary>
internal static class Points
{
    public static double[] Uniform(int count, double lower, double upper, int seed)
    {
        Random random = new(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = lower + (upper - lower) * random.NextDouble();
        return values;
    }
}

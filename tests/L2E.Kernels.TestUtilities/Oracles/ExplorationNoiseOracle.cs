namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>The numbers of the exploration noise, one at a time.</summary>
public static class ExplorationNoiseOracle
{
    /// <summary>
    /// The normal number of an element, neither clipped nor scaled: in double after the uniform numbers, which are floats by
    /// definition.
    /// </summary>
    public static double Gauss(ulong seed, uint iteration, uint stream, int row, int c)
    {
        PhiloxBlock block = Philox.Generate(new PhiloxBlock((uint)(16 * (c / 64) + c % 16), (uint)row, iteration, stream), seed);
        int word = c / 16 % 4;
        (uint radiusWord, uint angleWord) = word < 2 ? (block.X0, block.X1) : (block.X2, block.X3);
        double radius = Math.Sqrt(-2 * Math.Log(Uniform(radiusWord))), angle = 2 * Math.PI * Uniform(angleWord);
        return radius * (word % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
    }

    private static double Uniform(uint word) => (float)((double)(float)word / 4294967296.0 + 0.5 / 4294967296.0);
}

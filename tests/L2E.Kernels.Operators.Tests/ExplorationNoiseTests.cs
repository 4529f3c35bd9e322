namespace L2E.Kernels.Operators.Tests;

public class ExplorationNoiseTests
{
    private const ulong Seed = 0x0123456789ABCDEF;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 15)]
    [InlineData(1, 16)]
    [InlineData(3, 17)]
    [InlineData(2, 63)]
    [InlineData(2, 64)]
    [InlineData(2, 65)]
    [InlineData(5, 333)]
    public void Every_element_is_the_documented_transform_of_its_philox_word(int rows, int dimension)
    {
        float[] scale = new float[dimension], E = new float[rows * dimension];
        for (int d = 0; d < dimension; d++)
            scale[d] = 0.5f + d;
        ExplorationNoise.Fill(Seed, 7, 11, rows, dimension, scale, E);

        for (int row = 0; row < rows; row++)
        {
            for (int d = 0; d < dimension; d++)
            {
                double expected = scale[d] * Math.Clamp(Gauss(7, 11, row, d), -6, 6);
                Assert.Equal(expected, E[row * dimension + d], 1e-6 * scale[d] * 6);
            }
        }
    }

    /// <summary>The definition, in double after the uniform numbers, which are floats by definition.</summary>
    private static double Gauss(uint iteration, uint stream, int row, int c)
    {
        PhiloxBlock block = Philox.Generate(new PhiloxBlock((uint)(16 * (c / 64) + c % 16), (uint)row, iteration, stream), Seed);
        int word = c / 16 % 4;
        (uint radiusWord, uint angleWord) = word < 2 ? (block.X0, block.X1) : (block.X2, block.X3);
        double radius = Math.Sqrt(-2 * Math.Log(Uniform(radiusWord))), angle = 2 * Math.PI * Uniform(angleWord);
        return radius * (word % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
    }

    private static double Uniform(uint word) => (float)((double)(float)word / 4294967296.0 + 0.5 / 4294967296.0);
}

using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

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
                double expected = scale[d] * Math.Clamp(ExplorationNoiseOracle.Gauss(Seed, 7, 11, row, d), -6, 6);
                Assert.Equal(expected, E[row * dimension + d], 1e-6 * scale[d] * 6);
            }
        }
    }

    /// <summary>
    /// The bits themselves, recorded once at 512 bits: with narrower registers the same test must pass, so the width plays no part.
    /// </summary>
    [Fact]
    public void The_numbers_are_the_same_bits_at_every_vector_width()
    {
        float[] E = Fill(40, 1111, 3, 5);
        ulong hash = 14695981039346656037;
        foreach (float value in E)
            hash = unchecked((hash ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211);
        Assert.Equal(0x1C6497F323EA13C2UL, hash);
    }

    [Fact]
    public void An_element_does_not_depend_on_the_number_of_rows_or_coordinates()
    {
        float[] large = Fill(9, 150, 0, 0), small = Fill(4, 70, 0, 0);
        for (int row = 0; row < 4; row++)
            Assert.Equal(large.AsSpan(row * 150, 70).ToArray(), small.AsSpan(row * 70, 70).ToArray());
    }

    [Fact]
    public void Moments_are_those_of_the_standard_normal_distribution()
    {
        float[] E = Fill(1000, 1000, 1, 2);
        double n = E.Length, mean = E.Average(x => (double)x), square = E.Average(x => (double)x * x);
        double cube = E.Average(x => Math.Pow(x, 3)), fourth = E.Average(x => Math.Pow(x, 4));
        // Five standard errors of each mean: the variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
        Assert.Equal(0, mean, 5 * Math.Sqrt(1 / n));
        Assert.Equal(1, square, 5 * Math.Sqrt(2 / n));
        Assert.Equal(0, cube, 5 * Math.Sqrt(15 / n));
        Assert.Equal(3, fourth, 5 * Math.Sqrt(96 / n));
    }

    [Fact]
    public void Rows_iterations_streams_and_neighbouring_words_are_uncorrelated()
    {
        const int Length = 4096;
        float[] two = Fill(2, Length, 1, 2);
        float[] first = two[..Length], second = two[Length..];
        float[] nextWord = [.. first[16..], .. first[..16]], nextCounter = [.. first[1..], first[0]];
        float[][] others = [second, Fill(1, Length, 2, 2), Fill(1, Length, 1, 3), nextWord, nextCounter];
        foreach (float[] other in others)
        {
            double correlation = first.Zip(other).Average(pair => (double)pair.First * pair.Second);
            Assert.Equal(0, correlation, 5 / Math.Sqrt(Length));
        }
    }

    [Fact]
    public void Nothing_behind_the_destination_is_touched()
    {
        for (int dimension = 0; dimension < 140; dimension++)
        {
            using GuardedTensors tensors = new();
            Span<float> E = tensors.New(2 * dimension);
            ExplorationNoise.Fill(Seed, 0, 0, 2, dimension, tensors.Copy(Enumerable.Repeat(1f, dimension).ToArray()), E);
            foreach (float value in E)
                Assert.InRange(value, -ExplorationNoise.Truncation, ExplorationNoise.Truncation);
        }
    }

    [Fact]
    public void Numbers_beyond_the_truncation_are_clipped_to_it()
    {
        // Such a number has probability 2e-9; a search over iterations found one of 6.25 here.
        Assert.Equal(6.251, ExplorationNoiseOracle.Gauss(Seed, 3095397, 0, 0, 57), 1e-3);
        Assert.Equal(6, Fill(1, 64, 3095397, 0)[57]);
    }

    private static float[] Fill(int rows, int dimension, uint iteration, uint stream)
    {
        float[] E = new float[rows * dimension];
        ExplorationNoise.Fill(Seed, iteration, stream, rows, dimension, Enumerable.Repeat(1f, dimension).ToArray(), E);
        return E;
    }
}

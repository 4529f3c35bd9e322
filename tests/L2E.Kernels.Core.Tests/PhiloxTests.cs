namespace L2E.Kernels.Core.Tests;

public sealed class PhiloxTests
{
    // The known-answer vectors published with the authors' reference implementation (Random123, kat_vectors).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xfffffffffffffffful, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0x299f31d0a4093822ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_equal_the_published_known_answers(
        uint c0, uint c1, uint c2, uint c3, ulong key, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal(new PhiloxBlock(x0, x1, x2, x3), Philox.Generate(new PhiloxBlock(c0, c1, c2, c3), key));

    [Fact]
    public void A_sequence_reads_the_words_of_consecutive_counters()
    {
        var sequence = new PhiloxSequence(42, 7);
        for (uint counter = 0; counter < 5; counter++)
        {
            PhiloxBlock block = Philox.Generate(new PhiloxBlock(counter, 0, 7, 0), 42);
            Assert.Equal([block.X0, block.X1, block.X2, block.X3], new[]
            {
                sequence.NextUInt32(), sequence.NextUInt32(), sequence.NextUInt32(), sequence.NextUInt32(),
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1_000_003)]
    public void A_sequence_set_to_a_position_goes_on_as_one_that_drew_its_way_there(int position)
    {
        var drawn = new PhiloxSequence(3, 9);
        for (int i = 0; i < position; i++)
            drawn.NextUInt32();
        var placed = new PhiloxSequence(3, 9) { Position = (ulong)position };
        for (int i = 0; i < 9; i++)
            Assert.Equal(drawn.NextUInt32(), placed.NextUInt32());
        Assert.Equal(drawn.Position, placed.Position);
    }

    [Fact]
    public void Streams_of_one_seed_differ()
    {
        var first = new PhiloxSequence(1, 0);
        var second = new PhiloxSequence(1, 1);
        int equal = 0;
        for (int i = 0; i < 1000; i++)
            equal += first.NextUInt32() == second.NextUInt32() ? 1 : 0;
        Assert.Equal(0, equal);
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var random = new PhiloxSequence(5, 0);
        const int Count = 1_000_000;
        double sum = 0, squares = 0;
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextDouble();
            Assert.InRange(value, 0, 1 - double.Epsilon);
            sum += value;
            squares += value * value;
        }

        // Five standard errors: sqrt(1/12 / n) and sqrt(4/45 / n).
        Assert.InRange(sum / Count, 0.5 - 5 * 2.9e-4, 0.5 + 5 * 2.9e-4);
        Assert.InRange(squares / Count, 1.0 / 3 - 5 * 3e-4, 1.0 / 3 + 5 * 3e-4);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var random = new PhiloxSequence(6, 0);
        const int Pairs = 500_000;
        double sum = 0, squares = 0, product = 0, fourth = 0;
        for (int i = 0; i < Pairs; i++)
        {
            (double a, double b) = random.NextNormalPair();
            sum += a + b;
            squares += a * a + b * b;
            fourth += a * a * a * a + b * b * b * b;
            product += a * b;
        }

        Assert.InRange(sum / (2 * Pairs), -5e-3, 5e-3);
        Assert.InRange(squares / (2 * Pairs), 1 - 7.1e-3, 1 + 7.1e-3);
        Assert.InRange(fourth / (2 * Pairs), 3 - 0.05, 3 + 0.05);
        Assert.InRange(product / Pairs, -7.1e-3, 7.1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Integers_are_spread_evenly_below_their_count(int count)
    {
        var random = new PhiloxSequence(7, (ulong)count);
        int draws = 2000 * count;
        int[] seen = new int[count];
        for (int i = 0; i < draws; i++)
            seen[random.NextInt32(count)]++;
        double chiSquare = 0;
        foreach (int value in seen)
            chiSquare += (value - 2000.0) * (value - 2000.0) / 2000;
        // Mean count - 1, variance twice that: six standard deviations.
        Assert.True(chiSquare <= count - 1 + 6 * Math.Sqrt(2 * count), $"chi square {chiSquare} for {count} values");
    }

    [Fact]
    public void Shuffling_permutes_and_puts_every_item_everywhere_equally_often()
    {
        var random = new PhiloxSequence(8, 0);
        int[,] seen = new int[5, 5];
        int[] items = new int[5];
        const int Rounds = 20_000;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < items.Length; i++)
                items[i] = i;
            random.Shuffle(items.AsSpan());
            for (int i = 0; i < items.Length; i++)
                seen[i, items[i]]++;
            Assert.Equal([0, 1, 2, 3, 4], items.Order());
        }

        // Six standard deviations of a binomial count: sqrt(n 0.2 0.8).
        foreach (int count in seen)
            Assert.InRange(count, Rounds / 5 - 6 * 57, Rounds / 5 + 6 * 57);
    }

    [Fact]
    public void A_count_below_one_is_refused_by_name()
    {
        var random = new PhiloxSequence(1, 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => random.NextInt32(0));
        Assert.Equal("count: expected at least 1, got 0", error.Message);
    }
}

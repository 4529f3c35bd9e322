namespace L2E.Kernels;

/// <summary>
/// A sequence of random numbers read from <see cref="Philox"/>: the counter is (position, stream), the key is the seed. Two
/// streams of one seed are independent. The whole state is three integers, so a stream can be saved and resumed.
/// </summary>
/// <param name="seed">Key of the generator.</param>
/// <param name="stream">Which of 2^64 independent streams.</param>
public struct PhiloxSequence(ulong seed, ulong stream)
{
    private PhiloxBlock block;
    private ulong position;

    /// <summary>Number of 32-bit words drawn so far; setting it moves to that place in the sequence.</summary>
    public ulong Position
    {
        readonly get => position;
        set
        {
            position = value;
            block = Generate(value >> 2);
        }
    }

    /// <summary>The next uniform 32-bit word.</summary>
    public uint NextUInt32()
    {
        uint lane = (uint)position & 3;
        if (lane == 0)
            block = Generate(position >> 2);
        position++;
        return lane switch { 0 => block.X0, 1 => block.X1, 2 => block.X2, _ => block.X3 };
    }

    /// <summary>The next uniform number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble()
    {
        ulong high = NextUInt32(), low = NextUInt32();
        return ((high << 21) ^ (low >> 11)) * (1.0 / (1UL << 53));
    }

    /// <summary>The next uniform number in [<paramref name="lower"/>, <paramref name="upper"/>).</summary>
    /// <param name="lower">Smallest value.</param>
    /// <param name="upper">Upper end, not below <paramref name="lower"/>.</param>
    public double NextUniform(double lower, double upper) => lower + (upper - lower) * NextDouble();

    /// <summary>The next uniform integer in [0, <paramref name="count"/>), without bias.</summary>
    /// <param name="count">Number of values, at least 1.</param>
    public int NextInt32(int count)
    {
        Guard.AtLeast(count, 1);
        // Lemire's multiply-and-reject: the low half below 2^32 mod count is the part that would favour small results.
        uint range = (uint)count, threshold = unchecked(0u - range) % range;
        while (true)
        {
            ulong product = (ulong)NextUInt32() * range;
            if ((uint)product >= threshold)
                return (int)(product >> 32);
        }
    }

    /// <summary>The next pair of independent standard normal numbers, by the transform of Box and Muller.</summary>
    public (double First, double Second) NextNormalPair()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        return (radius * cosine, radius * sine);
    }

    /// <summary>Puts the elements of <paramref name="items"/> into a uniformly random order (Fisher and Yates).</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="items">Permuted in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private readonly PhiloxBlock Generate(ulong index) =>
        Philox.Generate(new PhiloxBlock((uint)index, (uint)(index >> 32), (uint)stream, (uint)(stream >> 32)), seed);
}

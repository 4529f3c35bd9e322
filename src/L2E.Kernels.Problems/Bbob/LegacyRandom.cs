namespace L2E.Kernels.Problems;

/// <summary>
/// The random numbers that BBOB instances have been made from since 2009: the multiplicative generator 16807 modulo 2^31 - 1
/// (Park and Miller) through a shuffle table of 32 entries (Bays and Durham). Only this sequence gives those instances.
/// </summary>
internal static class LegacyRandom
{
    private const long Modulus = 2147483647, Multiplier = 16807;
    private const long Quotient = Modulus / Multiplier, Remainder = Modulus % Multiplier;
    private const int TableLength = 32, Warmup = 8;

    /// <summary>The first <paramref name="count"/> uniform numbers in (0, 1] of a seed.</summary>
    public static double[] Uniform(int count, int seed)
    {
        Span<long> table = stackalloc long[TableLength];
        long state = Math.Max(seed, 1);
        for (int i = TableLength + Warmup - 1; i >= 0; i--)
        {
            state = Next(state);
            if (i < TableLength)
                table[i] = state;
        }

        double[] numbers = new double[count];
        long number = table[0];
        for (int i = 0; i < count; i++)
        {
            int entry = (int)(number / (Modulus / TableLength + 2));
            state = Next(state);
            number = table[entry];
            table[entry] = state;
            // A zero would have no logarithm.
            numbers[i] = number == 0 ? 1e-99 : number / (double)Modulus;
        }

        return numbers;
    }

    /// <summary>The first <paramref name="count"/> standard normal numbers of a seed; they depend on the count.</summary>
    public static double[] Normal(int count, int seed)
    {
        double[] uniform = Uniform(2 * count, seed), numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            double number = Math.Sqrt(-2 * Math.Log(uniform[i])) * Math.Cos(2 * Math.PI * uniform[count + i]);
            numbers[i] = number == 0 ? 1e-99 : number;
        }

        return numbers;
    }

    // Schrage's way of multiplying modulo 2^31 - 1 in 32 bits, which leaves the same residue.
    private static long Next(long state)
    {
        long high = state / Quotient;
        long next = Multiplier * (state - high * Quotient) - Remainder * high;
        return next < 0 ? next + Modulus : next;
    }
}

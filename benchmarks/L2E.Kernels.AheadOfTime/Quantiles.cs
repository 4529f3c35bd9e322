namespace L2E.Kernels.AheadOfTime;

/// <summary>What iterations take.</summary>
/// <param name="Size">Evaluations of each; 0 of iterations of all sizes.</param>
/// <param name="Count">How many iterations.</param>
/// <param name="Median">Microseconds of the one in the middle.</param>
/// <param name="Late">Microseconds that one of 1,000 exceeds.</param>
internal readonly record struct Quantiles(int Size, int Count, double Median, double Late)
{
    /// <param name="size">Evaluations of each.</param>
    /// <param name="microseconds">What each took; sorted here.</param>
    public static Quantiles Of(int size, double[] microseconds)
    {
        Array.Sort(microseconds);
        int count = microseconds.Length;
        return new Quantiles(size, count, microseconds[count / 2], microseconds[(int)(0.999 * (count - 1))]);
    }
}

namespace L2E.Kernels;

/// <summary>
/// What something will take, judged by what it took the last times: the largest of them, forgotten slowly, and half as much again, since
/// to be late is worse than to stop early. Times are in ticks of a clock.
/// </summary>
internal struct CostEstimate
{
    private const double Margin = 1.5, Forgetting = 0.1, LargestCount = 1 << 20;
    private const int Youth = 8;

    private double largest, typical;
    private int measurements;

    /// <summary>What it is expected to take at most; 0 while nothing is known.</summary>
    public readonly double Expected => Margin * largest;

    public void Learn(double measured)
    {
        if (measurements == 0)
            (largest, typical) = (measured, measured);
        largest = Math.Max(measured, largest + Forgetting * (measured - largest));
        // What took very long, since the machine did something else, says little of what is typical.
        if (measurements < Youth)
            typical = Math.Min(typical, measured);
        else
            typical += Forgetting * (Math.Min(measured, 4 * typical + 1) - typical);
        measurements = Math.Min(measurements + 1, Youth);
    }

    /// <summary>Whether it is expected to fit into a time.</summary>
    public bool Fits(double time) => Affordable(time) > 0;

    /// <summary>How many times it is expected to fit into a time; once while nothing is known.</summary>
    public int Affordable(double time)
    {
        double count = measurements == 0 ? 1 : Math.Floor(time / Math.Max(Expected, 1));
        if (count >= 1)
            return (int)Math.Min(count, LargestCount);
        // What is refused is not measured again: forget here, too, or one bad moment would end all progress. The first times, when
        // code is still being compiled, say nothing of what is typical.
        largest += Forgetting * ((measurements < Youth ? 0 : typical) - largest);
        return 0;
    }
}

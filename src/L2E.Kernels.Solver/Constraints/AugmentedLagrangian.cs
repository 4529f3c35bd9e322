namespace L2E.Kernels;

/// <summary>
/// The function that a round of a run with constraints <c>g_j(x) &lt;= 0</c> minimises, with multipliers l_j and penalties p_j that are
/// the same all through the round (Powell, Hestenes, Rockafellar; the rules for penalties are those of Birgin and Martinez: <i>Practical
/// Augmented Lagrangian Methods for Constrained Optimization</i>, SIAM 2014, algorithm 4.1):
/// <c>L(x) = f(x) + sum_j (max(0, l_j + p_j g_j(x))^2 - l_j^2) / (2 p_j)</c>.
/// </summary>
internal sealed class AugmentedLagrangian(int count) : IStateful
{
    // A constraint that is broken as much as points of the box usually break it costs this many times what their values differ by.
    private const double FirstPenalty = 10;

    // A constraint that has not come this much nearer in a round gets a penalty so many times as large, up to a limit.
    private const double Progress = 0.25, PenaltyGrowth = 10, LargestGrowth = 1e8;

    // What is asked for is g_j <= -margin, so that points which reach it up to rounding do not break the constraint itself.
    private const double Margin = 1e-10;

    private readonly double[] multipliers = new double[count], penalties = new double[count], limits = new double[count];
    private readonly double[] margins = new double[count], distances = new double[count];

    /// <summary>The multipliers, <c>[count]</c>, at least 0: what an easier constraint would gain.</summary>
    public ReadOnlySpan<double> Multipliers => multipliers;

    /// <summary>Begins again, from the values of the first batch.</summary>
    /// <param name="fitness">Its values; +infinity for one that failed.</param>
    /// <param name="constraints">Its constraints, <c>[fitness.Length, count]</c>.</param>
    /// <param name="scratch">As long as <paramref name="fitness"/>.</param>
    public void Begin(ReadOnlySpan<double> fitness, ReadOnlySpan<double> constraints, Span<double> scratch)
    {
        int finite = Gather(fitness, 0, 1, scratch);
        double middle = Median(scratch[..finite]);
        double spread = MedianDistance(scratch[..finite], middle);
        if (!(spread > 0))
            spread = Math.Max(Math.Abs(middle), 1);
        for (int j = 0; j < count; j++)
        {
            double scale = MedianDistance(scratch[..Gather(constraints, j, count, scratch)], 0);
            if (!(scale > 0))
                scale = 1;
            multipliers[j] = 0;
            penalties[j] = FirstPenalty * spread / (scale * scale);
            limits[j] = LargestGrowth * penalties[j];
            margins[j] = Margin * scale;
            distances[j] = double.PositiveInfinity;
        }
    }

    /// <summary>L(x).</summary>
    /// <param name="fitness">f(x).</param>
    /// <param name="constraints">g(x), <c>[count]</c>.</param>
    public double Merit(double fitness, ReadOnlySpan<double> constraints)
    {
        double merit = fitness;
        for (int j = 0; j < count; j++)
        {
            double pressure = Math.Max(0, multipliers[j] + penalties[j] * (constraints[j] + margins[j]));
            merit += (pressure * pressure - multipliers[j] * multipliers[j]) / (2 * penalties[j]);
        }

        return merit;
    }

    /// <summary>Ends a round: new multipliers, and larger penalties where they are needed.</summary>
    /// <param name="constraints">g at the round's best point, <c>[count]</c>.</param>
    public void Update(ReadOnlySpan<double> constraints)
    {
        for (int j = 0; j < count; j++)
        {
            // How far from g_j <= 0 <= l_j with one of them 0.
            double distance = Math.Abs(Math.Max(constraints[j] + margins[j], -multipliers[j] / penalties[j]));
            multipliers[j] = Math.Max(0, multipliers[j] + penalties[j] * (constraints[j] + margins[j]));
            if (distance > Math.Max(Progress * distances[j], margins[j]))
                penalties[j] = Math.Min(PenaltyGrowth * penalties[j], limits[j]);
            distances[j] = distance;
        }
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(multipliers.AsSpan());
        state.Next(penalties.AsSpan());
        state.Next(limits.AsSpan());
        state.Next(margins.AsSpan());
        state.Next(distances.AsSpan());
    }

    /// <summary>Copies the finite values of a column.</summary>
    private static int Gather(ReadOnlySpan<double> values, int column, int width, Span<double> destination)
    {
        int finite = 0;
        for (int i = column; i < values.Length; i += width)
            if (double.IsFinite(values[i]))
                destination[finite++] = values[i];
        return finite;
    }

    /// <summary>The median, 0 of nothing; sorts the values.</summary>
    private static double Median(Span<double> values)
    {
        Ascending.Sort(values);
        return values.IsEmpty ? 0 : values[values.Length / 2];
    }

    /// <summary>The median of the distances from a number; overwrites the values.</summary>
    private static double MedianDistance(Span<double> values, double centre)
    {
        foreach (ref double value in values)
            value = Math.Abs(value - centre);
        return Median(values);
    }
}

namespace L2E.Kernels;

/// <summary>
/// A sum that keeps what rounding took from it: the number of terms that are added, and taken away again, hardly matters. It is a part of
/// the state of incremental evaluation.
/// </summary>
/// <remarks>
/// After n additions of any sign the value is the exact sum of the terms within one rounding and
/// <c>n 2^-105 * (sum of the magnitudes)</c> (T. J. Dekker, "A floating-point technique for extending the available precision", 1971;
/// D. E. Knuth's exact sum of two). A term that is NaN or infinite makes it that for good.
/// </remarks>
/// <param name="High">The sum, rounded.</param>
/// <param name="Low">What was rounded away.</param>
public readonly record struct CompensatedSum(double High, double Low)
{
    /// <summary>Number of doubles of state.</summary>
    public const int StateLength = 2;

    /// <summary>The sum.</summary>
    public double Value => double.IsFinite(High) ? High + Low : High;

    /// <summary>Whether a term can be taken away again: none was NaN or infinite, and no sum overflowed.</summary>
    public bool IsFinite => double.IsFinite(High);

    /// <summary>Reads a sum from state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="index">Where the sum begins.</param>
    public static CompensatedSum Read(ReadOnlySpan<double> state, int index) => new(state[index], state[index + 1]);

    /// <summary>Writes it to state.</summary>
    /// <param name="state">Destination (=).</param>
    /// <param name="index">Where the sum begins.</param>
    public void Write(Span<double> state, int index)
    {
        state[index] = High;
        state[index + 1] = Low;
    }

    /// <summary>The sum with one term more.</summary>
    /// <param name="term">The term.</param>
    public CompensatedSum Add(double term)
    {
        double sum = High + term, part = sum - High;
        return new CompensatedSum(sum, Low + ((High - (sum - part)) + (term - part)));
    }

    /// <summary>The sum with one term instead of another; a sum that is not finite stays so.</summary>
    /// <param name="before">A term that is in the sum.</param>
    /// <param name="after">The term in its stead.</param>
    public CompensatedSum Replace(double before, double after) => Add(after).Add(-before);
}

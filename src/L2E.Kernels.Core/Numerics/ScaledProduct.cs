namespace L2E.Kernels;

/// <summary>
/// A product that neither overflows nor underflows on the way and whose factors can be taken away again, zeros too. It is a part of the state
/// of incremental evaluation.
/// </summary>
/// <remarks>
/// The product of the factors that are not 0 is kept as <c>(High + Low) 2^Exponent</c> with High in [1, 2) in magnitude, the zeros are
/// counted. After n multiplications and divisions the value is the exact product of the factors within one rounding and the relative error
/// <c>n 2^-100</c>. A factor that is NaN or infinite makes it that for good.
/// </remarks>
/// <param name="High">The product's significand, rounded.</param>
/// <param name="Low">What was rounded away.</param>
/// <param name="Exponent">The power of two that it is scaled by.</param>
/// <param name="Zeros">Number of factors that are 0.</param>
public readonly record struct ScaledProduct(double High, double Low, double Exponent, double Zeros)
{
    /// <summary>Number of doubles of state.</summary>
    public const int StateLength = 4;

    /// <summary>The product of no factors.</summary>
    public static ScaledProduct One => new(1, 0, 0, 0);

    /// <summary>The product.</summary>
    public double Value
    {
        get
        {
            if (!double.IsFinite(High) || Zeros != 0)
                return High * 0 == 0 ? Math.CopySign(0, High) : High;
            // Beyond these exponents it is an infinity or a zero anyway.
            return Math.ScaleB(High + Low, (int)Math.Clamp(Exponent, -5000, 5000));
        }
    }

    /// <summary>Whether a factor can be taken away again: none was NaN or infinite.</summary>
    public bool IsFinite => double.IsFinite(High);

    /// <summary>Reads a product from state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="index">Where the product begins.</param>
    public static ScaledProduct Read(ReadOnlySpan<double> state, int index) =>
        new(state[index], state[index + 1], state[index + 2], state[index + 3]);

    /// <summary>Writes it to state.</summary>
    /// <param name="state">Destination (=).</param>
    /// <param name="index">Where the product begins.</param>
    public void Write(Span<double> state, int index)
    {
        state[index] = High;
        state[index + 1] = Low;
        state[index + 2] = Exponent;
        state[index + 3] = Zeros;
    }

    /// <summary>The product with one factor more.</summary>
    /// <param name="factor">The factor.</param>
    public ScaledProduct Multiply(double factor)
    {
        if (factor == 0)
            return this with { Zeros = Zeros + 1 };
        if (!double.IsFinite(factor))
            return this with { High = High * factor, Low = 0 };
        int exponent = Math.ILogB(factor);
        double scaled = Math.ScaleB(factor, -exponent), product = High * scaled;
        double rest = Math.FusedMultiplyAdd(High, scaled, -product) + Low * scaled;
        return Normalize(product, rest, Exponent + exponent, Zeros);
    }

    /// <summary>The product with one factor instead of another; a product that is not finite stays so.</summary>
    /// <param name="before">A factor that is in the product.</param>
    /// <param name="after">The factor in its stead.</param>
    public ScaledProduct Replace(double before, double after) => Divide(before).Multiply(after);

    private ScaledProduct Divide(double factor)
    {
        if (factor == 0)
            return this with { Zeros = Zeros - 1 };
        int exponent = Math.ILogB(factor);
        double scaled = Math.ScaleB(factor, -exponent), quotient = High / scaled;
        double rest = (Math.FusedMultiplyAdd(-quotient, scaled, High) + Low) / scaled;
        return Normalize(quotient, rest, Exponent - exponent, Zeros);
    }

    private static ScaledProduct Normalize(double high, double low, double exponent, double zeros)
    {
        double sum = high + low, rest = low - (sum - high);
        int shift = Math.ILogB(sum);
        return new ScaledProduct(Math.ScaleB(sum, -shift), Math.ScaleB(rest, -shift), exponent + shift, zeros);
    }
}

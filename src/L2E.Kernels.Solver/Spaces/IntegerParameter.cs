namespace L2E.Kernels;

/// <summary>
/// An integer: the coordinate's range is divided into one cell for each, of one width, or on a logarithmic scale of widths
/// <c>log((n + 1/2) / (n - 1/2))</c>.
/// </summary>
public sealed record IntegerParameter : Parameter
{
    /// <summary>The largest magnitude, up to which every integer is a double: 2^53.</summary>
    public const long MaxMagnitude = 1L << 53;

    private readonly double logLower, logWidth;

    /// <summary>Describes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lower">Least value, at least -<see cref="MaxMagnitude"/>.</param>
    /// <param name="upper">Largest value, above <paramref name="lower"/>, at most <see cref="MaxMagnitude"/>.</param>
    /// <param name="isLogarithmic">Whether ratios count and not differences; <paramref name="lower"/> is above 0 then.</param>
    /// <exception cref="ArgumentException">The name is empty, or a bound cannot be used.</exception>
    public IntegerParameter(string name, long lower, long upper, bool isLogarithmic = false)
        : base(name)
    {
        Guard.InRange(lower, -MaxMagnitude, MaxMagnitude);
        Guard.InRange(upper, -MaxMagnitude, MaxMagnitude);
        if (lower >= upper)
            Guard.ThrowArgument("upper", $"an integer above lower, which is {lower}", $"{upper}");
        if (isLogarithmic && lower <= 0)
            Guard.ThrowArgument("lower", "an integer above 0 on a logarithmic scale", $"{lower}");
        (Lower, Upper, IsLogarithmic) = (lower, upper, isLogarithmic);
        if (isLogarithmic)
            (logLower, logWidth) = (Math.Log(lower - 0.5), Math.Log(upper + 0.5) - Math.Log(lower - 0.5));
    }

    /// <summary>Least value.</summary>
    public long Lower { get; }

    /// <summary>Largest value.</summary>
    public long Upper { get; }

    /// <summary>Whether its scale is logarithmic.</summary>
    public bool IsLogarithmic { get; }

    internal override string Range => $"an integer from {Lower} to {Upper}";

    private double Count => (double)Upper - Lower + 1;

    internal override ParameterValue Decode(ReadOnlySpan<double> coordinates) => IsLogarithmic
        ? Math.Clamp((long)Math.Round(Math.Exp(logLower + coordinates[0] * logWidth), MidpointRounding.AwayFromZero), Lower, Upper)
        : Lower + (long)CellOf(coordinates[0], Count);

    internal override void Encode(ParameterValue value, Span<double> coordinates) => coordinates[0] = IsLogarithmic
        ? Math.Clamp((Math.Log(value.WholeNumber) - logLower) / logWidth, 0, 1)
        : MiddleOf((double)value.WholeNumber - Lower, Count);

    internal override bool Contains(ParameterValue value) =>
        value.Kind == ParameterValueKind.WholeNumber && value.WholeNumber >= Lower && value.WholeNumber <= Upper;
}

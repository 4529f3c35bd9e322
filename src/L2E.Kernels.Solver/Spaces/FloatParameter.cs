using System.Globalization;

namespace L2E.Kernels;

/// <summary>
/// A real number: <c>lower + u (upper - lower)</c>, or on a logarithmic scale <c>lower (upper / lower)^u</c>, for the coordinate u.
/// </summary>
public sealed record FloatParameter : Parameter
{
    private readonly double logLower, logWidth;

    /// <summary>Describes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lower">Least value, finite.</param>
    /// <param name="upper">Largest value, finite, above <paramref name="lower"/>.</param>
    /// <param name="isLogarithmic">Whether ratios count and not differences; <paramref name="lower"/> is above 0 then.</param>
    /// <exception cref="ArgumentException">The name is empty, or a bound cannot be used.</exception>
    public FloatParameter(string name, double lower, double upper, bool isLogarithmic = false)
        : base(name)
    {
        Guard.InRange(lower, double.MinValue, double.MaxValue);
        Guard.InRange(upper, double.MinValue, double.MaxValue);
        if (!(lower < upper))
            Guard.ThrowArgument("upper", $"a number above lower, which is {lower}", $"{upper}");
        if (!double.IsFinite(upper - lower))
            Guard.ThrowArgument("upper", "a range whose width is a finite number", $"{lower} to {upper}");
        if (isLogarithmic && !(lower > 0))
            Guard.ThrowArgument("lower", "a number above 0 on a logarithmic scale", $"{lower}");
        (Lower, Upper, IsLogarithmic) = (lower, upper, isLogarithmic);
        if (isLogarithmic)
            (logLower, logWidth) = (Math.Log(lower), Math.Log(upper) - Math.Log(lower));
    }

    /// <summary>Least value.</summary>
    public double Lower { get; }

    /// <summary>Largest value.</summary>
    public double Upper { get; }

    /// <summary>Whether its scale is logarithmic.</summary>
    public bool IsLogarithmic { get; }

    internal override string Range => string.Create(CultureInfo.InvariantCulture, $"a number from {Lower} to {Upper}");

    // Rounding may lead away from a bound, or out of the range by a last bit.
    internal override ParameterValue Decode(ReadOnlySpan<double> coordinates) => coordinates[0] switch
    {
        0 => Lower,
        1 => Upper,
        double u => Math.Clamp(IsLogarithmic ? Math.Exp(logLower + u * logWidth) : Lower + u * (Upper - Lower), Lower, Upper),
    };

    internal override void Encode(ParameterValue value, Span<double> coordinates) => coordinates[0] = Math.Clamp(
        IsLogarithmic ? (Math.Log(value.Number) - logLower) / logWidth : (value.Number - Lower) / (Upper - Lower), 0, 1);

    internal override bool Contains(ParameterValue value) =>
        value.Kind is ParameterValueKind.Number or ParameterValueKind.WholeNumber && value.Number >= Lower && value.Number <= Upper;
}

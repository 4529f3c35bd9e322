using System.Globalization;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>Noise on what a method is told; what is written down of a run stays free of it, as on the noisy suite of COCO.</summary>
/// <param name="IsRelative">Whether values are multiplied by <c>exp(level gauss)</c>; else <c>level gauss</c> is added.</param>
/// <param name="Level">Standard deviation; 0 for none.</param>
public readonly record struct Noise(bool IsRelative, double Level)
{
    private const ulong Stream = 0x4E_4F_49_53_45_00_00_01;

    /// <summary>No noise.</summary>
    public static Noise None => default;

    /// <summary>The value that is told.</summary>
    /// <param name="value">The value without noise.</param>
    /// <param name="seed">Key of the run's random numbers.</param>
    /// <param name="evaluation">Which evaluation it is: each has its own draw.</param>
    public double Apply(double value, ulong seed, long evaluation)
    {
        if (Level == 0)
            return value;
        PhiloxSequence random = new(seed, Stream) { Position = 4 * (ulong)evaluation };
        double draw = Level * random.NextNormalPair().First;
        return IsRelative ? value * Math.Exp(draw) : value + draw;
    }

    /// <inheritdoc />
    public override string ToString() =>
        Level == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{(IsRelative ? "relative" : "additive")} {Level}");
}

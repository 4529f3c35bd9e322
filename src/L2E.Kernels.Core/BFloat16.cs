namespace L2E.Kernels;

/// <summary>
/// The upper half of a float: 1 sign bit, 8 exponent bits, 7 mantissa bits. A format to store numbers in; arithmetic is done in float.
/// </summary>
/// <remarks>Equality is that of bits: a NaN equals itself, and 0 differs from -0.</remarks>
/// <param name="Bits">The 16 bits, as they stand in the upper half of a float.</param>
public readonly record struct BFloat16(ushort Bits)
{
    private const uint QuietNaN = 0x0040;

    /// <summary>The nearest number of the format, of two that are equally near the one whose last bit is 0; NaN stays NaN.</summary>
    /// <param name="value">Any float; above the largest number of the format it becomes infinite.</param>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        // A NaN whose payload lies in the lower half alone would be cut to an infinity, or carried to one.
        uint rounded = float.IsNaN(value) ? (bits >> 16) | QuietNaN : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
        return new BFloat16((ushort)rounded);
    }

    /// <summary>The same number, exactly.</summary>
    /// <param name="value">Any number of the format.</param>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>The number as a float prints.</summary>
    public override string ToString() => $"{(float)this}";
}

namespace L2E.Kernels.Operators;

/// <summary>
/// Elementary functions over spans, and the backward passes of the two activations that the gates use. Within 4 units in the
/// last place of the exact value over the whole range of float; denormal numbers, infinities and NaN as IEEE 754 has them.
/// The results of a call do not depend on the vector width of the machine.
/// </summary>
/// <remarks>
/// Every destination has the length of its inputs and may be one of them (in place); a partial overlap is not allowed. Nothing
/// is allocated. The polynomials are those of Cephes (S. L. Moshier); large angles are reduced by the method of Payne and Hanek.
/// </remarks>
public static partial class ElementwiseMath
{
    /// <summary>Bits of the vector registers that every kernel of this assembly uses on this machine: 512, 256 or 128.</summary>
    public static int VectorBits => WidestLanes.Bits;

    private static void Check(ReadOnlySpan<float> x, ReadOnlySpan<float> destination, string name)
    {
        if (destination.Length != x.Length)
            Guard.ThrowArgument(name, $"{x.Length} elements (as many as x)", $"{destination.Length}");
        if (x.Overlaps(destination, out int offset) && offset != 0)
            Guard.ThrowArgument(name, "no overlap with x, or x itself", $"an overlap shifted by {offset} elements");
    }
}

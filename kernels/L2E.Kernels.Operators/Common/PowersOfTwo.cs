using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>
/// The function <c>2^x</c>, within 2 units in the last place; 0 and infinity far out and at the infinities. No bounds are checked, so
/// that this is the shortest exponential there is. A loop makes one value of this type and keeps it.
/// </summary>
/// <remarks>
/// The coefficients are the fields, and read from memory, where the compiler cannot see that they are constants: it would put constants
/// into every use as a memory operand, and reading them would take longer than the arithmetic.
/// </remarks>
internal readonly struct PowersOfTwo<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes c0, c1, c2, c3, c4, c5, c6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe PowersOfTwo(float* coefficients)
    {
        c0 = TLanes.Broadcast(coefficients[0]);
        c1 = TLanes.Broadcast(coefficients[1]);
        c2 = TLanes.Broadcast(coefficients[2]);
        c3 = TLanes.Broadcast(coefficients[3]);
        c4 = TLanes.Broadcast(coefficients[4]);
        c5 = TLanes.Broadcast(coefficients[5]);
        c6 = TLanes.Broadcast(coefficients[6]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe PowersOfTwo<TLanes> Create()
    {
        // Minimax of the relative error on [0, 1] with the values 1 at 0 and 2 at 1, so that there is no step at the integers: 2.2e-9.
        float* coefficients = stackalloc float[7]
        {
            1, 6.93147004e-1f, 2.40229532e-1f, 5.54841608e-2f, 9.67806391e-3f, 1.24408782e-3f, 2.17150213e-4f,
        };
        return new PowersOfTwo<TLanes>(coefficients);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of(TLanes x)
    {
        (TLanes r, TLanes exponent) = TLanes.Split(x);
        TLanes p = TLanes.MultiplyAdd(c6, r, c5);
        p = TLanes.MultiplyAdd(p, r, c4);
        p = TLanes.MultiplyAdd(p, r, c3);
        p = TLanes.MultiplyAdd(p, r, c2);
        p = TLanes.MultiplyAdd(p, r, c1);
        p = TLanes.MultiplyAdd(p, r, c0);
        return TLanes.Scale(p, exponent);
    }
}

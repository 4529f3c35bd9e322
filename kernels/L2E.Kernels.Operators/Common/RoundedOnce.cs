using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace L2E.Kernels.Operators;

/// <summary>
/// The fused multiply-add, also for x86 before AVX2, which has no instruction for it; the runtime would call a function for every lane.
/// </summary>
internal static class RoundedOnce
{
    private const int SignBit = 63;

    /// <summary><c>left * right + addend</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Fma.IsSupported || AdvSimd.IsSupported ? Vector128.FusedMultiplyAdd(left, right, addend) : ThroughDouble(left, right, addend);

    // Not inlined: a loop with dozens of these would be more than the compiler cares to optimise.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<float> ThroughDouble(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
        (Vector128<double> leftLow, Vector128<double> leftHigh) = Vector128.Widen(left);
        (Vector128<double> rightLow, Vector128<double> rightHigh) = Vector128.Widen(right);
        (Vector128<double> addendLow, Vector128<double> addendHigh) = Vector128.Widen(addend);
        // The product of two floats is a double.
        return Vector128.Narrow(SumRoundedToOdd(leftLow * rightLow, addendLow), SumRoundedToOdd(leftHigh * rightHigh, addendHigh));
    }

    /// <summary>
    /// The sum, exact or else the one of the two doubles around it whose last bit is 1: no such double lies half way between two floats,
    /// so that rounding it to float rounds the exact sum. (S. Boldo and G. Melquiond, <i>Emulation of FMA and correctly rounded sums</i>,
    /// IEEE Transactions on Computers 57, 2008.)
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> SumRoundedToOdd(Vector128<double> product, Vector128<double> addend)
    {
        Vector128<double> sum = product + addend, part = sum - product;
        Vector128<double> error = (product - (sum - part)) + (addend - part);
        // Not a number where the sum is none or infinite, which stays as it is.
        Vector128<long> isInexact = Vector128.LessThan(Vector128<double>.Zero, Vector128.Abs(error)).AsInt64();
        Vector128<long> bits = sum.AsInt64(), isEven = (bits & Vector128<long>.One) - Vector128<long>.One;
        // From an even neighbour to the other one: away from zero where error and sum have the same sign.
        Vector128<long> toZero = Vector128.ShiftRightLogical(bits ^ error.AsInt64(), SignBit);
        return (bits + ((Vector128<long>.One - (toZero + toZero)) & isEven & isInexact)).AsDouble();
    }
}

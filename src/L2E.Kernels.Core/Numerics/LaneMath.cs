using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

/// <summary>
/// Functions of the lanes of a 512-bit vector, each lane on its own: what generated vector code calls where
/// <see cref="Vector512"/> has no function, or a slower one. A machine with narrower vectors computes the same in parts.
/// </summary>
/// <remarks>
/// <para>
/// Special values are those of <see cref="Math"/>: NaN gives NaN, infinities and the sign of zero are kept, overflow is an infinity.
/// Errors are given in units in the last place of the exact result; they were measured densely against arithmetic of 200 bits. The functions of
/// float lanes are computed in double but for the sine, the cosine and those of <see cref="Vector512"/>, and are within 1 unit.
/// </para>
/// <para>
/// Products and sums are fused where the machine has fused multiply-add; on one that has not, the last bits may differ.
/// </para>
/// </remarks>
public static partial class LaneMath
{
    /// <summary>The sum of the lanes, in an order that is the same on every machine: halves are added until one number is left.</summary>
    /// <param name="lanes">The numbers to add.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> lanes)
    {
        Vector256<double> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <inheritdoc cref="Sum(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes)
    {
        Vector256<float> eight = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }

    /// <summary>The product of the lanes, in an order that is the same on every machine: halves are multiplied until one number is left.</summary>
    /// <param name="lanes">The factors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Product(Vector512<double> lanes)
    {
        Vector256<double> four = lanes.GetLower() * lanes.GetUpper();
        Vector128<double> two = four.GetLower() * four.GetUpper();
        return two.GetElement(0) * two.GetElement(1);
    }

    /// <inheritdoc cref="Product(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Product(Vector512<float> lanes)
    {
        Vector256<float> eight = lanes.GetLower() * lanes.GetUpper();
        Vector128<float> four = eight.GetLower() * eight.GetUpper();
        return (four.GetElement(0) * four.GetElement(2)) * (four.GetElement(1) * four.GetElement(3));
    }

    /// <summary>The largest lane; NaN where one is NaN.</summary>
    /// <param name="lanes">The numbers to compare.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector512<double> lanes)
    {
        Vector256<double> four = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        Vector128<double> two = Vector128.Max(four.GetLower(), four.GetUpper());
        return Math.Max(two.GetElement(0), two.GetElement(1));
    }

    /// <inheritdoc cref="Max(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> lanes)
    {
        Vector256<float> eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four.GetElement(0), four.GetElement(2)), MathF.Max(four.GetElement(1), four.GetElement(3)));
    }

    /// <summary>The smallest lane; NaN where one is NaN.</summary>
    /// <param name="lanes">The numbers to compare.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(Vector512<double> lanes) => -Max(-lanes);

    /// <inheritdoc cref="Min(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Vector512<float> lanes) => -Max(-lanes);

    /// <summary>A mask whose lanes from <paramref name="first"/> on have every bit set and the others none.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="first">The first lane that is set.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LanesFrom<T>(int first)
        where T : struct
    {
        // Integers are spread over the lanes sooner than they are converted. Half by half where that is what the machine has: the runtime
        // makes indices of more lanes than that one by one.
        if (typeof(T) == typeof(double))
        {
            return Vector512.IsHardwareAccelerated
                ? Vector512.GreaterThan(Vector512<long>.Indices, Vector512.Create(first - 1L)).As<long, T>()
                : Vector512.Create(
                    Vector256.GreaterThan(Vector256<long>.Indices, Vector256.Create(first - 1L)),
                    Vector256.GreaterThan(Vector256<long>.Indices, Vector256.Create(first - 5L))).As<long, T>();
        }

        return Vector512.IsHardwareAccelerated
            ? Vector512.GreaterThan(Vector512<int>.Indices, Vector512.Create(first - 1)).As<int, T>()
            : Vector512.Create(
                Vector256.GreaterThan(Vector256<int>.Indices, Vector256.Create(first - 1)),
                Vector256.GreaterThan(Vector256<int>.Indices, Vector256.Create(first - 9))).As<int, T>();
    }

    /// <summary>Each lane rounded to a float, and that as a double.</summary>
    /// <param name="lanes">The numbers to round.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> RoundToSingle(Vector512<double> lanes)
    {
        Vector256<float> eight = Vector256.Narrow(lanes.GetLower(), lanes.GetUpper());
        return Vector512.Create(Vector256.WidenLower(eight), Vector256.WidenUpper(eight));
    }

    /// <summary><c>Math.Clamp(x, min, max)</c> of each lane: NaN stays NaN.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers to clip.</param>
    /// <param name="min">Their lower bounds.</param>
    /// <param name="max">Their upper bounds.</param>
    /// <exception cref="ArgumentException">A lower bound is above its upper bound.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Clamp<T>(Vector512<T> x, Vector512<T> min, Vector512<T> max)
        where T : struct
    {
        if (Vector512.GreaterThanAny(min, max))
            Guard.ThrowArgument(nameof(min), $"at most {max}", $"{min}");
        return Vector512.ConditionalSelect(
            Vector512.LessThan(x, min), min, Vector512.ConditionalSelect(Vector512.GreaterThan(x, max), max, x));
    }

    /// <summary><c>Math.Sign(x)</c> of each lane: -1, 0 or 1.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    /// <exception cref="ArithmeticException">A lane is NaN, of which <see cref="Math.Sign(double)"/> says that it has no sign.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sign<T>(Vector512<T> x)
        where T : struct, System.Numerics.INumber<T>
    {
        if (!Vector512.EqualsAll(x, x))
            throw new ArithmeticException("x: expected numbers, got NaN");
        Vector512<T> one = Vector512.Create(T.One);
        return (Vector512.GreaterThan(x, Vector512<T>.Zero) & one) - (Vector512.LessThan(x, Vector512<T>.Zero) & one);
    }

    /// <summary><c>x * x</c></summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Square<T>(Vector512<T> x) => x * x;

    /// <summary><c>x * x * x</c></summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Cube<T>(Vector512<T> x) => x * x * x;

    /// <summary>Whether a lane of a mask is set.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="mask">Lanes that have every bit set or none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any<T>(Vector512<T> mask) => Vector512.ExtractMostSignificantBits(mask) != 0;

    /// <summary><c>multiplier * x + addend</c> with a constant addend: the step of Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Step(Vector512<double> multiplier, Vector512<double> x, double addend) =>
        Vector512.MultiplyAddEstimate(multiplier, x, Vector512.Create(addend));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Step(Vector512<float> multiplier, Vector512<float> x, float addend) =>
        Vector512.MultiplyAddEstimate(multiplier, x, Vector512.Create(addend));

    /// <summary>The bit of the sign of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SignBit(Vector512<double> x) => x & Vector512.Create(-0.0);

    /// <summary>A function of both halves of float lanes as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ThroughDouble<TFunction>(Vector512<float> x)
        where TFunction : struct, ILaneFunction =>
        Vector512.Narrow(TFunction.Invoke(Vector512.WidenLower(x)), TFunction.Invoke(Vector512.WidenUpper(x)));

    private interface ILaneFunction
    {
        static abstract Vector512<double> Invoke(Vector512<double> x);
    }
}

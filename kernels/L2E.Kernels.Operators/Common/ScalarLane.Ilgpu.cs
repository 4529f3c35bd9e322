using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// A register of one lane, in the operations that every device has: what is written over <see cref="ILanes{TSelf}"/> has the same bits
/// in a work item as on the CPU.
/// </summary>
/// <remarks>Masks are all ones or all zeros, as in the wider registers. ILGPU compiles only the members that kernels use.</remarks>
internal unsafe struct ScalarLane(float value) : ILanes<ScalarLane>
{
    public float Value = value;

    public static int Count => 1;

    public static ScalarLane IndexBits => new(0);

    private readonly uint Bits => Interop.FloatAsInt(Value);

    public static ScalarLane Broadcast(float value) => new(value);

    public static ScalarLane BroadcastBits(uint value) => new(Interop.IntAsFloat(value));

    public static ScalarLane Load(float* source) => new(*source);

    public static ScalarLane LoadPartial(float* source, int count) => new(count > 0 ? *source : 0);

    public readonly void Store(float* destination) => *destination = Value;

    public readonly void StoreNonTemporal(float* destination) => *destination = Value;

    public readonly void StorePartial(float* destination, int count)
    {
        if (count > 0)
            *destination = Value;
    }

    public static ScalarLane LoadUInt16(ushort* source) => BroadcastBits((uint)*source << 16);

    public readonly void StoreUInt16(ushort* destination) => *destination = (ushort)Bits;

    public static ScalarLane operator +(ScalarLane left, ScalarLane right) => new(left.Value + right.Value);

    public static ScalarLane operator -(ScalarLane left, ScalarLane right) => new(left.Value - right.Value);

    public static ScalarLane operator *(ScalarLane left, ScalarLane right) => new(left.Value * right.Value);

    public static ScalarLane operator /(ScalarLane left, ScalarLane right) => new(left.Value / right.Value);

    public static ScalarLane operator &(ScalarLane left, ScalarLane right) => BroadcastBits(left.Bits & right.Bits);

    public static ScalarLane operator |(ScalarLane left, ScalarLane right) => BroadcastBits(left.Bits | right.Bits);

    public static ScalarLane operator ^(ScalarLane left, ScalarLane right) => BroadcastBits(left.Bits ^ right.Bits);

    public static ScalarLane MultiplyAdd(ScalarLane left, ScalarLane right, ScalarLane addend) =>
        new(DeviceMath.MultiplyAdd(left.Value, right.Value, addend.Value));

    public static void Accumulate(ref ScalarLane sum, ScalarLane left, ScalarLane right) => sum = MultiplyAdd(left, right, sum);

    // Devices differ in what their own minimum makes of a NaN; a comparison with it is false everywhere.
    public static ScalarLane Min(ScalarLane bound, ScalarLane value) => bound.Value < value.Value ? bound : value;

    public static ScalarLane Max(ScalarLane bound, ScalarLane value) => bound.Value > value.Value ? bound : value;

    public static ScalarLane Sqrt(ScalarLane value) => new(MathF.Sqrt(value.Value));

    public static ScalarLane Floor(ScalarLane value) => new(MathF.Floor(value.Value));

    public static (ScalarLane Fraction, ScalarLane Exponent) Split(ScalarLane value) => PortableScaling.Split(value);

    public static ScalarLane Scale(ScalarLane value, ScalarLane exponent) => PortableScaling.Scale(value, exponent);

    public static ScalarLane LessThan(ScalarLane left, ScalarLane right) => Mask(left.Value < right.Value);

    public static ScalarLane Equal(ScalarLane left, ScalarLane right) => Mask(left.Value == right.Value);

    public static ScalarLane Select(ScalarLane mask, ScalarLane whenTrue, ScalarLane whenFalse) => mask.Bits != 0 ? whenTrue : whenFalse;

    public static bool Any(ScalarLane mask) => mask.Bits != 0;

    public static ScalarLane AddInt32(ScalarLane left, ScalarLane right) => BroadcastBits(left.Bits + right.Bits);

    public static ScalarLane SubtractInt32(ScalarLane left, ScalarLane right) => BroadcastBits(left.Bits - right.Bits);

    public static ScalarLane ShiftLeftInt32(ScalarLane value, int count) => BroadcastBits(value.Bits << count);

    public static ScalarLane ShiftRightInt32(ScalarLane value, int count) => BroadcastBits((uint)((int)value.Bits >> count));

    public static ScalarLane ShiftRightUInt32(ScalarLane value, int count) => BroadcastBits(value.Bits >> count);

    public static ScalarLane ConvertInt32(ScalarLane value) => new((int)value.Bits);

    public static (ScalarLane Low, ScalarLane High) MultiplyUInt32(ScalarLane left, ScalarLane right)
    {
        ulong product = (ulong)left.Bits * right.Bits;
        return (BroadcastBits((uint)product), BroadcastBits((uint)(product >> 32)));
    }

    public static float Sum(ScalarLane value) => value.Value;

    public static ScalarLane SumEach(float* registers) => new(*registers);

    private static ScalarLane Mask(bool isTrue) => BroadcastBits(isTrue ? 0xFFFFFFFF : 0);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2E.Kernels.Operators;

/// <summary>256 bits: 8 lanes.</summary>
internal unsafe struct Lanes256 : ILanes<Lanes256>
{
    // Which lanes of every 128 bits a shuffle takes from its first operand, and then from its second.
    private const byte EvenLanes = 0x88, OddLanes = 0xDD, LowerLanes = 0x44, UpperLanes = 0xEE;

    private Vector256<float> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256(Vector256<float> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<int> bits) => value = bits.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<uint> bits) => value = bits.AsSingle();

    public Vector256<float> Value => value;

    public static int Count => Vector256<float>.Count;

    public static Lanes256 IndexBits => new(Vector256<uint>.Indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 BroadcastBits(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source));

    // A masked load or store does not touch, and does not fault on, the lanes that are masked off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadPartial(float* source, int count)
    {
        if (Avx.IsSupported)
            return new(Avx.MaskLoad(source, FirstLanes(count)));
        Lanes128 lower = Lanes128.LoadPartial(source, Math.Min(count, Lanes128.Count));
        Lanes128 upper = Lanes128.LoadPartial(source + Lanes128.Count, Math.Max(count - Lanes128.Count, 0));
        return new(Vector256.Create(lower.Value, upper.Value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePartial(float* destination, int count)
    {
        if (Avx.IsSupported)
        {
            Avx.MaskStore(destination, FirstLanes(count), value);
            return;
        }

        new Lanes128(value.GetLower()).StorePartial(destination, Math.Min(count, Lanes128.Count));
        new Lanes128(value.GetUpper()).StorePartial(destination + Lanes128.Count, Math.Max(count - Lanes128.Count, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FirstLanes(int count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreNonTemporal(float* destination) => value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadUInt16(ushort* source) => new(Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUInt16(ushort* destination) =>
        Vector128.Narrow(value.AsUInt32().GetLower(), value.AsUInt32().GetUpper()).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left.value - right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left.value / right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator &(Lanes256 left, Lanes256 right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator |(Lanes256 left, Lanes256 right) => new(left.value | right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator ^(Lanes256 left, Lanes256 right) => new(left.value ^ right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Vector256.FusedMultiplyAdd(left.value, right.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Lanes256 sum, Lanes256 left, Lanes256 right) =>
        sum.value = Vector256.FusedMultiplyAdd(left.value, right.value, sum.value);

    // x86 returns the second operand where one is NaN, Arm returns the NaN: with the bound first both keep a NaN value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 bound, Lanes256 value) => new(Vector256.MinNative(bound.value, value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 bound, Lanes256 value) => new(Vector256.MaxNative(bound.value, value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Floor(Lanes256 value) => new(Vector256.Floor(value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes256 Fraction, Lanes256 Exponent) Split(Lanes256 value) => PortableScaling.Split(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Scale(Lanes256 value, Lanes256 exponent) => PortableScaling.Scale(value, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LessThan(Lanes256 left, Lanes256 right) => new(Vector256.LessThan(left.value, right.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Equal(Lanes256 left, Lanes256 right) => new(Vector256.Equals(left.value, right.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 whenTrue, Lanes256 whenFalse) =>
        new(Vector256.ConditionalSelect(mask.value, whenTrue.value, whenFalse.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes256 mask) => mask.value.AsUInt32() != Vector256<uint>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddInt32(Lanes256 left, Lanes256 right) => new(left.value.AsInt32() + right.value.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SubtractInt32(Lanes256 left, Lanes256 right) => new(left.value.AsInt32() - right.value.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftLeftInt32(Lanes256 value, int count) => new(value.value.AsInt32() << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftRightInt32(Lanes256 value, int count) => new(value.value.AsInt32() >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftRightUInt32(Lanes256 value, int count) => new(value.value.AsUInt32() >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ConvertInt32(Lanes256 value) => new(Vector256.ConvertToSingle(value.value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes256 Low, Lanes256 High) MultiplyUInt32(Lanes256 left, Lanes256 right)
    {
        Vector256<uint> x = left.value.AsUInt32(), y = right.value.AsUInt32();
        Vector256<ulong> even = MultiplyEven(x, y);
        Vector256<ulong> odd = MultiplyEven((x.AsUInt64() >>> 32).AsUInt32(), (y.AsUInt64() >>> 32).AsUInt32());
        Vector256<ulong> oddLanes = Vector256.Create(0xFFFFFFFF00000000);
        return (new(((even & ~oddLanes) | (odd << 32)).AsUInt32()), new(((even >>> 32) | (odd & oddLanes)).AsUInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MultiplyEven(Vector256<uint> left, Vector256<uint> right)
    {
        if (Avx2.IsSupported)
            return Avx2.Multiply(left, right);
        Vector256<ulong> evenLanes = Vector256.Create(0x00000000FFFFFFFFul);
        return (left.AsUInt64() & evenLanes) * (right.AsUInt64() & evenLanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes256 value) => Lanes128.Sum(new Lanes128(value.value.GetLower() + value.value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SumEach(float* registers)
    {
        if (!Avx.IsSupported)
            return Lanes.SumEach<Lanes256>(registers);
        Vector256<float> first = AddHalves(Fold(registers), Fold(registers + 8));
        Vector256<float> second = AddHalves(Fold(registers + 16), Fold(registers + 24));
        return new(Avx.Shuffle(first, second, EvenLanes) + Avx.Shuffle(first, second, OddLanes));
    }

    /// <summary>Registers k and k + 4, each folded to the 128 bits that are its in the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Fold(float* register)
    {
        Vector256<float> first = Vector256.Load(register), second = Vector256.Load(register + 4 * 8);
        return Avx.Permute2x128(first, second, 0x20) + Avx.Permute2x128(first, second, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddHalves(Vector256<float> first, Vector256<float> second) =>
        Avx.Shuffle(first, second, LowerLanes) + Avx.Shuffle(first, second, UpperLanes);
}

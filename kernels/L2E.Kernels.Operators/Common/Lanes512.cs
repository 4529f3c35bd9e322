using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2E.Kernels.Operators;

/// <summary>512 bits: 16 lanes.</summary>
internal unsafe struct Lanes512 : ILanes<Lanes512>
{
    // Which lanes of every 128 bits a shuffle takes from its first operand, and then from its second.
    private const byte EvenLanes = 0x88, OddLanes = 0xDD, LowerLanes = 0x44, UpperLanes = 0xEE;

    private Vector512<float> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<float> value) => this.value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<int> bits) => value = bits.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<uint> bits) => value = bits.AsSingle();

    public static int Count => Vector512<float>.Count;

    public static Lanes512 IndexBits => new(Vector512<uint>.Indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 BroadcastBits(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadPartial(float* source, int count)
    {
        Lanes256 lower = Lanes256.LoadPartial(source, Math.Min(count, Lanes256.Count));
        Lanes256 upper = Lanes256.LoadPartial(source + Lanes256.Count, Math.Max(count - Lanes256.Count, 0));
        return new(Vector512.Create(lower.Value, upper.Value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePartial(float* destination, int count)
    {
        new Lanes256(value.GetLower()).StorePartial(destination, Math.Min(count, Lanes256.Count));
        new Lanes256(value.GetUpper()).StorePartial(destination + Lanes256.Count, Math.Max(count - Lanes256.Count, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreNonTemporal(float* destination) => value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadUInt16(ushort* source) => new(Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUInt16(ushort* destination) =>
        Vector256.Narrow(value.AsUInt32().GetLower(), value.AsUInt32().GetUpper()).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left.value - right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 left, Lanes512 right) => new(left.value / right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator &(Lanes512 left, Lanes512 right) => new(left.value & right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator |(Lanes512 left, Lanes512 right) => new(left.value | right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator ^(Lanes512 left, Lanes512 right) => new(left.value ^ right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Vector512.FusedMultiplyAdd(left.value, right.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Lanes512 sum, Lanes512 left, Lanes512 right) =>
        sum.value = Vector512.FusedMultiplyAdd(left.value, right.value, sum.value);

    // x86 returns the second operand where one is NaN, Arm returns the NaN: with the bound first both keep a NaN value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Min(Lanes512 bound, Lanes512 value) => new(Vector512.MinNative(bound.value, value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 bound, Lanes512 value) => new(Vector512.MaxNative(bound.value, value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Floor(Lanes512 value) => new(Vector512.Floor(value.value));

    // One instruction each, which also do what is asked of infinities; that of Scale rounds the exponent down itself. Without AVX-512 DQ
    // there are no 512-bit lanes in .NET; on other machines that have them the general form serves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes512 Fraction, Lanes512 Exponent) Split(Lanes512 value)
    {
        const byte RoundDown = 1;
        return Avx512DQ.IsSupported ? (new(Avx512DQ.Reduce(value.value, RoundDown)), value) : PortableScaling.Split(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Scale(Lanes512 value, Lanes512 exponent) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(value.value, exponent.value)) : PortableScaling.Scale(value, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LessThan(Lanes512 left, Lanes512 right) => new(Vector512.LessThan(left.value, right.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Equal(Lanes512 left, Lanes512 right) => new(Vector512.Equals(left.value, right.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Select(Lanes512 mask, Lanes512 whenTrue, Lanes512 whenFalse) =>
        new(Vector512.ConditionalSelect(mask.value, whenTrue.value, whenFalse.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes512 mask) => mask.value.AsUInt32() != Vector512<uint>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AddInt32(Lanes512 left, Lanes512 right) => new(left.value.AsInt32() + right.value.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 SubtractInt32(Lanes512 left, Lanes512 right) => new(left.value.AsInt32() - right.value.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftLeftInt32(Lanes512 value, int count) => new(value.value.AsInt32() << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftRightInt32(Lanes512 value, int count) => new(value.value.AsInt32() >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftRightUInt32(Lanes512 value, int count) => new(value.value.AsUInt32() >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ConvertInt32(Lanes512 value) => new(Vector512.ConvertToSingle(value.value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes512 Low, Lanes512 High) MultiplyUInt32(Lanes512 left, Lanes512 right)
    {
        Vector512<uint> x = left.value.AsUInt32(), y = right.value.AsUInt32();
        Vector512<ulong> even = MultiplyEven(x, y);
        Vector512<ulong> odd = MultiplyEven((x.AsUInt64() >>> 32).AsUInt32(), (y.AsUInt64() >>> 32).AsUInt32());
        Vector512<ulong> oddLanes = Vector512.Create(0xFFFFFFFF00000000);
        return (new(((even & ~oddLanes) | (odd << 32)).AsUInt32()), new(((even >>> 32) | (odd & oddLanes)).AsUInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyEven(Vector512<uint> left, Vector512<uint> right)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Multiply(left, right);
        Vector512<ulong> evenLanes = Vector512.Create(0x00000000FFFFFFFFul);
        return (left.AsUInt64() & evenLanes) * (right.AsUInt64() & evenLanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes512 value) => Lanes256.Sum(new Lanes256(value.value.GetLower() + value.value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 SumEach(float* registers)
    {
        if (!Avx512F.IsSupported)
            return Lanes.SumEach<Lanes512>(registers);
        Vector512<float> first = AddHalves(Fold(registers), Fold(registers + 16));
        Vector512<float> second = AddHalves(Fold(registers + 32), Fold(registers + 48));
        return new(Avx512F.Shuffle(first, second, EvenLanes) + Avx512F.Shuffle(first, second, OddLanes));
    }

    /// <summary>Registers k, k + 4, k + 8 and k + 12, each folded to the 128 bits that are its in the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fold(float* register)
    {
        const int Four = 4 * 16;
        Vector512<float> lower = FoldPair(Vector512.Load(register), Vector512.Load(register + Four));
        Vector512<float> upper = FoldPair(Vector512.Load(register + 2 * Four), Vector512.Load(register + 3 * Four));
        return Avx512F.Shuffle4x128(lower, upper, EvenLanes) + Avx512F.Shuffle4x128(lower, upper, OddLanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FoldPair(Vector512<float> first, Vector512<float> second) =>
        Avx512F.Shuffle4x128(first, second, LowerLanes) + Avx512F.Shuffle4x128(first, second, UpperLanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddHalves(Vector512<float> first, Vector512<float> second) =>
        Avx512F.Shuffle(first, second, LowerLanes) + Avx512F.Shuffle(first, second, UpperLanes);
}

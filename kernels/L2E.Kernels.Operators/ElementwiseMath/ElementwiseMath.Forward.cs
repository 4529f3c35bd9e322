using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ElementwiseMath
{
    /// <summary><c>y = e^x</c>; 0 at minus infinity.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="y">Destination (=), as long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap in part.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Map<ExpFunction>(x, y);

    /// <summary><c>y = ln x</c>; minus infinity at 0, NaN below 0.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Map<LogFunction>(x, y);

    /// <summary><c>y = ln(1 + e^x)</c>; never overflows.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> y) => Map<SoftplusFunction>(x, y);

    /// <summary><c>y = 1 / (1 + e^-x)</c></summary>
    /// <inheritdoc cref="Exp"/>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Map<SigmoidFunction>(x, y);

    /// <summary><c>y = x / (1 + e^-x)</c>; -0 at minus infinity, its limit.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Silu(ReadOnlySpan<float> x, Span<float> y) => Map<SiluFunction>(x, y);

    /// <summary><c>y = tanh x</c></summary>
    /// <inheritdoc cref="Exp"/>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Map<TanhFunction>(x, y);

    /// <summary><c>sine = sin x, cosine = cos x</c>, x in radians, of any size; NaN for infinities.</summary>
    /// <param name="x">Angles.</param>
    /// <param name="sine">Destination (=), as long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    /// <param name="cosine">
    /// Destination (=), as long as <paramref name="x"/>; may be <paramref name="x"/>, not <paramref name="sine"/>.
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap in a way that is not named above.</exception>
    public static void SinCos(ReadOnlySpan<float> x, Span<float> sine, Span<float> cosine)
    {
        Check(x, sine, nameof(sine));
        Check(x, cosine, nameof(cosine));
        if (sine.Overlaps(cosine))
            Guard.ThrowArgument(nameof(cosine), "no overlap with sine", "an overlap");
        fixed (float* source = x, sines = sine, cosines = cosine)
            WidestLanes.Run(new SinCosKernel(source, sines, cosines, x.Length));
    }

    private static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : IUnaryFunction
    {
        Check(x, y, nameof(y));
        fixed (float* source = x, destination = y)
            WidestLanes.Run(new MapKernel<TFunction>(source, destination, x.Length));
    }

    private interface IUnaryFunction
    {
        static abstract TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes>;
    }

    private readonly struct MapKernel<TFunction>(float* source, float* destination, int length) : ILanesKernel
        where TFunction : IUnaryFunction
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < length; i += TLanes.Count)
                Lanes.Store(TFunction.Invoke(Lanes.Load<TLanes>(source + i, length - i)), destination + i, length - i);
        }
    }

    private readonly struct SinCosKernel(float* source, float* sines, float* cosines, int length) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < length; i += TLanes.Count)
            {
                (TLanes sine, TLanes cosine) = VectorMath.SinCos(Lanes.Load<TLanes>(source + i, length - i));
                Lanes.Store(sine, sines + i, length - i);
                Lanes.Store(cosine, cosines + i, length - i);
            }
        }
    }

    private readonly struct ExpFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Exp(x);
    }

    private readonly struct LogFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Log(x);
    }

    private readonly struct SoftplusFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Softplus(x);
    }

    private readonly struct SigmoidFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Sigmoid(x);
    }

    private readonly struct SiluFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Silu(x);
    }

    private readonly struct TanhFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Tanh(x);
    }
}

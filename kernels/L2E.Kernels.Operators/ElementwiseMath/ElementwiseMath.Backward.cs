using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ElementwiseMath
{
    /// <summary><c>dx = dy s (1 + x (1 - s))</c> with s the sigmoid of x: the gradient of <see cref="Silu"/>.</summary>
    /// <param name="x">What <see cref="Silu"/> was applied to.</param>
    /// <param name="dy">Cotangent of its result, as long as <paramref name="x"/>.</param>
    /// <param name="dx">Destination (=), as long as <paramref name="x"/>; may be <paramref name="x"/> or <paramref name="dy"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap in part.</exception>
    public static void SiluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        MapBackward<SiluDerivative>(x, dy, dx);

    /// <summary><c>dx = dy / (1 + e^-x)</c>: the gradient of <see cref="Softplus"/>.</summary>
    /// <param name="x">What <see cref="Softplus"/> was applied to.</param>
    /// <param name="dy">Cotangent of its result, as long as <paramref name="x"/>.</param>
    /// <param name="dx">Destination (=), as long as <paramref name="x"/>; may be <paramref name="x"/> or <paramref name="dy"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap in part.</exception>
    public static void SoftplusBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        MapBackward<SigmoidFunction>(x, dy, dx);

    private static void MapBackward<TDerivative>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
        where TDerivative : IUnaryFunction
    {
        Guard.Length(dy, x.Length, "as many as x");
        Check(x, dx, nameof(dx));
        if (dy.Overlaps(dx, out int offset) && offset != 0)
            Guard.ThrowArgument(nameof(dx), "no overlap with dy, or dy itself", $"an overlap shifted by {offset} elements");
        fixed (float* source = x, cotangent = dy, destination = dx)
            WidestLanes.Run(new MapBackwardKernel<TDerivative>(source, cotangent, destination, x.Length));
    }

    private readonly struct MapBackwardKernel<TDerivative>(float* source, float* cotangent, float* destination, int length) : ILanesKernel
        where TDerivative : IUnaryFunction
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < length; i += TLanes.Count)
            {
                TLanes derivative = TDerivative.Invoke(Lanes.Load<TLanes>(source + i, length - i));
                Lanes.Store(derivative * Lanes.Load<TLanes>(cotangent + i, length - i), destination + i, length - i);
            }
        }
    }

    private readonly struct SiluDerivative : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Invoke<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.SiluDerivative(x);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Benchmarks.Timing;

/// <summary>
/// Exponentials over arrays in the first-level cache: how many this machine can do. The loop is as short as one for arguments whose
/// result is a normal number can be: no denormal numbers, no clipping.
/// </summary>
internal sealed unsafe class ExponentialLoop
{
    // Source and destination together half fill a first-level cache of 32 KiB.
    public const int Length = 2048;

    private const double LargestError = 4;
    private readonly float[] x = new float[Length], y = new float[Length];

    public ExponentialLoop()
    {
        for (int i = 0; i < Length; i++)
            x[i] = -20 + 40f * i / Length;
    }

    /// <summary>A polynomial of degree 6 and one scaling by a power of two.</summary>
    // Not as the runtime's profile of the first calls has it, which may leave the operations as calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Polynomial()
    {
        fixed (float* source = x, destination = y)
        {
            // Independent registers hide each other's latency.
            for (int i = 0; i < Length; i += 4 * Vector512<float>.Count)
            {
                Vector512<float> first = Exp(Vector512.Load(source + i)), second = Exp(Vector512.Load(source + i + 16));
                Vector512<float> third = Exp(Vector512.Load(source + i + 32)), fourth = Exp(Vector512.Load(source + i + 48));
                first.Store(destination + i);
                second.Store(destination + i + 16);
                third.Store(destination + i + 32);
                fourth.Store(destination + i + 48);
            }
        }
    }

    /// <summary>The function of this library, for any argument.</summary>
    public void Library() => ElementwiseMath.Exp(x, y);

    /// <summary>Holds both loops against double.</summary>
    /// <exception cref="WrongResultException">One is wrong.</exception>
    public void Check()
    {
        foreach (Action loop in (ReadOnlySpan<Action>)[Polynomial, Library])
        {
            y.AsSpan().Clear();
            loop();
            for (int i = 0; i < Length; i++)
            {
                double exact = Math.Exp(x[i]), error = Math.Abs(y[i] / exact - 1) * (1 << 24);
                if (!(error <= LargestError))
                    throw new WrongResultException($"exp({x[i]:R}): expected {exact}, got {y[i]:R}");
            }
        }
    }

    private static Vector512<float> Exp(Vector512<float> x)
    {
        // 1.5 * 2^23: adding it rounds to an integer, which then stands in the low bits.
        Vector512<float> shift = Vector512.Create(12582912f);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), shift);
        Vector512<float> exponent = shifted - shift;
        Vector512<float> r = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(-0.693147182f), x);
        // Coefficients: Cephes' expf (S. L. Moshier), whose leading one is left out.
        Vector512<float> p = Vector512.Create(1.3981999507e-3f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return Avx512F.IsSupported
            ? Avx512F.Scale(p, exponent)
            : (p.AsInt32() + ((shifted.AsInt32() - shift.AsInt32()) << 23)).AsSingle();
    }
}

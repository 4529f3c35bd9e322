using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>
/// Rastrigin's function in vector code by hand: what generated code is measured against. Its cosine is its own, for arguments below 1e5:
/// Cody and Waite's reduction by multiples of pi, the sine's polynomial of SLEEF, nothing checked.
/// </summary>
internal static class HandWrittenRastrigin
{
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        ref double first = ref MemoryMarshal.GetReference(x);
        Vector512<double> sums = default;
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            sums += Term(Vector512.LoadUnsafe(ref first, (nuint)i));
        if (i < x.Length)
        {
            // What is left, and zeros, whose terms are 0 but for the rounding of 10 cos 0.
            Span<double> rest = stackalloc double[Vector512<double>.Count];
            rest.Clear();
            x[i..].CopyTo(rest);
            sums += Term(Vector512.Create<double>(rest));
        }

        return Vector512.Sum(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Term(Vector512<double> x) =>
        x * x - 10 * Cos(2 * Math.PI * x) + Vector512.Create(10.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Cos(Vector512<double> x)
    {
        // Rounds to an integer, and is odd: the lowest bit then says whether the number of half turns is even.
        Vector512<double> shift = Vector512.Create(6755399441055745.0);
        Vector512<double> shifted = Vector512.MultiplyAddEstimate(x, Vector512.Create(1 / Math.PI), Vector512.Create(-0.5)) + shift;
        Vector512<double> halves = shifted - shift, quarters = Step(halves, Vector512.Create(2.0), 1);
        Vector512<double> r = Vector512.MultiplyAddEstimate(quarters, Vector512.Create(-1.5707963267341256), x);
        r = Vector512.MultiplyAddEstimate(quarters, Vector512.Create(-6.0771005065061922e-11), r);
        r = (r.AsInt64() ^ Vector512.ShiftLeft(shifted.AsInt64(), 63)).AsDouble();
        Vector512<double> square = r * r, p = Vector512.Create(-7.97255955009037868891952e-18);
        p = Step(p, square, 2.81009972710863200091251e-15);
        p = Step(p, square, -7.64712219118158833288484e-13);
        p = Step(p, square, 1.60590430605664501629054e-10);
        p = Step(p, square, -2.50521083763502045810755e-08);
        p = Step(p, square, 2.75573192239198747630416e-06);
        p = Step(p, square, -0.000198412698412696162806809);
        p = Step(p, square, 0.00833333333333332974823815);
        p = Step(p, square, -0.166666666666666657414808);
        return Vector512.MultiplyAddEstimate(square * p, r, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Step(Vector512<double> p, Vector512<double> x, double addend) =>
        Vector512.MultiplyAddEstimate(p, x, Vector512.Create(addend));
}

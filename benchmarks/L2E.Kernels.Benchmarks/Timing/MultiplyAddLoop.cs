using System.Runtime.Intrinsics;

namespace L2E.Kernels.Benchmarks.Timing;

/// <summary>Multiply-adds in registers, fused where the machine does that: how many it can do.</summary>
internal sealed class MultiplyAddLoop
{
    /// <summary>Multiply-adds of a run: twelve sums of a register each, more than the latency of one covers.</summary>
    public const int Length = 12 * 16 * Rounds;

    private const int Rounds = 10_000;

    // Read from an array, so that the compiler does not know what is multiplied.
    private readonly float[] factors = [.. Enumerable.Repeat(1e-3f, 32)];
    private float sum;

    public void Run()
    {
        Vector512<float> x = Vector512.Create<float>(factors), y = Vector512.Create<float>(factors.AsSpan(16));
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.MultiplyAddEstimate(x, y, a);
            b = Vector512.MultiplyAddEstimate(x, y, b);
            c = Vector512.MultiplyAddEstimate(x, y, c);
            d = Vector512.MultiplyAddEstimate(x, y, d);
            e = Vector512.MultiplyAddEstimate(x, y, e);
            f = Vector512.MultiplyAddEstimate(x, y, f);
            g = Vector512.MultiplyAddEstimate(x, y, g);
            h = Vector512.MultiplyAddEstimate(x, y, h);
            i = Vector512.MultiplyAddEstimate(x, y, i);
            j = Vector512.MultiplyAddEstimate(x, y, j);
            k = Vector512.MultiplyAddEstimate(x, y, k);
            l = Vector512.MultiplyAddEstimate(x, y, l);
        }

        // Kept, or the loop would be left out.
        sum = Vector512.Sum(a + b + c + d + (e + f + g + h) + (i + j + k + l));
    }

    /// <summary>Holds the sum against what the additions come to.</summary>
    /// <exception cref="Checking.WrongResultException">It is something else.</exception>
    public void Check()
    {
        const double Exact = 12 * 16 * (1e-3 + Rounds * 1e-6), Tolerance = 1e-2;
        Run();
        if (!(Math.Abs(sum / Exact - 1) <= Tolerance))
            throw new Checking.WrongResultException($"sum of multiply-adds: expected {Exact}, got {sum}");
    }
}

using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>The worst errors of the elementary functions over the bit patterns of float, special values among them.</summary>
internal static class AccuracyRow
{
    private delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    private static readonly (string Name, Map Function)[] functions =
    [
        ("exp", ElementwiseMath.Exp),
        ("log", ElementwiseMath.Log),
        ("softplus", ElementwiseMath.Softplus),
        ("sigmoid", ElementwiseMath.Sigmoid),
        ("tanh", ElementwiseMath.Tanh),
        ("sin", (x, y) => ElementwiseMath.SinCos(x, y, new float[x.Length])),
        ("cos", (x, y) => ElementwiseMath.SinCos(x, new float[x.Length], y)),
    ];

    public static IEnumerable<ReachRow> Measure(ReachContext context)
    {
        // Odd, so that every pattern of the low bits occurs.
        int stride = context.IsQuick ? 5003 : 307;
        (string Name, double Error)[] errors = [.. functions.Select(entry => (entry.Name, WorstError(entry.Name, entry.Function, stride)))];
        yield return new ReachRow(
            "accuracy of exp, log, softplus, sigmoid, tanh, sin, cos", $"double, over the 2^32 floats in steps of {stride}",
            errors.Max(entry => entry.Error), 4, " ulp", string.Join(", ", errors.Select(entry => $"{entry.Name} {entry.Error:F2}")))
        {
            IsUpperLimit = true,
        };
    }

    private static double WorstError(string name, Map function, int stride)
    {
        Func<double, double> reference = ElementwiseOracle.Find(name);
        float[] x = new float[4096], y = new float[4096];
        double worst = 0;
        for (long bits = 0; bits <= uint.MaxValue;)
        {
            for (int i = 0; i < x.Length; i++, bits += stride)
                x[i] = BitConverter.UInt32BitsToSingle((uint)bits);
            function(x, y);
            // Infinite where only one of the two is NaN or infinite.
            for (int i = 0; i < x.Length; i++)
                worst = Math.Max(worst, ElementwiseOracle.UnitsInTheLastPlace(y[i], reference(x[i])));
        }

        return worst;
    }
}

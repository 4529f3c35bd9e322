using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels.Training;

/// <summary>
/// Griewank's function <c>sum t_i^2 / 4000 + 1 - prod cos(t_i / sqrt i)</c>, <c>t = 60 u</c>, with <c>u = scale Q (x - o)</c>.
/// </summary>
[Objective(
    "griewank", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement),
    Gradient = nameof(Differentiate))]
internal readonly partial struct TrainingGriewank
{
    // A factor of 0 counts as that: its own derivative needs the product of the others.
    private const double NextToNothing = 1e-100;

    private readonly Placement placement;
    private readonly double scale;
    private readonly double[] halfFrequencies; // of the cosines, which are written by the sine of half of their argument

    public TrainingGriewank(Placement placement, double scale)
    {
        (this.placement, this.scale) = (placement, scale);
        halfFrequencies = new double[placement.Dimension];
        for (int i = 0; i < halfFrequencies.Length; i++)
            halfFrequencies[i] = 0.5 / Math.Sqrt(i + 1);
    }

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, product = 1;
        for (int i = 0; i < y.Length; i++)
        {
            double t = 60 * scale * y[i];
            squares += t * t;
            double sine = Math.Sin(halfFrequencies[i] * t);
            product *= 1 - 2 * sine * sine;
        }

        return squares / 4000 + (1 - product);
    }

    /// <summary>
    /// <c>60 scale (t_i / 2000 + prod cos / cos_i sin_i / sqrt i)</c>: by hand, as the derived one takes the products of the factors before
    /// and after each one by one.
    /// </summary>
    internal void Differentiate(ReadOnlySpan<double> y, Span<double> gradient)
    {
        ref readonly double source = ref MemoryMarshal.GetReference(y);
        ref readonly double frequencies = ref MemoryMarshal.GetArrayDataReference(halfFrequencies);
        ref double destination = ref MemoryMarshal.GetReference(gradient);
        const int Width = 8;
        double stretch = 60 * scale, product = 1;
        int i = 0;
        if (y.Length >= Width)
        {
            Vector512<double> products = Vector512<double>.One;
            for (; i < y.Length; i += Width)
            {
                // The last lanes overlap those before: what has been counted is left out.
                int first = Math.Min(i, y.Length - Width);
                Vector512<double> frequency = LaneMath.Load(in frequencies, first);
                Vector512<double> angle = frequency * (stretch * LaneMath.Load(in source, first));
                (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCos(angle);
                Vector512<double> factor = Vector512<double>.One - 2 * sine * sine;
                Vector512<double> isZero = Vector512.Equals(factor, Vector512<double>.Zero);
                factor = Vector512.ConditionalSelect(isZero, Vector512.Create(NextToNothing), factor);
                LaneMath.Store(4 * frequency * sine * cosine / factor, ref destination, first);
                products *= Vector512.ConditionalSelect(LaneMath.LanesFrom<double>(i - first), factor, Vector512<double>.One);
            }

            product = LaneMath.Product(products);
        }

        for (; i < y.Length; i++)
        {
            (double sine, double cosine) = Math.SinCos(halfFrequencies[i] * (stretch * y[i]));
            double factor = 1 - 2 * sine * sine;
            factor = factor == 0 ? NextToNothing : factor;
            gradient[i] = 4 * halfFrequencies[i] * sine * cosine / factor;
            product *= factor;
        }

        TensorPrimitives.Multiply(gradient, product, gradient);
        TensorPrimitives.MultiplyAdd(y, stretch / 2000, gradient, gradient);
        TensorPrimitives.Multiply(gradient, stretch, gradient);
    }
}

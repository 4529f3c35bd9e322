namespace L2E.Kernels.Problems;

/// <summary>
/// The landscape of the two Schaffers problems: <c>(mean over i &lt; d of sqrt(s_i) (1 + sin^2(50 s_i^(1/5))))^2 + 10 pen(x)</c> with
/// <c>s_i = sqrt(z_i^2 + z_(i+1)^2)</c> and <c>z = Lambda Q T_asy^0.5(R (x - x_opt))</c>.
/// </summary>
/// <param name="problem">The instance.</param>
/// <param name="condition">Condition of Lambda.</param>
internal sealed class SchaffersMap(BbobInstance problem, double condition)
{
    /// <summary>R.</summary>
    public SquareMatrix First { get; } = problem.CreateFirstRotation();

    /// <summary>Lambda Q.</summary>
    public SquareMatrix Second { get; } = problem.CreateSecondRotation().ScaleRows(problem.CreatePowers(Math.Sqrt(condition)));

    /// <summary>The place of the minimum.</summary>
    public double[] Minimiser { get; } = problem.CreateMinimiser();

    /// <summary>The value at <paramref name="x"/>, without f_opt.</summary>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="scratch">At least two times the dimension.</param>
    public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
    {
        Span<double> z = scratch[..x.Length], other = scratch.Slice(x.Length, x.Length);
        BbobTransforms.Subtract(x, Minimiser, z);
        First.Apply(z, other);
        BbobTransforms.MakeAsymmetric(0.5, other);
        Second.Apply(other, z);

        double sum = 0;
        for (int i = 0; i + 1 < z.Length; i++)
        {
            double squared = z[i] * z[i] + z[i + 1] * z[i + 1];
            double sine = Math.Sin(50 * Math.Pow(squared, 0.1));
            sum += Math.Pow(squared, 0.25) * (1 + sine * sine);
        }

        double mean = sum / (z.Length - 1);
        return mean * mean + 10 * BbobTransforms.Excess(x, 5);
    }
}

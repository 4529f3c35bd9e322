namespace L2E.Kernels.Cli.Checking;

/// <summary>How a computed tensor compares with its reference.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Elements">Number of values compared.</param>
/// <param name="WorstAbsolute">Largest <c>|error|</c>.</param>
/// <param name="WorstRelative">Largest <c>|error| / |reference|</c> where the reference is not 0.</param>
/// <param name="WorstShare">Largest share of the tolerance that an error takes; over 1 is a failure.</param>
/// <param name="Tolerance">What was allowed.</param>
internal sealed record TensorComparison(
    string Name, int Elements, double WorstAbsolute, double WorstRelative, double WorstShare, Tolerance Tolerance)
{
    public bool IsWithin => WorstShare <= 1;

    /// <summary>Compares; a computed value that is not finite fails, whatever the tolerance.</summary>
    public static TensorComparison Of(string name, ReadOnlySpan<double> reference, ReadOnlySpan<double> computed, Tolerance tolerance)
    {
        double worstAbsolute = 0, worstRelative = 0, worstShare = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double error = Math.Abs(computed[i] - reference[i]), magnitude = Math.Abs(reference[i]);
            if (!double.IsFinite(error))
                error = double.PositiveInfinity;
            if (error == 0)
                continue;
            worstAbsolute = Math.Max(worstAbsolute, error);
            worstRelative = Math.Max(worstRelative, magnitude > 0 ? error / magnitude : 0);
            worstShare = Math.Max(worstShare, error / (tolerance.Absolute + tolerance.Relative * magnitude));
        }

        return new TensorComparison(name, reference.Length, worstAbsolute, worstRelative, worstShare, tolerance);
    }

    /// <summary>Compares float32 values with a reference in double.</summary>
    public static TensorComparison Of(string name, ReadOnlySpan<double> reference, ReadOnlySpan<float> computed)
    {
        double[] widened = new double[computed.Length];
        for (int i = 0; i < widened.Length; i++)
            widened[i] = computed[i];
        return Of(name, reference, widened, Tolerance.SinglePrecision);
    }
}

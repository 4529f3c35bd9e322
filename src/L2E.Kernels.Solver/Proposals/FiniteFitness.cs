namespace L2E.Kernels;

/// <summary>Makes arithmetic on fitness safe where candidates failed.</summary>
internal static class FiniteFitness
{
    /// <summary>
    /// Replaces each +infinity by a value as far above the worst finite one as that is above <paramref name="reference"/>:
    /// it still ranks last, and differences of it point away from where the objective fails.
    /// </summary>
    public static void Impute(Span<double> fitness, double reference)
    {
        double worst = reference;
        bool complete = true;
        foreach (double value in fitness)
        {
            if (double.IsFinite(value))
                worst = Math.Max(worst, value);
            else
                complete = false;
        }

        if (complete)
            return;
        double imputed = worst + Math.Max(worst - reference, 1e-3 * Math.Abs(worst) + double.Epsilon);
        imputed = Math.Min(imputed, double.MaxValue);
        for (int i = 0; i < fitness.Length; i++)
            if (!double.IsFinite(fitness[i]))
                fitness[i] = imputed;
    }
}

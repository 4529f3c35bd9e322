namespace L2E.Kernels.Training;

/// <summary>One gradient of those of the runs: always summed in the order of the runs, whoever computed them.</summary>
internal static class GradientReduction
{
    /// <summary>The mean.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="select">Their gradient.</param>
    /// <param name="sums">Scratch, as long as a gradient.</param>
    /// <param name="gradient">Destination (=).</param>
    public static void Mean(ReadOnlySpan<TrainingRun> runs, Func<TrainingRun, float[]> select, Span<double> sums, Span<float> gradient)
    {
        sums.Clear();
        foreach (TrainingRun run in runs)
        {
            ReadOnlySpan<float> own = select(run);
            for (int k = 0; k < sums.Length; k++)
                sums[k] += own[k];
        }

        for (int k = 0; k < gradient.Length; k++)
            gradient[k] = (float)(sums[k] / runs.Length);
    }

    /// <summary>
    /// Of two estimates the combination of least variance, parameter by parameter: their means weighted by the inverse of the variances
    /// that the runs show (L. Metz et al., <i>Understanding and correcting pathologies in the training of learned optimizers</i>, 2019).
    /// </summary>
    public static void Combine(ReadOnlySpan<TrainingRun> runs, Span<float> gradient)
    {
        for (int k = 0; k < gradient.Length; k++)
        {
            double first = 0, second = 0, firstSquares = 0, secondSquares = 0;
            foreach (TrainingRun run in runs)
            {
                first += run.Gradient[k] / runs.Length;
                second += run.EvolutionGradient[k] / runs.Length;
            }

            foreach (TrainingRun run in runs)
            {
                firstSquares += (run.Gradient[k] - first) * (run.Gradient[k] - first);
                secondSquares += (run.EvolutionGradient[k] - second) * (run.EvolutionGradient[k] - second);
            }

            double total = firstSquares + secondSquares;
            gradient[k] = (float)(total > 0 ? (secondSquares * first + firstSquares * second) / total : 0.5 * (first + second));
        }
    }
}

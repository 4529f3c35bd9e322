namespace L2E.Kernels;

/// <summary>Weights by rank: <c>max(0, ln(n/2 + 1) - ln rank)</c>, normalised to a sum of 1 (Hansen, Ostermeier 2001).</summary>
internal static class LogRankWeights
{
    public static void Fill(Span<double> weights)
    {
        double sum = 0, top = Math.Log(weights.Length / 2.0 + 1);
        for (int i = 0; i < weights.Length; i++)
            sum += weights[i] = Math.Max(0, top - Math.Log(i + 1));
        for (int i = 0; i < weights.Length; i++)
            weights[i] /= sum;
    }
}

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// Recombination weights and learning rates of a CMA evolution strategy: the defaults of N. Hansen, <i>The CMA evolution strategy: a
/// tutorial</i>, arXiv 1604.00772, table 1, with its negative weights (active covariance adaptation).
/// </summary>
internal sealed class SamplingConstants
{
    private SamplingConstants(int dimension, int offspring, bool isDiagonal)
    {
        double n = dimension;
        Offspring = offspring;
        double[] raw = new double[offspring];
        for (int i = 0; i < offspring; i++)
            raw[i] = Math.Log((offspring + 1) / 2.0) - Math.Log(i + 1);
        Parents = offspring / 2;
        double positive = raw.Take(Parents).Sum(), negative = -raw.Skip(Parents).Sum();
        double variance = 1 / raw.Take(Parents).Sum(weight => Square(weight / positive));
        double negativeVariance = 1 / raw.Skip(Parents).Sum(weight => Square(weight / negative));
        Mass = variance;

        StepSizeRate = (variance + 2) / (n + variance + 5);
        StepSizeDamping = 1 + 2 * Math.Max(0, Math.Sqrt((variance - 1) / (n + 1)) - 1) + StepSizeRate;
        double rank = 0.25 + variance + 1 / variance - 2;
        if (isDiagonal)
        {
            PathRate = (1 + 1 / n + variance / n) / (Math.Sqrt(n) + 1 / n + 2 * variance / n);
            RankOneRate = 1 / (n + 2 * Math.Sqrt(n) + variance / n);
            RankManyRate = Math.Min(1 - RankOneRate, rank / (n + 4 * Math.Sqrt(n) + variance / 2));
        }
        else
        {
            PathRate = (4 + variance / n) / (n + 4 + 2 * variance / n);
            RankOneRate = 2 / (Square(n + 1.3) + variance);
            RankManyRate = Math.Min(1 - RankOneRate, 2 * rank / (Square(n + 2) + variance));
        }

        // The sum of the negative weights: what keeps the matrix unbiased, and positive definite where that is not granted.
        double total = Math.Min(1 + RankOneRate / RankManyRate, 1 + 2 * negativeVariance / (variance + 2));
        if (!isDiagonal)
            total = Math.Min(total, (1 - RankOneRate - RankManyRate) / (n * RankManyRate));
        Weights = [.. raw.Select((weight, i) => i < Parents ? weight / positive : total * weight / negative)];
        ExpectedNorm = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    }

    /// <summary>Number of points of a generation.</summary>
    public int Offspring { get; }

    /// <summary>Number of them that the mean moves to.</summary>
    public int Parents { get; }

    /// <summary>Weights by rank, the best first: the parents' are positive with sum 1, the others' negative; <c>[offspring]</c>.</summary>
    public double[] Weights { get; }

    /// <summary>The variance effective selection mass of the parents.</summary>
    public double Mass { get; }

    /// <summary>Learning rate of the path of the step size.</summary>
    public double StepSizeRate { get; }

    /// <summary>Damping of the step size.</summary>
    public double StepSizeDamping { get; }

    /// <summary>Learning rate of the path of the covariance matrix.</summary>
    public double PathRate { get; }

    /// <summary>Learning rate of the covariance matrix from its path.</summary>
    public double RankOneRate { get; }

    /// <summary>Learning rate of the covariance matrix from the points.</summary>
    public double RankManyRate { get; }

    /// <summary>Expected length of a standard normal vector.</summary>
    public double ExpectedNorm { get; }

    /// <summary>The constants for a full matrix.</summary>
    public static SamplingConstants Full(int dimension, int offspring) => new(dimension, offspring, isDiagonal: false);

    /// <summary>
    /// The constants for a diagonal one, which has fewer entries to learn and is learned faster for it: those of the authors' reference
    /// implementation pycma 4.4.
    /// </summary>
    public static SamplingConstants Diagonal(int dimension, int offspring) => new(dimension, offspring, isDiagonal: true);

    private static double Square(double value) => value * value;
}

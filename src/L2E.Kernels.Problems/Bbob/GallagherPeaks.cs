namespace L2E.Kernels.Problems;

/// <summary>
/// The landscape of the two Gallagher problems: <c>T_osz(10 - max over k of w_k exp(-|z - y_k|_k^2 / (2 d)))^2</c>, where z = Q x,
/// the peaks y_k lie at random, and each has its own axis-parallel norm.
/// </summary>
internal sealed class GallagherPeaks
{
    private const double HighestLocalPeak = 9.1, LowestLocalPeak = 1.1, GlobalPeak = 10, MaxCondition = 1000;

    private readonly int dimension;
    private readonly SquareMatrix rotation;
    private readonly double[] heights;
    private readonly double[] centres; // [peak, dimension], rotated
    private readonly double[] scales; // [peak, dimension]

    /// <summary>Makes the landscape.</summary>
    /// <param name="problem">The instance.</param>
    /// <param name="count">Number of peaks.</param>
    /// <param name="radius">The local peaks lie in <c>[-radius, radius]</c>, the global one within 0.8 of that.</param>
    /// <param name="globalCondition">Ratio of the largest to the smallest scale of the global peak.</param>
    public GallagherPeaks(BbobInstance problem, int count, double radius, double globalCondition)
    {
        dimension = problem.Dimension;
        rotation = problem.CreateSecondRotation();
        heights = new double[count];
        centres = new double[count * dimension];
        scales = new double[count * dimension];

        double last = count - 2;
        int[] conditionOrder = Order(count - 1, problem.Seed);
        for (int peak = 0; peak < count; peak++)
        {
            heights[peak] = peak == 0 ? GlobalPeak : (peak - 1) / last * (HighestLocalPeak - LowestLocalPeak) + LowestLocalPeak;
            double condition = peak == 0 ? globalCondition : Math.Pow(MaxCondition, conditionOrder[peak - 1] / last);
            int[] order = Order(dimension, problem.Seed + 1000 * peak);
            for (int i = 0; i < dimension; i++)
                scales[peak * dimension + i] = Math.Pow(condition, order[i] / (dimension - 1.0) - 0.5);
        }

        double[] positions = LegacyRandom.Uniform(count * dimension, problem.Seed);
        for (int i = 0; i < positions.Length; i++)
            positions[i] = (i < dimension ? 0.8 : 1) * (2 * radius * positions[i] - radius);
        Minimiser = positions[..dimension];
        for (int peak = 0; peak < count; peak++)
            rotation.Apply(positions.AsSpan(peak * dimension, dimension), centres.AsSpan(peak * dimension, dimension));
    }

    /// <summary>The place of the global peak.</summary>
    public double[] Minimiser { get; }

    /// <summary>The value at <paramref name="x"/>, without f_opt.</summary>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="z">Scratch, <c>[dimension]</c>.</param>
    public double Evaluate(ReadOnlySpan<double> x, Span<double> z)
    {
        rotation.Apply(x, z);
        double highest = 0;
        for (int peak = 0; peak < heights.Length; peak++)
        {
            double distance = 0;
            for (int i = 0; i < z.Length; i++)
            {
                double difference = z[i] - centres[peak * dimension + i];
                distance += scales[peak * dimension + i] * difference * difference;
            }

            highest = Math.Max(highest, heights[peak] * Math.Exp(-0.5 / dimension * distance));
        }

        double depth = BbobTransforms.Oscillate(10 - highest);
        return depth * depth + BbobTransforms.Excess(x, 5);
    }

    /// <summary>The indices 0 to count - 1 in the order of the uniform numbers of a seed.</summary>
    private static int[] Order(int count, int seed)
    {
        double[] keys = LegacyRandom.Uniform(count, seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        Array.Sort(keys, order);
        return order;
    }
}

namespace L2E.Kernels.Problems;

/// <summary>
/// The landscape of the two Gallagher problems: <c>T_osz(10 - max over k of w_k exp(-|z - y_k|_k^2 / (2 d)))^2</c>, where z = Q x,
/// the peaks y_k lie at random, and each has its own axis-parallel norm.
/// </summary>
internal sealed class GallagherPeaks
{
    private const double HighestLocalPeak = 9.1, LowestLocalPeak = 1.1, GlobalPeak = 10, MaxCondition = 1000;

    /// <summary>Makes the landscape.</summary>
    /// <param name="problem">The instance.</param>
    /// <param name="count">Number of peaks.</param>
    /// <param name="radius">The local peaks lie in <c>[-radius, radius]</c>, the global one within 0.8 of that.</param>
    /// <param name="globalCondition">Ratio of the largest to the smallest scale of the global peak.</param>
    public GallagherPeaks(BbobInstance problem, int count, double radius, double globalCondition)
    {
        int dimension = problem.Dimension;
        Rotation = problem.CreateSecondRotation();
        Heights = new double[count];
        Centres = new double[count * dimension];
        Scales = new double[count * dimension];

        double last = count - 2;
        int[] conditionOrder = Order(count - 1, problem.Seed);
        for (int peak = 0; peak < count; peak++)
        {
            Heights[peak] = peak == 0 ? GlobalPeak : (peak - 1) / last * (HighestLocalPeak - LowestLocalPeak) + LowestLocalPeak;
            double condition = peak == 0 ? globalCondition : Math.Pow(MaxCondition, conditionOrder[peak - 1] / last);
            int[] order = Order(dimension, problem.Seed + 1000 * peak);
            for (int i = 0; i < dimension; i++)
                Scales[peak * dimension + i] = Math.Pow(condition, order[i] / (dimension - 1.0) - 0.5);
        }

        double[] positions = LegacyRandom.Uniform(count * dimension, problem.Seed);
        for (int i = 0; i < positions.Length; i++)
            positions[i] = (i < dimension ? 0.8 : 1) * (2 * radius * positions[i] - radius);
        Minimiser = positions[..dimension];
        for (int peak = 0; peak < count; peak++)
            Rotation.Apply(positions.AsSpan(peak * dimension, dimension), Centres.AsSpan(peak * dimension, dimension));
    }

    /// <summary>Q.</summary>
    public SquareMatrix Rotation { get; }

    /// <summary>The heights w, <c>[peak]</c>.</summary>
    public double[] Heights { get; }

    /// <summary>The places <c>Q y</c>, <c>[peak, dimension]</c>.</summary>
    public double[] Centres { get; }

    /// <summary>The scales of the norms, <c>[peak, dimension]</c>.</summary>
    public double[] Scales { get; }

    /// <summary>The place of the global peak.</summary>
    public double[] Minimiser { get; }

    /// <summary>The value at <paramref name="x"/>, without f_opt.</summary>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="z">Scratch, <c>[dimension]</c>.</param>
    public double Evaluate(ReadOnlySpan<double> x, Span<double> z)
    {
        Rotation.Apply(x, z);
        double highest = 0;
        for (int peak = 0; peak < Heights.Length; peak++)
        {
            double distance = 0;
            for (int i = 0; i < z.Length; i++)
            {
                double difference = z[i] - Centres[peak * z.Length + i];
                distance += Scales[peak * z.Length + i] * difference * difference;
            }

            highest = Math.Max(highest, Heights[peak] * Math.Exp(-0.5 / z.Length * distance));
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

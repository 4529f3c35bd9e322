using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// Restarts with a population that doubles each time, from uniformly random points (IPOP: A. Auger and N. Hansen, <i>A restart CMA
/// evolution strategy with increasing population size</i>, CEC 2005).
/// </summary>
internal static class Restarts
{
    /// <summary>The population size that the CMA evolution strategy and its kin begin with.</summary>
    public static int DefaultOffspring(int dimension) => 4 + (int)(3 * Math.Log(dimension));

    /// <summary>
    /// The step size that the tutorial of the CMA evolution strategy recommends for a start that is uniform in a box: 0.3 of its width, or
    /// of the part of it that is to be searched.
    /// </summary>
    public static double FirstStep(BlackBox box) => 0.3 * box.Range * box.Spread;

    /// <summary>Runs a strategy until the evaluations are spent.</summary>
    /// <param name="box">The objective.</param>
    /// <param name="runOnce">Runs it once from a point, with a number of offspring, until it stops by itself or nothing is left.</param>
    public static void Run(BlackBox box, Action<double[], int> runOnce)
    {
        RandomPoints points = new(box);
        double[] mean = box.Start.ToArray();
        int offspring = DefaultOffspring(box.Dimension);
        while (!box.IsSpent)
        {
            runOnce(mean, offspring);
            points.Next(mean);
            // More points than evaluations are left would be no generation at all.
            offspring = (int)Math.Min(2L * offspring, Math.Max(offspring, box.Remaining / 2));
        }
    }
}

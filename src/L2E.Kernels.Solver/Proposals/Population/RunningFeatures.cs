using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// The features of a sorted population that the gate network reads, and what they remember from one generation to the next. All are
/// bounded, and none depends on the units of f or x. A value: a copy of it is a checkpoint.
/// </summary>
internal struct RunningFeatures()
{
    private double success, gain, pathLength, best = double.PositiveInfinity;

    /// <summary>Takes in a generation and writes its features.</summary>
    /// <param name="fitness">Fitness by rank, <c>[N]</c>, finite.</param>
    /// <param name="length">Root mean square of each displacement in units of the scale, by rank, <c>[N]</c>.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="generation">Index of the generation, from 0.</param>
    /// <param name="horizon">Planned number of generations.</param>
    /// <param name="individualFeatures">Destination (=), <c>[N, 4]</c>.</param>
    /// <param name="globalFeatures">Destination (=), <c>[7]</c>.</param>
    public void Write(
        ReadOnlySpan<double> fitness, ReadOnlySpan<double> length, int dimension, int generation, double horizon,
        Span<float> individualFeatures, Span<float> globalFeatures)
    {
        int population = fitness.Length;
        double mean = 0, squares = 0;
        foreach (double value in fitness)
            mean += value / population;
        foreach (double value in fitness)
            squares += (value - mean) * (value - mean) / (population - 1);
        double deviation = Math.Sqrt(squares) + 1e-300;
        success = 0.8 * success + (fitness[0] < best ? 0.2 : 0);
        gain = 0.8 * gain + (generation > 0 ? 0.2 * Math.Tanh(Bounded((best - fitness[0]) / deviation)) : 0);
        best = Math.Min(best, fitness[0]);
        for (int i = 0; i < population; i++)
        {
            double rank = (double)i / (population - 1);
            Span<float> features = individualFeatures.Slice(i * GateNetwork.IndividualFeatures, GateNetwork.IndividualFeatures);
            features[0] = (float)(2 * rank - 1);
            features[1] = (float)Math.Tanh(Bounded((fitness[i] - mean) / deviation));
            features[2] = (float)Math.Tanh(4 * (length[i] - 1));
            features[3] = (float)Math.Exp(-8 * rank);
        }

        double progress = Math.Min(1, generation / horizon);
        globalFeatures[0] = (float)(2 * progress - 1);
        globalFeatures[1] = (float)Math.Sqrt(progress);
        globalFeatures[2] = (float)Bounded(Math.Log(population * horizon / dimension) / 3 - 1);
        globalFeatures[3] = (float)Bounded(Math.Log(population) - 2.8);
        globalFeatures[4] = (float)Math.Tanh(pathLength - 1);
        globalFeatures[5] = (float)(2 * success - 1);
        globalFeatures[6] = (float)gain;
    }

    /// <summary>The anchor moved by <paramref name="step"/> in units of the scale.</summary>
    /// <param name="step">Length of the step.</param>
    /// <param name="population">Number of individuals.</param>
    /// <param name="dimension">Number of coordinates.</param>
    public void Moved(double step, int population, int dimension) =>
        pathLength = 0.8 * pathLength + 0.2 * step * Math.Sqrt((double)population / dimension);

    /// <summary>Passes what is remembered through a snapshot.</summary>
    public void Transfer(StateTransfer state)
    {
        success = state.Next(success);
        gain = state.Next(gain);
        pathLength = state.Next(pathLength);
        best = state.Next(best);
    }

    // Every feature is bounded, whatever the objective does; tanh is flat long before 3.
    private static double Bounded(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -3, 3);
}

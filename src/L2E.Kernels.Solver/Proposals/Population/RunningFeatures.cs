using System.Runtime.Intrinsics;
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
        const int Columns = GateNetwork.IndividualFeatures;
        Vector512<double> lastRank = Vector512.Create(population - 1.0), one = Vector512<double>.One;
        for (int first = 0; first < population; first += RankLanes.Count)
        {
            Vector512<double> rank = (Vector512<double>.Indices + Vector512.Create((double)first)) / lastRank;
            Vector512<double> relative = Bounded((RankLanes.Load(fitness, first) - Vector512.Create(mean)) / Vector512.Create(deviation));
            Vector512<double> size = 4 * (RankLanes.Load(length, first) - one);
            RankLanes.Store(2 * rank - one, individualFeatures, Columns, column: 0, first);
            RankLanes.Store(LaneMath.Tanh(relative), individualFeatures, Columns, column: 1, first);
            RankLanes.Store(LaneMath.Tanh(size), individualFeatures, Columns, column: 2, first);
            RankLanes.Store(Vector512.Exp(-8 * rank), individualFeatures, Columns, column: 3, first);
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

    private static Vector512<double> Bounded(Vector512<double> values)
    {
        Vector512<double> isNumber = Vector512.Equals(values, values);
        return Vector512.Min(Vector512.Max(values & isNumber, Vector512.Create(-3.0)), Vector512.Create(3.0));
    }
}

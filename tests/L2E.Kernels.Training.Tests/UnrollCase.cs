using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Training.Tests;

/// <summary>Two tasks, a bent valley and a tilted field of waves, with parameters that use every output of the network.</summary>
internal sealed class UnrollCase(int population, int dimension, int generations, int seed)
{
    private const int Horizon = 25;

    private static readonly Func<Dual[], Dual>[] functions = [Valley, Waves];

    public UnrollShape Shape { get; } = new(population, dimension);

    /// <summary>Terms that a derivative sums: individuals, coordinates and hidden units, in every generation of both tasks.</summary>
    public int ReductionLength => functions.Length * generations * population * dimension * GateNetwork.Hidden;

    public float[] Parameters { get; } = new RandomTensors(seed).Normal(GateNetwork.ParameterCount, 0.3f);

    public IEnumerable<TrainingTask> Tasks =>
        functions.Select(function => TrainingTask.Create(new DualObjective(function), dimension));

    public PopulationState Begin(int task)
    {
        PopulationState state = new(Shape);
        state.Start(Shape, Start(task), Horizon, Seed(task));
        return state;
    }

    /// <summary>Losses of both tasks and the sum of their gradients, by the library.</summary>
    public (double[] Losses, float[] Gradient) Differentiate()
    {
        Unroll unroll = new(Shape, generations);
        float[] gradient = new float[GateNetwork.ParameterCount];
        double[] losses = [.. Tasks.Select((task, i) => unroll.Differentiate(task, Parameters, Begin(i), generations, gradient))];
        return (losses, gradient);
    }

    /// <summary>Oracles of both tasks; each holds fixed what its first run noted.</summary>
    public UnrollOracle[] Oracles() =>
        [.. functions.Select((function, i) => new UnrollOracle(function, -5, 5, population, Horizon, Seed(i)))];

    /// <summary>Losses of both tasks, and the slope of their sum by one parameter.</summary>
    public (double[] Losses, double Slope) Evaluate(UnrollOracle[] oracles, double[] parameters, int direction)
    {
        Dual[] point = [.. parameters.Select((value, k) => new Dual(value, k == direction ? 1 : 0))];
        Dual[] losses = [.. oracles.Select((oracle, i) => oracle.Loss(point, Start(i), generations))];
        return ([.. losses.Select(loss => loss.Value)], losses.Sum(loss => loss.Slope));
    }

    // The second task begins in a corner, so that the box holds points and the anchor.
    private double[] Start(int task) =>
        [.. new RandomTensors(seed + 7).Uniform(dimension, -3, 3).Select(x => task == 0 ? x : 4.9 - 0.3 * Math.Abs(x))];

    private ulong Seed(int task) => (ulong)(100 * seed + task);

    private static Dual Valley(Dual[] x)
    {
        Dual sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            Dual bend = x[i + 1] - x[i] * x[i], rest = x[i] - 1;
            sum += 100 * bend * bend + rest * rest;
        }

        return sum;
    }

    private static Dual Waves(Dual[] x)
    {
        Dual sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            Dual y = 0.8 * (x[i] - 2.5) + 0.6 * (x[(i + 1) % x.Length] - 2.5);
            sum += y * y + 2 - 2 * Dual.Cos(3 * y);
        }

        return sum;
    }
}

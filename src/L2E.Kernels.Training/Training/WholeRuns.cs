using System.Numerics.Tensors;

namespace L2E.Kernels.Training;

/// <summary>
/// Whole runs on a set of tasks, half of them short and half at the longest horizon of a training: what parameters are worth. The same
/// runs for any parameters, and for any number of threads.
/// </summary>
public sealed class WholeRuns
{
    private const ulong StartStream = 0x5354_4152_5400_0000;

    private readonly TrainingTask[] tasks;
    private readonly PopulationState[] starts, states;
    private readonly Unroll[] unrolls;
    private readonly double[] losses;
    private readonly WorkerTeam team;

    /// <summary>Draws the start, the size and the seed of a run on each task.</summary>
    /// <param name="configuration">Gives the seed, sizes of the population and horizons.</param>
    /// <param name="tasks">The tasks, at least one.</param>
    /// <param name="team">Runs them.</param>
    /// <param name="evolutionOperator">The operator that is measured; null for the library's gate network.</param>
    /// <exception cref="ArgumentException">There is no task, or a value of the configuration is out of range.</exception>
    public WholeRuns(
        TrainingConfiguration configuration, IReadOnlyList<TrainingTask> tasks, WorkerTeam team,
        IEvolutionOperator? evolutionOperator = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(team);
        configuration.Validate();
        Guard.AtLeast(tasks.Count, 1, nameof(tasks));
        this.tasks = [.. tasks];
        this.team = team;
        UnrollShape capacity = new(configuration.Populations.Max(), tasks.Max(task => task.Dimension));
        (starts, losses) = (new PopulationState[tasks.Count], new double[tasks.Count]);
        (unrolls, states) = (new Unroll[team.Count], new PopulationState[team.Count]);
        for (int i = 0; i < unrolls.Length; i++)
        {
            unrolls[i] = new Unroll(capacity, configuration.LongestHorizon, evolutionOperator);
            states[i] = new PopulationState(capacity);
            foreach (TrainingTask task in this.tasks)
                unrolls[i].Reserve(task);
        }

        int shorter = Math.Min(2 * configuration.ShortestHorizon, configuration.LongestHorizon);
        for (int i = 0; i < starts.Length; i++)
        {
            PhiloxSequence random = new(configuration.Seed, StartStream + (ulong)i);
            TrainingTask task = tasks[i];
            UnrollShape shape = new(configuration.Populations[random.NextInt32(configuration.Populations.Length)], task.Dimension);
            double[] anchor = new double[task.Dimension];
            for (int j = 0; j < anchor.Length; j++)
                anchor[j] = random.NextUniform(task.Lower, task.Upper);
            starts[i] = new PopulationState(capacity);
            starts[i].Start(shape, anchor, i < starts.Length / 2 ? shorter : configuration.LongestHorizon, random.NextUInt32());
        }
    }

    /// <summary>Mean over the runs of <c>log10 v_K - log10 v_0</c>: by how many decades the value changes; less is better.</summary>
    /// <param name="parameters">Parameters of the operator, <c>[ParameterCount]</c>.</param>
    /// <exception cref="ArgumentException">The number of parameters is another.</exception>
    public double Measure(ReadOnlySpan<float> parameters) => Measure(parameters, exchange: null);

    /// <summary>The same, with each rank's share of the runs.</summary>
    internal double Measure(ReadOnlySpan<float> parameters, RunExchange? exchange)
    {
        team.Run(tasks.Length, new MeasureAction(this, parameters, exchange));
        exchange?.Share(losses, 1);
        return TensorPrimitives.Sum<double>(losses) / losses.Length;
    }

    private readonly ref struct MeasureAction(WholeRuns runs, ReadOnlySpan<float> parameters, RunExchange? exchange) : IWorkerAction
    {
        private readonly ReadOnlySpan<float> parameters = parameters;

        public void Invoke(int chunk, int worker)
        {
            if (exchange is not null && !exchange.Owns(chunk))
                return;
            (Unroll unroll, PopulationState state) = (runs.unrolls[worker], runs.states[worker]);
            runs.starts[chunk].CopyTo(state);
            unroll.Run(runs.tasks[chunk], parameters, state, (int)state.Horizon);
            runs.losses[chunk] = Math.Log10(unroll.Values[^1]) - Math.Log10(unroll.Values[0]);
        }
    }
}

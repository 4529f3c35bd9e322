namespace L2E.Kernels.Training;

/// <summary>
/// What a population carries from one generation to the next: anchor, scale, velocity, averaged displacements, memory, and what its
/// features remember. A window of an unroll begins with one and leaves the next behind; a copy is a checkpoint.
/// </summary>
public sealed class PopulationState
{
    private readonly UnrollShape capacity;
    private readonly double[] anchor;
    private readonly float[] scale, velocity, averaged, paths;

    /// <summary>Makes room for a population.</summary>
    /// <param name="capacity">The largest shape that it can take.</param>
    /// <exception cref="ArgumentException">The shape is out of range.</exception>
    public PopulationState(UnrollShape capacity)
    {
        capacity.Validate();
        this.capacity = capacity;
        anchor = new double[capacity.Dimension];
        scale = new float[capacity.Dimension];
        velocity = new float[capacity.Dimension];
        averaged = new float[capacity.Rows];
        paths = new float[TimeScan.GetStateLength(capacity.Dimension)];
    }

    /// <summary>Sizes of the population.</summary>
    public UnrollShape Shape { get; private set; }

    /// <summary>Index of the generation that comes next, from 0.</summary>
    public int Generation { get; internal set; }

    /// <summary>Planned number of generations K: what the features and the annealing of the scale count by.</summary>
    public double Horizon { get; private set; }

    /// <summary>Key of every random number of the run.</summary>
    public ulong Seed { get; private set; }

    /// <summary>mu, in the coordinates of the task, <c>[d]</c>.</summary>
    public ReadOnlySpan<double> Anchor => AnchorSpan;

    /// <summary>s, in units of the box, <c>[d]</c>.</summary>
    public ReadOnlySpan<float> Scale => ScaleSpan;

    internal Span<double> AnchorSpan => anchor.AsSpan(0, Shape.Dimension);

    internal Span<float> ScaleSpan => scale.AsSpan(0, Shape.Dimension);

    /// <summary>v, in units of the box, <c>[d]</c>.</summary>
    internal Span<float> Velocity => velocity.AsSpan(0, Shape.Dimension);

    /// <summary>KM(D) of the better half, <c>[N/2, d]</c>; without meaning before the first move, where the memory is 0.</summary>
    internal Span<float> Averaged => averaged.AsSpan(0, Shape.Rows);

    /// <summary>States of the scan over time, as <see cref="TimeScan.State"/> has them; 0 where the operator has none.</summary>
    internal Span<float> Paths => paths.AsSpan(0, TimeScan.GetStateLength(Shape.Dimension));

    /// <summary>c: share of the averaged displacements in the next ones.</summary>
    internal double Memory { get; set; }

    internal RunningFeatures Features { get; set; }

    /// <summary>Begins a run.</summary>
    /// <param name="shape">Sizes, within the capacity.</param>
    /// <param name="start">The first anchor, <c>[d]</c>.</param>
    /// <param name="horizon">Planned number of generations, at least 1, finite.</param>
    /// <param name="seed">Key of every random number of the run.</param>
    /// <exception cref="ArgumentException">A size is out of range or does not fit.</exception>
    public void Start(UnrollShape shape, ReadOnlySpan<double> start, double horizon, ulong seed)
    {
        shape.RequireWithin(capacity);
        Guard.Length(start, shape.Dimension, "dimension");
        Guard.InRange(horizon, 1, double.MaxValue);
        Shape = shape;
        Horizon = horizon;
        Seed = seed;
        Generation = 0;
        Memory = 0;
        Features = new RunningFeatures();
        start.CopyTo(AnchorSpan);
        ScaleSpan.Fill((float)PopulationConstants.FirstScale);
        Velocity.Clear();
        Averaged.Clear();
        Paths.Clear();
    }

    /// <summary>Makes <paramref name="destination"/> the same as this.</summary>
    /// <param name="destination">Another state, with room for the shape of this one.</param>
    /// <exception cref="ArgumentException">There is no room.</exception>
    public void CopyTo(PopulationState destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Shape.RequireWithin(destination.capacity);
        destination.Shape = Shape;
        destination.Generation = Generation;
        destination.Horizon = Horizon;
        destination.Seed = Seed;
        destination.Memory = Memory;
        destination.Features = Features;
        AnchorSpan.CopyTo(destination.AnchorSpan);
        ScaleSpan.CopyTo(destination.ScaleSpan);
        Velocity.CopyTo(destination.Velocity);
        Averaged.CopyTo(destination.Averaged);
        Paths.CopyTo(destination.Paths);
    }

    /// <summary>Passes the state through a checkpoint of the training.</summary>
    internal void Transfer(StateTransfer state)
    {
        int population = state.NextIndex(Shape.Population, 0, capacity.Population);
        Shape = new UnrollShape(population, state.NextIndex(Shape.Dimension, 0, capacity.Dimension));
        Generation = state.NextIndex(Generation, 0, int.MaxValue);
        Horizon = state.Next(Horizon);
        Seed = state.Next(Seed);
        Memory = state.Next(Memory);
        RunningFeatures features = Features;
        features.Transfer(state);
        Features = features;
        state.Next(AnchorSpan);
        state.Next(ScaleSpan);
        state.Next(Velocity);
        state.Next(Averaged);
        state.Next(Paths);
    }
}

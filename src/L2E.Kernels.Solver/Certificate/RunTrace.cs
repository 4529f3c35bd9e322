namespace L2E.Kernels;

/// <summary>The record of a run: enough to draw its convergence and to check its certificate without the solver.</summary>
public sealed class RunTrace : IStateful
{
    private readonly List<TracePoint> points = [];
    private readonly List<EliteMove> moves = [];
    private readonly List<GenerationRecord> generations = [];

    /// <summary>One point for each iteration, in order.</summary>
    public IReadOnlyList<TracePoint> Points => points;

    /// <summary>Each move of the elite, in order; the first is its start, of distance 0. With constraints, of the last round.</summary>
    public IReadOnlyList<EliteMove> Moves => moves;

    /// <summary>Each generation of the population, in order. With constraints, of the last round.</summary>
    public IReadOnlyList<GenerationRecord> Generations => generations;

    internal void Add(TracePoint point) => points.Add(point);

    internal void Add(EliteMove move) => moves.Add(move);

    internal void Add(GenerationRecord generation) => generations.Add(generation);

    internal void Clear()
    {
        points.Clear();
        BeginRound();
    }

    /// <summary>A round of a run with constraints has a theorem, and a certificate, of its own.</summary>
    internal void BeginRound()
    {
        moves.Clear();
        generations.Clear();
    }

    /// <inheritdoc />
    void IStateful.Transfer(StateTransfer state) => Transfer(state);

    internal void Transfer(StateTransfer state)
    {
        state.NextList(points, static (state, point) => new TracePoint(
            state.Next(point.Evaluations), NextProposal(state, point.Proposal), state.Next(point.Best), state.Next(point.Amplitude),
            state.Next(point.Trust), state.Next(point.Scale), state.Next(point.Radius)));
        state.NextList(moves, static (state, move) => new EliteMove(
            state.Next(move.Evaluations), state.Next(move.Fitness), state.Next(move.Distance)));
        state.NextList(generations, static (state, generation) => new GenerationRecord(
            state.Next(generation.Evaluations), state.Next(generation.Restart), state.Next(generation.NoiseRadius),
            state.Next(generation.Memory), state.Next(generation.Radius), state.Next(generation.AveragedRadius),
            state.Next(generation.Blend), NextGates(state, generation.Gates)));
    }

    private static string NextProposal(StateTransfer state, string? name)
    {
        ReadOnlySpan<string> names = ProposalNames.All;
        return names[state.NextIndex(names.IndexOf(name), 0, names.Length - 1)];
    }

    private static GateRecord? NextGates(StateTransfer state, GateRecord? gates)
    {
        if (!state.Next(gates is not null))
            return null;
        gates ??= new GateRecord([], [], [], [], []);
        return new GateRecord(
            state.NextArray(gates.Delta), state.NextArray(gates.Decay), state.NextArray(gates.B), state.NextArray(gates.C),
            state.NextArray(gates.Relaxation));
    }
}

/// <summary>The state after one iteration.</summary>
/// <param name="Evaluations">Evaluations spent so far.</param>
/// <param name="Proposal">
/// The proposal that the iteration ran: <c>design</c>, <c>coordinate</c>, <c>gradient</c>, <c>jump</c>, <c>curvature</c>,
/// <c>axis coordinate</c>, <c>axis jump</c>, <c>descent</c> or <c>population</c>.
/// </param>
/// <param name="Best">Smallest fitness so far; NaN before a point kept all constraints.</param>
/// <param name="Amplitude">Probe amplitude of the coordinate proposal, in units of the box.</param>
/// <param name="Trust">How well its quadratic model predicts, in [-1, 1].</param>
/// <param name="Scale">Mean scale of the population, in units of the box.</param>
/// <param name="Radius">Radius of the last population, in units of the box.</param>
public readonly record struct TracePoint(
    long Evaluations, string Proposal, double Best, double Amplitude, double Trust, double Scale, double Radius);

/// <summary>One move of the elite.</summary>
/// <param name="Evaluations">Evaluations spent when it moved.</param>
/// <param name="Fitness">Fitness after the move.</param>
/// <param name="Distance">Euclidean length of the move.</param>
public readonly record struct EliteMove(long Evaluations, double Fitness, double Distance);

/// <summary>What one generation of the population did, with the gates of the operator that acted in it.</summary>
/// <param name="Evaluations">Evaluations spent after it.</param>
/// <param name="Restart">Which restart of the population it belongs to, 0 before the first.</param>
/// <param name="NoiseRadius">Largest norm of a row of exploration noise.</param>
/// <param name="Memory">c: the share of the averaged displacements in this generation's displacements.</param>
/// <param name="Radius">Largest norm of a displacement.</param>
/// <param name="AveragedRadius">Largest norm after the averaged step from these displacements; NaN without the operator.</param>
/// <param name="Blend">beta: the share of the proxy-gradient step in the anchor's move.</param>
/// <param name="Gates">The operator's gates, null without it.</param>
public readonly record struct GenerationRecord(
    long Evaluations, int Restart, double NoiseRadius, double Memory, double Radius, double AveragedRadius, double Blend,
    GateRecord? Gates);

/// <summary>The gates that define one generation's operator; sizes: population N, states n.</summary>
/// <param name="Delta">Step sizes, <c>[N]</c>.</param>
/// <param name="Decay">Decay rates, <c>[n]</c>.</param>
/// <param name="B">Input gates, <c>[N, n]</c>.</param>
/// <param name="C">Output gates, <c>[N, n]</c>.</param>
/// <param name="Relaxation">Relaxations, <c>[N]</c>.</param>
public sealed record GateRecord(float[] Delta, float[] Decay, float[] B, float[] C, float[] Relaxation);

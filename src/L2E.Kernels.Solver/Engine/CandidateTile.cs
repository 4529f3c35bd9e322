using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// Where a proposal writes its next candidates: as points, or as changes of the elite in one coordinate each, or as candidates of a
/// population that are kept elsewhere. The latter two become points only if somebody asks for them.
/// </summary>
internal sealed class CandidateTile(int capacity, bool usesGradients, RunState run, IPopulationState population) : IStateful
{
    private readonly double[] points = new double[checked(capacity * run.Box.Dimension)];
    private readonly double[] gradients = new double[usesGradients ? capacity * run.Box.Dimension : 0];
    private readonly CoordinateChange[] changes = new CoordinateChange[capacity];
    private bool holdsChanges, holdsPoints;
    private int firstHeld;

    /// <summary>Number of candidates that there is room for.</summary>
    public int Capacity => capacity;

    /// <summary>Number of candidates that the proposal may write now.</summary>
    public int Height { get; private set; }

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>The candidates, <c>[Count, dimension]</c>.</summary>
    public ReadOnlySpan2D<double> Points
    {
        get
        {
            if (!holdsPoints)
                WritePoints();
            return new ReadOnlySpan2D<double>(points, 0, Count, run.Box.Dimension, 0);
        }
    }

    /// <summary>Whether the candidates' values are to come with gradients.</summary>
    public bool NeedsGradients { get; private set; }

    /// <summary>Where the gradients go, <c>[Count, dimension]</c>; empty unless they are needed.</summary>
    public Span<double> Gradients => NeedsGradients ? gradients.AsSpan(0, Count * run.Box.Dimension) : default;

    /// <summary>The candidates as changes of the elite, <c>[Count]</c>; empty when they are not.</summary>
    public ReadOnlySpan<CoordinateChange> Changes => holdsChanges ? changes.AsSpan(0, Count) : default;

    /// <summary>Whether the candidates are kept by a population, and evaluated there.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Lets a proposal write.</summary>
    /// <param name="proposal">Writes up to <paramref name="height"/> candidates.</param>
    /// <param name="height">Room for the proposal.</param>
    /// <param name="most">Number of candidates that are kept.</param>
    public void Fill(IProposal proposal, int height, int most)
    {
        Height = height;
        holdsChanges = false;
        holdsPoints = true;
        IsHeld = false;
        NeedsGradients = usesGradients && proposal.NeedsGradients;
        Count = Math.Min(proposal.Ask(this), most);
    }

    /// <summary>Leaves out what follows the first candidates.</summary>
    public void Keep(int count) => Count = count;

    /// <summary>Empties it.</summary>
    public void Clear() => Count = 0;

    /// <summary>The place of a candidate that is written as a point.</summary>
    public Span<double> GetRow(int row) => points.AsSpan(row * run.Box.Dimension, run.Box.Dimension);

    /// <summary>The places of candidates that are written as changes, all of them.</summary>
    public Span<CoordinateChange> GetChanges()
    {
        holdsChanges = true;
        holdsPoints = false;
        return changes.AsSpan(0, Height);
    }

    /// <summary>Leaves candidates of the population where they are, from the one of this index.</summary>
    public void Hold(int first)
    {
        (IsHeld, firstHeld) = (true, first);
        holdsPoints = false;
    }

    /// <summary>The place of a candidate's gradient.</summary>
    public Span<double> GetGradient(int row) => gradients.AsSpan(row * run.Box.Dimension, run.Box.Dimension);

    /// <summary>Copies one candidate.</summary>
    public void CopyPoint(int row, Span<double> destination)
    {
        if (holdsPoints)
        {
            GetRow(row).CopyTo(destination);
        }
        else if (IsHeld)
        {
            population.WriteCandidate(firstHeld + row, destination);
        }
        else
        {
            run.Elite.Point.CopyTo(destination);
            destination[changes[row].Coordinate] = changes[row].Value;
        }
    }

    private void WritePoints()
    {
        for (int row = 0; row < Count; row++)
            CopyPoint(row, GetRow(row));
        holdsPoints = true;
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        Count = state.NextIndex(Count, 0, capacity);
        holdsChanges = state.Next(holdsChanges);
        NeedsGradients = state.Next(NeedsGradients) && usesGradients;
        state.Next(Gradients);
        IsHeld = state.Next(IsHeld);
        firstHeld = state.NextIndex(firstHeld, 0, int.MaxValue);
        if (state.IsReading)
            holdsPoints = !holdsChanges && !IsHeld;
        if (IsHeld)
            return;
        if (!holdsChanges)
        {
            state.Next(points.AsSpan(0, Count * run.Box.Dimension));
            return;
        }

        foreach (ref CoordinateChange change in changes.AsSpan(0, Count))
            change = new CoordinateChange(state.NextIndex(change.Coordinate, 0, run.Box.Dimension - 1), state.Next(change.Value));
    }
}

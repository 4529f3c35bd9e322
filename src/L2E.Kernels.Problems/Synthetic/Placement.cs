using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems;

/// <summary>
/// Where a synthetic function lies: the map <c>y = Q (x - o)</c> with a random shift o and, if asked for, a random orthogonal
/// Q. All synthetic functions of one <see cref="ObjectiveInstance"/> share it, so they have their minimum at the same place,
/// up to the size of the shift.
/// </summary>
/// <remarks>
/// <para>
/// The shift is uniform in <c>[-radius, radius]</c> per coordinate. Up to <see cref="MaxDenseDimension"/> coordinates Q is
/// uniform on the orthogonal group, a dense matrix; above, three layers of (a random permutation, one random orthogonal 8 x 8
/// matrix for every eight consecutive coordinates; the last <c>dimension mod 8</c> of them have a smaller matrix), so that time
/// and memory stay proportional to the dimension.
/// </para>
/// <para>
/// The numbers are drawn from <see cref="PhiloxSequence"/> with the instance as the key. They depend on the instance and the
/// dimension alone, and their bits not on the width of the machine's vectors.
/// </para>
/// </remarks>
public readonly struct Placement
{
    /// <summary>The largest number of coordinates that are rotated by a dense matrix.</summary>
    public const int MaxDenseDimension = 1000;

    private readonly double[]? shift;
    private readonly DenseRotation? dense;
    private readonly OctetRotation? octets;

    private Placement(double[] shift, DenseRotation? dense, OctetRotation? octets) =>
        (this.shift, this.dense, this.octets) = (shift, dense, octets);

    /// <summary>Draws the placement of an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <param name="radius">Bound of the shift's coordinates, finite and at least 0; 0 leaves the function at the origin.</param>
    /// <exception cref="ArgumentException">The dimension is below 1, the instance is negative or the radius is not as above.</exception>
    public static Placement Create(ObjectiveInstance instance, double radius)
    {
        Guard.AtLeast(instance.Dimension, 1);
        Guard.AtLeast(instance.Instance, 0);
        Guard.InRange(radius, 0, double.MaxValue);

        ulong seed = (ulong)instance.Instance;
        PhiloxSequence random = new(seed, ProblemStreams.Shift);
        double[] shift = new double[instance.Dimension];
        for (int i = 0; i < shift.Length; i++)
            shift[i] = random.NextUniform(-radius, radius);
        if (!instance.Rotated)
            return new Placement(shift, null, null);

        random = new PhiloxSequence(seed, ProblemStreams.Rotation);
        return instance.Dimension <= MaxDenseDimension
            ? new Placement(shift, new DenseRotation(instance.Dimension, ref random), null)
            : new Placement(shift, null, new OctetRotation(instance.Dimension, ref random));
    }

    /// <summary>Number of coordinates; 0 for the default value, which places nothing.</summary>
    public int Dimension => Shift.Length;

    /// <summary>The shift o, <c>[dimension]</c>: the point that is mapped to the origin.</summary>
    public ReadOnlySpan<double> Shift => shift;

    /// <summary>Number of doubles of scratch that <see cref="Map"/> needs.</summary>
    public int ScratchLength => IsRotated ? 2 * Dimension : Dimension;

    /// <summary>Number of doubles of workspace that <see cref="Evaluate"/> needs.</summary>
    internal int WorkspaceLength => dense is null ? ScratchLength : DenseRotation.TileRows * ScratchLength;

    private bool IsRotated => dense is not null || octets is not null;

    /// <summary>Maps one point: <c>y = Q (x - o)</c>.</summary>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, apart from <paramref name="x"/>.</param>
    /// <returns>y, <c>[dimension]</c>, a part of <paramref name="scratch"/>.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public ReadOnlySpan<double> Map(ReadOnlySpan<double> x, Span<double> scratch)
    {
        Guard.Length(x, Dimension, "[dimension]");
        Guard.MinimumLength<double>(scratch, ScratchLength, nameof(ScratchLength));
        Span<double> moved = scratch[..Dimension];
        Lanes.Subtract(x, Shift, moved);
        if (!IsRotated)
            return moved;
        Span<double> turned = scratch.Slice(Dimension, Dimension);
        if (dense is not null)
            dense.Apply(moved, turned);
        else
            octets!.Apply(moved, turned);
        return turned;
    }

    /// <summary>
    /// Evaluates the function that has this placement at a batch of points: <c>fitness[i] = function.Value(Q (candidates[i, :] -
    /// o))</c>, with the bits of <see cref="Map"/> row by row. A dense Q is read once for every few rows, not once for each.
    /// </summary>
    /// <typeparam name="TFunction">Type of the function.</typeparam>
    /// <param name="function">The function; it requires this placement's dimension and workspace.</param>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination, <c>[count]</c>.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    internal void Evaluate<TFunction>(
        TFunction function, ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
        where TFunction : struct, IPlacedFunction
    {
        ObjectiveGuard.CheckBatch(in function, candidates, fitness, workspace);
        if (dense is null)
        {
            for (int i = 0; i < candidates.Height; i++)
                fitness[i] = function.Value(Map(candidates.GetRowSpan(i), workspace));
            return;
        }

        int dimension = Dimension;
        for (int first = 0; first < candidates.Height; first += DenseRotation.TileRows)
        {
            int count = Math.Min(DenseRotation.TileRows, candidates.Height - first);
            Span<double> moved = workspace[..(count * dimension)];
            Span<double> turned = workspace.Slice(count * dimension, count * dimension);
            for (int i = 0; i < count; i++)
                Lanes.Subtract(candidates.GetRowSpan(first + i), Shift, moved.Slice(i * dimension, dimension));
            dense.Apply(moved, turned);
            for (int i = 0; i < count; i++)
                fitness[first + i] = function.Value(turned.Slice(i * dimension, dimension));
        }
    }
}

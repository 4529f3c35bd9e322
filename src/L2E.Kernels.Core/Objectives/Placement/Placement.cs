using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// Where an objective lies: the map <c>y = Q (x - o)</c> with a random shift o and, if asked for, a random orthogonal Q. An objective
/// written in its own coordinates y, with <see cref="ObjectiveAttribute.Placement"/> naming one of these, is bound as a function of x.
/// </summary>
/// <remarks>
/// <para>
/// The shift is uniform in an interval, <c>[-radius, radius]</c> or any other, per coordinate. Up to
/// <see cref="MaxDenseDimension"/> coordinates Q is uniform on the orthogonal group, a dense matrix; above, three layers of (a
/// random permutation, one random orthogonal 8 x 8 matrix for every eight consecutive coordinates; the last
/// <c>dimension mod 8</c> of them have a smaller matrix), so that time and memory stay proportional to the dimension.
/// </para>
/// <para>
/// The numbers are drawn from <see cref="PhiloxSequence"/> with the instance as the key. They depend on the instance and the
/// dimension alone, and their bits not on the width of the machine's vectors: objectives of one <see cref="ObjectiveInstance"/> have
/// their minimum at the same place, up to the size of the shift.
/// </para>
/// </remarks>
public readonly partial struct Placement
{
    /// <summary>The largest number of coordinates that are rotated by a dense matrix.</summary>
    public const int MaxDenseDimension = 1000;

    // Far from what a solver that is seeded with the same small number counts up to: no start point repeats a minimiser.
    private const ulong ShiftStream = 0x50_52_4F_42_4C_45_4D_01, RotationStream = ShiftStream + 1;

    private readonly double[]? shift;
    private readonly DenseRotation? dense;
    private readonly OctetRotation? octets;

    private Placement(double[] shift, DenseRotation? dense, OctetRotation? octets) =>
        (this.shift, this.dense, this.octets) = (shift, dense, octets);

    /// <summary>Draws the placement of an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <param name="radius">Bound of the shift's coordinates, finite and at least 0; 0 leaves the function at the origin.</param>
    /// <exception cref="ArgumentException">
    /// The dimension is below 1, the instance is negative, the radius is not as above, or the instance asks for another region than
    /// <see cref="OptimumRegion.Centred"/>.
    /// </exception>
    public static Placement Create(ObjectiveInstance instance, double radius)
    {
        Guard.InRange(radius, 0, double.MaxValue);
        if (instance.Optimum != OptimumRegion.Centred)
            Guard.ThrowArgument("instance.Optimum", "Centred (this objective has one region)", $"{instance.Optimum}");
        return Create(instance, -radius, radius);
    }

    /// <summary>Draws the placement of an instance, the shift from any interval.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate; its region is the caller's business.</param>
    /// <param name="lower">Lower bound of the shift's coordinates, finite.</param>
    /// <param name="upper">Upper bound of the shift's coordinates, finite, not below <paramref name="lower"/>.</param>
    /// <exception cref="ArgumentException">The dimension is below 1, the instance is negative or the bounds are not as above.</exception>
    public static Placement Create(ObjectiveInstance instance, double lower, double upper)
    {
        Guard.AtLeast(instance.Dimension, 1);
        Guard.AtLeast(instance.Instance, 0);
        Guard.InRange(lower, double.MinValue, double.MaxValue);
        Guard.InRange(upper, lower, double.MaxValue);

        ulong seed = (ulong)instance.Instance;
        PhiloxSequence random = new(seed, ShiftStream);
        double[] shift = new double[instance.Dimension];
        for (int i = 0; i < shift.Length; i++)
            shift[i] = random.NextUniform(lower, upper);
        if (!instance.Rotated)
            return new Placement(shift, null, null);

        random = new PhiloxSequence(seed, RotationStream);
        return instance.Dimension <= MaxDenseDimension
            ? new Placement(shift, new DenseRotation(instance.Dimension, ref random), null)
            : new Placement(shift, null, new OctetRotation(instance.Dimension, ref random));
    }

    /// <summary>Number of coordinates; 0 for the default value, which places nothing.</summary>
    public int Dimension => Shift.Length;

    /// <summary>The shift o, <c>[dimension]</c>: the point that is mapped to the origin.</summary>
    public ReadOnlySpan<double> Shift => shift;

    /// <summary>Whether there is a Q: each y then depends on many x.</summary>
    public bool IsRotated => dense is not null || octets is not null;

    /// <summary>The layers that Q consists of, in the order that they are applied in; none where there is no Q.</summary>
    internal RotationLayer[] GetRotation() => dense is not null ? [dense.ToLayer()] : octets?.ToLayers() ?? [];

    /// <summary>Number of doubles of scratch that <see cref="Map(ReadOnlySpan{double}, Span{double})"/> needs.</summary>
    public int ScratchLength => GetScratchLength(1);

    /// <summary>Number of doubles of scratch that it takes to map several points, or their gradients.</summary>
    /// <param name="count">Number of points, at least 0.</param>
    /// <exception cref="ArgumentException">The count is negative, or no span can have as many elements.</exception>
    public int GetScratchLength(int count)
    {
        Guard.AtLeast(count, 0);
        return Guard.Product("scratch", "GetScratchLength(count)", IsRotated ? 2 : 1, count, Dimension);
    }

    /// <summary>Maps one point: <c>y = Q (x - o)</c>.</summary>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, apart from <paramref name="x"/>.</param>
    /// <returns>y, <c>[dimension]</c>, a part of <paramref name="scratch"/>.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public ReadOnlySpan<double> Map(ReadOnlySpan<double> x, Span<double> scratch)
    {
        Guard.Length(x, Dimension, "[dimension]");
        Guard.MinimumLength<double>(scratch, ScratchLength, nameof(ScratchLength));
        Lanes.Subtract(x, Shift, scratch);
        return Turn(scratch, 1);
    }

    /// <summary>
    /// Maps points: <c>y[i, :] = Q (points[i, :] - o)</c>, each with the bits that it has alone. A dense Q is read once for every few
    /// points, not once for each.
    /// </summary>
    /// <param name="points">The points, <c>[count, dimension]</c>.</param>
    /// <param name="scratch">At least <see cref="GetScratchLength"/> doubles, apart from <paramref name="points"/>.</param>
    /// <returns>y, <c>[count, dimension]</c>, a part of <paramref name="scratch"/>.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public ReadOnlySpan2D<double> Map(ReadOnlySpan2D<double> points, Span<double> scratch)
    {
        Guard.InRange(points.Width, Dimension, Dimension);
        Guard.MinimumLength<double>(scratch, GetScratchLength(points.Height), "GetScratchLength(count)");
        if (points.IsEmpty)
            return default;
        for (int i = 0; i < points.Height; i++)
            Lanes.Subtract(points.GetRowSpan(i), Shift, scratch.Slice(i * Dimension, Dimension));
        ReadOnlySpan<double> placed = Turn(scratch, points.Height);
        return ReadOnlySpan2D<double>.DangerousCreate(in MemoryMarshal.GetReference(placed), points.Height, Dimension, 0);
    }

    /// <summary>
    /// Turns gradients by y into gradients by x, in place: <c>gradients[i, :] = Q^T gradients[i, :]</c>, each with the bits that it has
    /// alone.
    /// </summary>
    /// <param name="gradients">The gradients, <c>[count, dimension]</c>; overwritten.</param>
    /// <param name="scratch">At least <see cref="GetScratchLength"/> doubles, apart from <paramref name="gradients"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void MapGradients(Span2D<double> gradients, Span<double> scratch)
    {
        Guard.InRange(gradients.Width, Dimension, Dimension);
        Guard.MinimumLength<double>(scratch, GetScratchLength(gradients.Height), "GetScratchLength(count)");
        if (!IsRotated)
            return;
        int length = gradients.Height * Dimension;
        Span<double> turned = scratch.Slice(length, length);
        if (dense is not null && gradients.TryGetSpan(out Span<double> together))
        {
            dense.ApplyTransposed(together, turned);
            turned.CopyTo(together);
            return;
        }

        Span<double> source = scratch[..length];
        for (int i = 0; i < gradients.Height; i++)
            gradients.GetRowSpan(i).CopyTo(source.Slice(i * Dimension, Dimension));
        dense?.ApplyTransposed(source, turned);
        for (int i = 0; i < gradients.Height; i++)
        {
            Span<double> row = turned.Slice(i * Dimension, Dimension);
            octets?.ApplyTransposed(source.Slice(i * Dimension, Dimension), row);
            row.CopyTo(gradients.GetRowSpan(i));
        }
    }

    /// <summary>Turns the moved points at the start of the scratch; the result lies there or behind them.</summary>
    private ReadOnlySpan<double> Turn(Span<double> scratch, int count)
    {
        int length = count * Dimension;
        Span<double> moved = scratch[..length];
        if (!IsRotated)
            return moved;
        Span<double> turned = scratch.Slice(length, length);
        dense?.Apply(moved, turned);
        if (octets is not null)
        {
            for (int i = 0; i < count; i++)
                octets.Apply(moved.Slice(i * Dimension, Dimension), turned.Slice(i * Dimension, Dimension));
        }

        return turned;
    }
}

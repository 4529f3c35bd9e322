using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// Orthonormal directions to search along, in units of the box: the eigenvectors of the Hessian at some point. A sum of functions of one
/// variable each that was rotated falls apart along them again.
/// </summary>
internal sealed class PrincipalAxes(SearchBox box, int dimension) : IStateful
{
    private readonly double[] displacement = new double[dimension];

    /// <summary>The axes, one a row, <c>[dimension, dimension]</c>.</summary>
    public double[] Vectors { get; } = new double[dimension * dimension];

    /// <summary>The second derivative along each axis, <c>[dimension]</c>.</summary>
    public double[] Curvatures { get; } = new double[dimension];

    /// <summary>The gradient where they were measured, by coordinates, per unit of the box, <c>[dimension]</c>.</summary>
    public double[] Gradient { get; } = new double[dimension];

    /// <summary>Whether there are any.</summary>
    public bool AreKnown { get; set; }

    public ReadOnlySpan<double> this[int axis] => Vectors.AsSpan(axis * dimension, dimension);

    /// <summary>Where a point is along an axis: 0.5 at the centre of the box, and 0 to 1 from bound to bound if the axis is a coordinate's.</summary>
    public double GetPosition(ReadOnlySpan<double> point, int axis)
    {
        double position = 0.5;
        ReadOnlySpan<double> vector = this[axis];
        for (int i = 0; i < point.Length; i++)
            position += vector[i] * ((point[i] - box.Lower[i]) / box.Range[i] - 0.5);
        return position;
    }

    /// <summary>The place along an axis at a fraction of the width of a region; for all of the box, the fraction.</summary>
    public double GetPlace(double fraction, SearchRegion region, int axis)
    {
        double place = 0.5;
        ReadOnlySpan<double> vector = this[axis];
        for (int i = 0; i < vector.Length; i++)
            place += vector[i] * (region.At(0.5, i) - 0.5);
        return place + region.Spread * (2 * fraction - 1);
    }

    /// <summary>Writes a point moved by <paramref name="scale"/> times displacements along some axes, kept inside the box.</summary>
    public void WriteMove(
        ReadOnlySpan<double> origin, ReadOnlySpan<int> axes, ReadOnlySpan<double> displacements, double scale, Span<double> candidate)
    {
        Array.Clear(displacement);
        for (int k = 0; k < axes.Length; k++)
        {
            if (displacements[k] != 0)
                TensorPrimitives.MultiplyAdd(this[axes[k]], scale * displacements[k], displacement, displacement);
        }

        for (int i = 0; i < candidate.Length; i++)
            candidate[i] = box.Move(origin[i], displacement[i], i);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        AreKnown = state.Next(AreKnown);
        if (!AreKnown)
            return;
        state.Next(Vectors.AsSpan());
        state.Next(Curvatures.AsSpan());
        state.Next(Gradient.AsSpan());
    }
}

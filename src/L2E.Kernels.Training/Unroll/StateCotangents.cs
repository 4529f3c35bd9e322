using System.Numerics.Tensors;

namespace L2E.Kernels.Training;

/// <summary>
/// Cotangents of a <see cref="PopulationState"/>, as one step of the backward pass hands them to the step before it; all in units of the
/// box.
/// </summary>
internal sealed class StateCotangents(UnrollShape capacity)
{
    private readonly float[] anchor = new float[capacity.Dimension], scale = new float[capacity.Dimension];
    private readonly float[] velocity = new float[capacity.Dimension];
    private readonly float[] averaged = new float[capacity.Rows], displacements = new float[capacity.Rows];
    private UnrollShape shape;

    public Span<float> Anchor => anchor.AsSpan(0, shape.Dimension);

    public Span<float> Scale => scale.AsSpan(0, shape.Dimension);

    public Span<float> Velocity => velocity.AsSpan(0, shape.Dimension);

    public Span<float> Averaged => averaged.AsSpan(0, shape.Rows);

    public double Memory { get; set; }

    /// <summary>Cotangent of the displacements E of the generation whose two halves are passed back, <c>[N/2, d]</c>.</summary>
    public Span<float> Displacements => displacements.AsSpan(0, shape.Rows);

    /// <summary>Nothing depends on the state after the last step.</summary>
    public void Clear(UnrollShape newShape)
    {
        shape = newShape;
        Anchor.Clear();
        Scale.Clear();
        Velocity.Clear();
        Averaged.Clear();
        Displacements.Clear();
        Memory = 0;
    }

    /// <summary>Damps what goes on to the step before.</summary>
    public void Damp(float factor)
    {
        TensorPrimitives.Multiply(Anchor, factor, Anchor);
        TensorPrimitives.Multiply(Scale, factor, Scale);
        TensorPrimitives.Multiply(Velocity, factor, Velocity);
        TensorPrimitives.Multiply(Averaged, factor, Averaged);
        Memory *= factor;
    }
}

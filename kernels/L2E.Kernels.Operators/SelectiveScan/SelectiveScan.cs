using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>
/// The selective scan of Mamba (S6): a diagonal linear recurrence whose step size, input gate and output gate depend on the step.
/// </summary>
/// <remarks>
/// <para>
/// Per channel c in group g, with <c>step_t = softplus(delta_t + delta_bias)</c> (or without softplus):
/// <c>h_t = exp(step_t A) h_(t-1) + step_t u_t B_t</c>, <c>y_t = sum_n C_tn h_tn</c>, then <c>+ D u_t</c> where D is given and
/// <c>* z_t sigmoid(z_t)</c> where z is given. <see cref="SelectiveScanInputs"/> has the shapes.
/// </para>
/// <para>
/// Domain: <c>step A &lt;= 0</c> for a stable recurrence; other values are computed by the same formulas and may overflow. NaN and
/// infinities propagate to the steps of their channel at and after theirs. Nothing is allocated. Source: A. Gu and T. Dao,
/// <i>Mamba: linear-time sequence modeling with selective state spaces</i>, arXiv 2312.00752, section 3.
/// </para>
/// </remarks>
public static partial class SelectiveScan
{
    /// <summary>Channels done together: consecutive in memory, with their states in cache.</summary>
    private const int TileWidth = 64;

    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public static int GetWorkspaceLength(SelectiveScanShape shape)
    {
        shape.Validate();
        return 2 * shape.States * TileWidth;
    }

    /// <summary>
    /// Floats that <see cref="Forward"/> saves for <see cref="Backward"/>: the states at every max(16, states)-th step, no more than
    /// batch * (length + states + 16) * channels.
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
    public static int GetSavedStateLength(SelectiveScanShape shape)
    {
        shape.Validate();
        return checked(shape.State * shape.Chunks);
    }

    /// <summary>The tensors of <see cref="SelectiveScanInputs"/>, pinned, and how a step size and a state matrix are read.</summary>
    private readonly unsafe struct InputPointers(
        SelectiveScanShape shape, float* u, float* delta, float* A, float* B, float* C, float* D, float* z, float* deltaBias,
        float* initialState, bool softplus)
    {
        public SelectiveScanShape Shape { get; } = shape;

        public float* U { get; } = u;

        public float* B { get; } = B;

        public float* C { get; } = C;

        public float* D { get; } = D;

        public float* Z { get; } = z;

        public float* InitialState { get; } = initialState;

        /// <summary>Step size before softplus.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes LoadDelta<TLanes>(int element, int channel, int remaining)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes value = Lanes.Load<TLanes>(delta + element, remaining);
            return deltaBias == null ? value : value + Lanes.Load<TLanes>(deltaBias + channel, remaining);
        }

        /// <summary>Step size from what <see cref="LoadDelta"/> gives.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes StepSize<TLanes>(TLanes biasedDelta)
            where TLanes : unmanaged, ILanes<TLanes> => softplus ? VectorMath.Softplus(biasedDelta) : biasedDelta;

        /// <summary>Derivative of the step size by what <see cref="LoadDelta"/> gives.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes StepSizeDerivative<TLanes>(TLanes biasedDelta)
            where TLanes : unmanaged, ILanes<TLanes> => softplus ? VectorMath.Sigmoid(biasedDelta) : TLanes.Broadcast(1);

        /// <summary>A of a tile of channels, states first: neighbouring lanes are neighbouring channels.</summary>
        public void TransposeA(int channel, int width, float* tile) => Transpose(A + channel * Shape.States, width, tile);

        /// <summary>[width, states] to [states, TileWidth], zero beyond the width.</summary>
        public void Transpose(float* rows, int width, float* tile)
        {
            new Span<float>(tile, Shape.States * TileWidth).Clear();
            for (int c = 0; c < width; c++)
            {
                for (int n = 0; n < Shape.States; n++)
                    tile[n * TileWidth + c] = rows[c * Shape.States + n];
            }
        }
    }
}

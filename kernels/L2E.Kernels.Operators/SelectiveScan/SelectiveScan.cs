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
    /// <summary>Channels whose saved states lie in one piece: a pair of the widest registers.</summary>
    private const int SavedWidth = 32;

    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="workers">Workers of the team that it runs on, 1 or more; 1 without a team.</param>
    /// <exception cref="ArgumentException">A size or the number of workers is out of range.</exception>
    public static int GetWorkspaceLength(SelectiveScanShape shape, int workers = 1)
    {
        shape.Validate();
        Guard.AtLeast(workers, 1);
        return Guard.Product("workspace", "workers * floats of a worker", workers, ForwardTile.GetLength(shape));
    }

    /// <summary>
    /// Floats that <see cref="Forward"/> saves for <see cref="Backward"/>: the states at every max(16, states)-th step, no more than
    /// batch * (length + states + 16) * channels.
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the length exceeds the range of int.</exception>
    public static int GetSavedStateLength(SelectiveScanShape shape)
    {
        shape.Validate();
        return Guard.Product("savedState", "batch * chunks * channels * states", shape.Batch, shape.Chunks, shape.Channels, shape.States);
    }

    /// <summary>The tensors of <see cref="SelectiveScanInputs"/>, pinned, and how a step size and a state matrix are read.</summary>
    private readonly unsafe struct InputPointers(
        SelectiveScanShape shape, float* u, float* delta, float* A, float* B, float* C, float* D, float* z, float* deltaBias,
        float* initialState, bool softplus)
    {
        public SelectiveScanShape Shape { get; } = shape;

        public float* U { get; } = u;

        public float* Delta { get; } = delta;

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
            TLanes value = Lanes.Load<TLanes>(Delta + element, remaining);
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

        /// <summary>
        /// A log2(e) of a tile of channels, states first: neighbouring lanes are neighbouring channels. Powers of 2 are the cheapest.
        /// </summary>
        /// <returns>Whether A is in arithmetic progression in every channel of the tile.</returns>
        public bool LoadDecay<TLanes>(int channel, int width, int tileWidth, float* tile)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TransposeIn(A + channel * Shape.States, width, tileWidth, tile);
            bool progression = IsProgression<TLanes>(tile, tileWidth);
            TLanes log2OfE = TLanes.Broadcast(VectorMath.Log2OfE);
            int elements = Shape.States * tileWidth;
            for (int i = 0; i < elements; i += TLanes.Count)
                (TLanes.Load(tile + i) * log2OfE).Store(tile + i);
            return progression;
        }

        /// <summary>[width, states] to [states, tileWidth], zero beyond the width: idle lanes stay finite.</summary>
        public void TransposeIn(float* rows, int width, int tileWidth, float* tile)
        {
            if (width < tileWidth)
                new Span<float>(tile, Shape.States * tileWidth).Clear();
            Transposition.Transpose(rows, Shape.States, width, Shape.States, tile, tileWidth);
        }

        /// <summary>[states, tileWidth] to [width, states].</summary>
        public void TransposeOut(float* tile, int tileWidth, int width, float* rows) =>
            Transposition.Transpose(tile, tileWidth, Shape.States, width, rows, Shape.States);

        /// <summary>
        /// Whether every channel of a tile has A in arithmetic progression, <c>A_n = (n + 1) A_0</c> to 2^-23 of A_n. A NaN or an
        /// infinity is not.
        /// </summary>
        private bool IsProgression<TLanes>(float* tile, int tileWidth)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes tolerance = TLanes.Broadcast(1.1920929e-7f);
            for (int n = 1; n < Shape.States; n++)
            {
                TLanes count = TLanes.Broadcast(n + 1);
                for (int v = 0; v < tileWidth; v += TLanes.Count)
                {
                    TLanes multiple = count * TLanes.Load(tile + v), difference = TLanes.Load(tile + n * tileWidth + v) - multiple;
                    TLanes bound = VectorMath.Abs(multiple) * tolerance, size = VectorMath.Abs(difference);
                    TLanes within = TLanes.LessThan(size, bound) | TLanes.Equal(size, bound);
                    if (TLanes.Any(within ^ TLanes.BroadcastBits(uint.MaxValue)))
                        return false;
                }
            }

            return true;
        }
    }
}

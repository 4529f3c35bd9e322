using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>
    /// The tensors of <see cref="SelectiveScanInputs{T}"/>, pinned: where the steps lie, and how step sizes, gates and a state matrix are
    /// read.
    /// </summary>
    private readonly struct InputPointers<T>(
        SelectiveScanShape shape, T* u, T* delta, float* A, T* B, T* C, float* D, T* z, float* deltaBias, float* initialState,
        bool softplus, bool reverse)
        where T : unmanaged
    {
        public SelectiveScanShape Shape { get; } = shape;

        public T* U { get; } = u;

        public T* Delta { get; } = delta;

        public float* D { get; } = D;

        public T* Z { get; } = z;

        public float* InitialState { get; } = initialState;

        /// <summary>From a step to the next in time, in rows of a sequence.</summary>
        public int Direction { get; } = reverse ? -1 : 1;

        /// <summary>From a step to the next in time, in elements of u.</summary>
        public int Stride { get; } = reverse ? -shape.Channels : shape.Channels;

        /// <summary>The row of a sequence that holds a step, counted in time.</summary>
        public int Row(int batch, int step) => batch * Shape.Length + (reverse ? Shape.Length - 1 - step : step);

        /// <summary>Step size before softplus.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes LoadDelta<TLanes>(int element, int channel, int remaining)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes value = Storage.Load<TLanes, T>(Delta + element, remaining);
            return deltaBias == null ? value : value + Lanes.Load<TLanes>(deltaBias + channel, remaining);
        }

        /// <summary>Whether delta holds the step sizes themselves.</summary>
        public bool HasPlainSteps => !softplus && deltaBias == null;

        /// <summary>Step size from what <see cref="LoadDelta"/> gives.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes StepSize<TLanes>(TLanes biasedDelta)
            where TLanes : unmanaged, ILanes<TLanes> => softplus ? VectorMath.Softplus(biasedDelta) : biasedDelta;

        /// <summary>Derivative of the step size by what <see cref="LoadDelta"/> gives.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes StepSizeDerivative<TLanes>(TLanes biasedDelta)
            where TLanes : unmanaged, ILanes<TLanes> => softplus ? VectorMath.Sigmoid(biasedDelta) : TLanes.Broadcast(1);

        /// <summary>The gates of consecutive steps as float, [steps, 2, even states]: B, then C.</summary>
        [MethodImpl(LaneLoop.Options)]
        public void LoadGates<TLanes>(int row, int group, int steps, float* destination)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int columns = Shape.EvenStates;
            for (int s = 0; s < steps; s++, row += Direction, destination += 2 * columns)
            {
                int gates = (row * Shape.Groups + group) * Shape.States;
                LoadGates<TLanes>(B + gates, destination);
                LoadGates<TLanes>(C + gates, destination + columns);
            }
        }

        [MethodImpl(LaneLoop.Options)]
        private void LoadGates<TLanes>(T* source, float* destination)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int n = 0; n < Shape.States; n += TLanes.Count)
            {
                TLanes gates = Storage.Load<TLanes, T>(source + n, Shape.States - n);
                Lanes.Store(gates, destination + n, Shape.EvenStates - n);
            }
        }

        /// <summary>
        /// A log2(e) of a tile of channels, states first: neighbouring lanes are neighbouring channels. Powers of 2 are the cheapest.
        /// </summary>
        /// <returns>Whether A is in arithmetic progression in every channel of the tile.</returns>
        [MethodImpl(LaneLoop.Options)]
        public bool LoadDecay<TLanes>(int channel, int width, int tileWidth, int stride, float* tile)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TransposeIn(A + channel * Shape.States, width, tileWidth, stride, tile);
            bool progression = IsProgression<TLanes>(tile, tileWidth, stride);
            TLanes log2OfE = TLanes.Broadcast(VectorMath.Log2OfE);
            for (int n = 0; n < Shape.States; n++, tile += stride)
            {
                for (int v = 0; v < tileWidth; v += TLanes.Count)
                    (TLanes.Load(tile + v) * log2OfE).Store(tile + v);
            }

            return progression;
        }

        /// <summary>[width, states] to [states, tileWidth] with a stride, zero beyond the width: idle lanes stay finite.</summary>
        public void TransposeIn(float* rows, int width, int tileWidth, int stride, float* tile)
        {
            for (int n = 0; n < Shape.States; n++)
                new Span<float>(tile + n * stride + width, tileWidth - width).Clear();
            Transposition.Transpose(rows, Shape.States, width, Shape.States, tile, stride);
        }

        /// <summary>[states, width] with a stride to [width, states].</summary>
        public void TransposeOut(float* tile, int stride, int width, float* rows) =>
            Transposition.Transpose(tile, stride, Shape.States, width, rows, Shape.States);

        /// <summary>
        /// Whether every channel of a tile has A in arithmetic progression, <c>A_n = (n + 1) A_0</c> to 2^-23 of A_n. A NaN or an
        /// infinity is not.
        /// </summary>
        [MethodImpl(LaneLoop.Options)]
        private bool IsProgression<TLanes>(float* tile, int tileWidth, int stride)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes tolerance = TLanes.Broadcast(1.1920929e-7f);
            for (int n = 1; n < Shape.States; n++)
            {
                TLanes count = TLanes.Broadcast(n + 1);
                for (int v = 0; v < tileWidth; v += TLanes.Count)
                {
                    TLanes multiple = count * TLanes.Load(tile + v), difference = TLanes.Load(tile + n * stride + v) - multiple;
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

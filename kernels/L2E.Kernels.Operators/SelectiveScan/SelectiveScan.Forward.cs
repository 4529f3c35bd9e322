namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>The scan.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="y">Destination (=), [batch, length, channels]; may be u, delta or z, else must not overlap an input.</param>
    /// <param name="lastState">
    /// Destination (=): the state after the last step (the initial state when there is no step), [batch, channels, states]; empty
    /// when not wanted. May be the initial state.
    /// </param>
    /// <param name="savedState">
    /// Destination (=): what <see cref="Backward"/> needs, <see cref="GetSavedStateLength"/> floats; empty when not wanted.
    /// </param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
    public static void Forward(
        SelectiveScanShape shape, in SelectiveScanInputs inputs, Span<float> y, Span<float> lastState, Span<float> savedState,
        Span<float> workspace)
    {
        inputs.Validate(shape);
        Guard.Length<float>(y, shape.Sequence, "batch * length * channels");
        if (!lastState.IsEmpty)
            Guard.Length<float>(lastState, shape.State, "batch * channels * states, or empty", "last_state");
        if (!savedState.IsEmpty)
            Guard.Length<float>(savedState, GetSavedStateLength(shape), "GetSavedStateLength(shape), or empty");
        Guard.MinimumLength<float>(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");

        fixed (float* u = inputs.U, delta = inputs.Delta, A = inputs.A, B = inputs.B, C = inputs.C, D = inputs.D, z = inputs.Z)
        fixed (float* deltaBias = inputs.DeltaBias, initialState = inputs.InitialState)
        fixed (float* destination = y, last = lastState, saved = savedState, scratch = workspace)
        {
            InputPointers pointers = new(shape, u, delta, A, B, C, D, z, deltaBias, initialState, inputs.Softplus);
            WidestLanes.Run(new ForwardKernel(pointers, destination, last, saved, scratch));
        }
    }

    private readonly struct ForwardKernel(InputPointers inputs, float* y, float* lastState, float* savedState, float* workspace)
        : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            for (int batch = 0; batch < shape.Batch; batch++)
            {
                for (int group = 0; group < shape.Groups; group++)
                {
                    for (int c = 0; c < shape.ChannelsPerGroup; c += TileWidth)
                        ScanTile<TLanes>(batch, group, group * shape.ChannelsPerGroup + c, Math.Min(TileWidth, shape.ChannelsPerGroup - c));
                }
            }
        }

        private void ScanTile<TLanes>(int batch, int group, int channel, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            float* A = workspace, state = A + shape.States * TileWidth;
            int stateRow = (batch * shape.Channels + channel) * shape.States;
            inputs.TransposeA(channel, width, A);
            if (inputs.InitialState == null)
                new Span<float>(state, shape.States * TileWidth).Clear();
            else
                inputs.Transpose(inputs.InitialState + stateRow, width, state);

            for (int t = 0; t < shape.Length; t++)
            {
                int step = batch * shape.Length + t, element = step * shape.Channels + channel;
                int gates = (step * shape.Groups + group) * shape.States;
                if (savedState != null && t % shape.ChunkLength == 0)
                    Save(savedState + (batch * shape.Chunks + t / shape.ChunkLength) * shape.Decay + channel, width, state);
                for (int v = 0; v < width; v += TLanes.Count)
                    Advance<TLanes>(element + v, channel + v, width - v, gates, A + v, state + v);
            }

            if (lastState != null)
            {
                for (int c = 0; c < width; c++)
                {
                    for (int n = 0; n < shape.States; n++)
                        lastState[stateRow + c * shape.States + n] = state[n * TileWidth + c];
                }
            }
        }

        /// <summary>Copies a tile of states to its place in a saved state, [states, channels].</summary>
        private void Save(float* destination, int width, float* state)
        {
            for (int n = 0; n < inputs.Shape.States; n++)
                new Span<float>(state + n * TileWidth, width).CopyTo(new Span<float>(destination + n * inputs.Shape.Channels, width));
        }

        /// <summary>One step of one register of channels.</summary>
        private void Advance<TLanes>(int element, int channel, int remaining, int gates, float* A, float* state)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes u = Lanes.Load<TLanes>(inputs.U + element, remaining);
            TLanes step = inputs.StepSize(inputs.LoadDelta<TLanes>(element, channel, remaining));
            TLanes input = step * u;
            TLanes sum = TLanes.Broadcast(0);
            for (int n = 0; n < inputs.Shape.States; n++)
            {
                TLanes keep = VectorMath.Exp(step * TLanes.Load(A + n * TileWidth));
                float* slot = state + n * TileWidth;
                TLanes h = TLanes.MultiplyAdd(keep, TLanes.Load(slot), input * TLanes.Broadcast(inputs.B[gates + n]));
                h.Store(slot);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(inputs.C[gates + n]), h, sum);
            }

            if (inputs.D != null)
                sum = TLanes.MultiplyAdd(Lanes.Load<TLanes>(inputs.D + channel, remaining), u, sum);
            if (inputs.Z != null)
                sum *= VectorMath.Silu(Lanes.Load<TLanes>(inputs.Z + element, remaining));
            Lanes.Store(sum, y + element, remaining);
        }
    }
}

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
    /// <param name="team">Who does it, tile by tile of channels; null for the calling thread. The results are the same bits.</param>
    /// <exception cref="ArgumentException">
    /// A size is out of range, a tensor would have more elements than int can count, or a span has the wrong length.
    /// </exception>
    public static void Forward(
        SelectiveScanShape shape, in SelectiveScanInputs inputs, Span<float> y, Span<float> lastState, Span<float> savedState,
        Span<float> workspace, WorkerTeam? team = null)
    {
        inputs.Validate(shape);
        Guard.Length<float>(y, shape.Sequence, "batch * length * channels");
        if (!lastState.IsEmpty)
            Guard.Length<float>(lastState, shape.State, "batch * channels * states, or empty", "last_state");
        if (!savedState.IsEmpty)
            Guard.Length<float>(savedState, GetSavedStateLength(shape), "GetSavedStateLength(shape), or empty");
        int workers = team?.Count ?? 1, needed = GetWorkspaceLength(shape, workers);
        Guard.MinimumLength<float>(workspace, needed, "GetWorkspaceLength(shape, workers)");

        fixed (float* u = inputs.U, delta = inputs.Delta, A = inputs.A, B = inputs.B, C = inputs.C, D = inputs.D, z = inputs.Z)
        fixed (float* deltaBias = inputs.DeltaBias, initialState = inputs.InitialState)
        fixed (float* destination = y, last = lastState, saved = savedState, scratch = workspace)
        {
            InputPointers pointers = new(shape, u, delta, A, B, C, D, z, deltaBias, initialState, inputs.Softplus);
            ForwardTiles tiles = new(pointers, destination, last, saved, scratch);
            int count = shape.Batch * shape.Groups * new Tiling(shape).TilesPerGroup;
            if (team != null)
                team.Run(count, tiles);
            for (int i = 0; team == null && i < count; i++)
                tiles.Invoke(i, 0);
        }
    }

    /// <summary>Scratch for one tile of channels. Every row is TileWidth floats.</summary>
    private readonly struct ForwardTile
    {
        public ForwardTile(SelectiveScanShape shape, float* workspace)
        {
            Tiling = new Tiling(shape);
            Decay = CacheLine.Align(workspace);
            State = Decay + shape.States * Tiling.Width;
            Step = State + shape.States * Tiling.Width;
            Input = Step + Tiling.BlockLength * Tiling.Width;
        }

        public Tiling Tiling { get; }

        /// <summary>A log2(e), [states].</summary>
        public float* Decay { get; }

        /// <summary>The state after the present step, [states].</summary>
        public float* State { get; }

        /// <summary>Step sizes of a block, [block].</summary>
        public float* Step { get; }

        /// <summary>Step size times u, and then the sum over the states in its place, [block].</summary>
        public float* Input { get; }

        public static int GetLength(SelectiveScanShape shape)
        {
            Tiling tiling = new(shape);
            return CacheLine.Slack + 2 * tiling.Width * (shape.States + tiling.BlockLength);
        }
    }

    private readonly struct ForwardTiles(InputPointers inputs, float* y, float* lastState, float* savedState, float* workspace)
        : IWorkerAction
    {
        public void Invoke(int chunk, int worker)
        {
            float* scratch = workspace + worker * ForwardTile.GetLength(inputs.Shape);
            WidestLanes.Run(new ForwardKernel(inputs, y, lastState, savedState, new ForwardTile(inputs.Shape, scratch), chunk));
        }
    }

    private readonly struct ForwardKernel(
        InputPointers inputs, float* y, float* lastState, float* savedState, ForwardTile tile, int index) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            (int groupOfBatch, int place) = Math.DivRem(index, tile.Tiling.TilesPerGroup);
            (int batch, int group) = Math.DivRem(groupOfBatch, shape.Groups);
            int offset = place * tile.Tiling.Width, channel = group * shape.ChannelsPerGroup + offset;
            int width = Math.Min(tile.Tiling.Width, shape.ChannelsPerGroup - offset);
            int stateRow = (batch * shape.Channels + channel) * shape.States;
            bool progression = inputs.LoadDecay<TLanes>(channel, width, tile.Tiling.Width, tile.Decay);
            if (inputs.InitialState == null)
                new Span<float>(tile.State, shape.States * tile.Tiling.Width).Clear();
            else
                inputs.TransposeIn(inputs.InitialState + stateRow, width, tile.Tiling.Width, tile.State);

            int steps;
            for (int t = 0; t < shape.Length; t += steps)
            {
                steps = Math.Min(tile.Tiling.BlockLength, shape.Length - t);
                if (savedState != null)
                {
                    steps = Math.Min(steps, shape.ChunkLength - t % shape.ChunkLength);
                    if (t % shape.ChunkLength == 0)
                        Save(savedState + (batch * shape.Chunks + t / shape.ChunkLength) * shape.Decay + channel * shape.States, width);
                }

                int step = batch * shape.Length + t, element = step * shape.Channels + channel;
                int gates = (step * shape.Groups + group) * shape.States;
                Prepare<TLanes>(element, channel, steps, width);
                if (progression)
                    Advance<TLanes, ProgressionDecay>(element, gates, steps, width);
                else
                    Advance<TLanes, GeneralDecay>(element, gates, steps, width);
                Finish<TLanes>(element, channel, steps, width);
            }

            if (lastState != null)
                inputs.TransposeOut(tile.State, tile.Tiling.Width, width, lastState + stateRow);
        }

        /// <summary>Copies a tile of states to its place in a saved state: columns of SavedWidth channels, each [states, width] in one piece.</summary>
        private void Save(float* destination, int width)
        {
            int states = inputs.Shape.States;
            for (int v = 0; v < width; v += SavedWidth)
            {
                int columns = Math.Min(SavedWidth, width - v);
                for (int n = 0; n < states; n++)
                {
                    Span<float> saved = new(destination + v * states + n * columns, columns);
                    new Span<float>(tile.State + n * tile.Tiling.Width + v, columns).CopyTo(saved);
                }
            }
        }

        /// <summary>Step sizes and inputs of a block. Apart from the recurrence, so that memory is read well ahead of it.</summary>
        private void Prepare<TLanes>(int element, int channel, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int s = 0; s < steps; s++, element += inputs.Shape.Channels)
            {
                for (int v = 0; v < width; v += TLanes.Count)
                {
                    TLanes step = inputs.StepSize(inputs.LoadDelta<TLanes>(element + v, channel + v, width - v));
                    step.Store(tile.Step + s * tile.Tiling.Width + v);
                    TLanes input = step * Lanes.Load<TLanes>(inputs.U + element + v, width - v);
                    input.Store(tile.Input + s * tile.Tiling.Width + v);
                }
            }
        }

        /// <summary>The recurrence over a block.</summary>
        private void Advance<TLanes, TDecay>(int element, int gates, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay
        {
            int states = inputs.Shape.States, row = tile.Tiling.Width, nextBlock = element + steps * inputs.Shape.Channels;
            float* B = inputs.B + gates, C = inputs.C + gates, stepRow = tile.Step, inputRow = tile.Input;
            for (int s = 0; s < steps; s++)
            {
                // Two registers at a time: gates are read once for both, and one works while the other waits for its last power or sum.
                for (int v = 0; v < width; v += 2 * TLanes.Count)
                {
                    for (int line = 0; line < 2 * TLanes.Count; line += CacheLine.Floats)
                        Prefetch(nextBlock + v + line);
                    float* decay = tile.Decay + v, state = tile.State + v;
                    TLanes step0 = TLanes.Load(stepRow + v), step1 = TLanes.Load(stepRow + v + TLanes.Count);
                    TLanes input0 = TLanes.Load(inputRow + v), input1 = TLanes.Load(inputRow + v + TLanes.Count);
                    TLanes start0 = TDecay.Begin(step0, decay), start1 = TDecay.Begin(step1, decay + TLanes.Count);
                    TLanes keep0 = TLanes.Broadcast(1), keep1 = keep0, sum0 = TLanes.Broadcast(0), sum1 = sum0;
                    for (int n = 0; n < states; n++)
                    {
                        TLanes inputGate = TLanes.Broadcast(B[n]), outputGate = TLanes.Broadcast(C[n]);
                        keep0 = TDecay.Next(start0, keep0, step0, decay);
                        keep1 = TDecay.Next(start1, keep1, step1, decay + TLanes.Count);
                        TLanes h0 = TLanes.MultiplyAdd(keep0, TLanes.Load(state), input0 * inputGate);
                        TLanes h1 = TLanes.MultiplyAdd(keep1, TLanes.Load(state + TLanes.Count), input1 * inputGate);
                        h0.Store(state);
                        h1.Store(state + TLanes.Count);
                        sum0 = TLanes.MultiplyAdd(outputGate, h0, sum0);
                        sum1 = TLanes.MultiplyAdd(outputGate, h1, sum1);
                        decay += row;
                        state += row;
                    }

                    sum0.Store(inputRow + v);
                    sum1.Store(inputRow + v + TLanes.Count);
                }

                B += inputs.Shape.Groups * states;
                C += inputs.Shape.Groups * states;
                stepRow += row;
                inputRow += row;
                nextBlock += inputs.Shape.Channels;
            }
        }

        /// <summary>
        /// Asks for what the next block reads and writes. Consecutive steps lie a page or more apart, where the machine's own prefetching
        /// does not reach.
        /// </summary>
        private void Prefetch(int element)
        {
            CacheLine.Prefetch(inputs.U + element);
            CacheLine.Prefetch(inputs.Delta + element);
            CacheLine.Prefetch(y + element);
            if (inputs.Z != null)
                CacheLine.Prefetch(inputs.Z + element);
        }

        /// <summary>From the sums over the states of a block to y.</summary>
        private void Finish<TLanes>(int element, int channel, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int s = 0; s < steps; s++, element += inputs.Shape.Channels)
            {
                for (int v = 0; v < width; v += TLanes.Count)
                {
                    int remaining = width - v;
                    TLanes sum = TLanes.Load(tile.Input + s * tile.Tiling.Width + v);
                    if (inputs.D != null)
                    {
                        TLanes skip = Lanes.Load<TLanes>(inputs.D + channel + v, remaining);
                        sum = TLanes.MultiplyAdd(skip, Lanes.Load<TLanes>(inputs.U + element + v, remaining), sum);
                    }

                    if (inputs.Z != null)
                        sum *= VectorMath.Silu(Lanes.Load<TLanes>(inputs.Z + element + v, remaining));
                    Lanes.Store(sum, y + element + v, remaining);
                }
            }
        }
    }
}

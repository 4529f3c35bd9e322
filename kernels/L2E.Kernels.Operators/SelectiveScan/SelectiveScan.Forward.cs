namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>The scan.</summary>
    /// <typeparam name="T">How sequences are stored: float, Half or BFloat16; y is rounded to the nearest.</typeparam>
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
    /// A size is out of range, a tensor would have more elements than int can count, a span has the wrong length, or
    /// <typeparamref name="T"/> is another type.
    /// </exception>
    public static void Forward<T>(
        SelectiveScanShape shape, in SelectiveScanInputs<T> inputs, Span<T> y, Span<float> lastState, Span<float> savedState,
        Span<float> workspace, WorkerTeam? team = null)
        where T : unmanaged
    {
        inputs.Validate(shape);
        Guard.Length<T>(y, inputs.U.Length, "batch * length * channels");
        if (!lastState.IsEmpty)
            Guard.Length<float>(lastState, shape.State, "batch * channels * states, or empty", "last_state");
        if (!savedState.IsEmpty)
            Guard.Length<float>(savedState, GetSavedStateLength(shape), "GetSavedStateLength(shape), or empty");
        int workers = team?.Count ?? 1;
        Tiling tiling = new(shape, workers);
        int needed = Guard.Product("workspace", "workers * floats of a worker", workers, tiling.WorkspaceLength);
        Guard.MinimumLength<float>(workspace, needed, "GetWorkspaceLength(shape, workers)");

        fixed (T* u = inputs.U, delta = inputs.Delta, B = inputs.B, C = inputs.C, z = inputs.Z, destination = y)
        fixed (float* A = inputs.A, D = inputs.D, deltaBias = inputs.DeltaBias, initialState = inputs.InitialState)
        fixed (float* last = lastState, saved = savedState, scratch = workspace)
        {
            InputPointers<T> pointers = new(shape, u, delta, A, B, C, D, z, deltaBias, initialState, inputs.Softplus, inputs.Reverse);
            int count = shape.Batch * shape.Groups * tiling.TilesPerGroup;
            ForwardTiles<T> tiles = new(pointers, tiling, destination, last, saved, scratch, new TileOrder(count, workers));
            if (team != null)
                team.Run(count, tiles);
            for (int i = 0; team == null && i < count; i++)
                tiles.Invoke(i, 0);
        }
    }

    /// <summary>Scratch for one tile of channels. Every row is the tiling's stride of floats, but for the gates.</summary>
    private readonly struct ForwardTile(in SelectiveScanShape shape, in Tiling tiling, float* workspace)
    {
        /// <summary>A log2(e), [states].</summary>
        public float* Decay { get; } = CacheLine.Align(workspace);

        /// <summary>The state after the present step, [states].</summary>
        public float* State => Decay + states;

        /// <summary>What the factors of a block's steps are made from, [block].</summary>
        public float* Start => State + states;

        /// <summary>Step size times u, and then the sum over the states in its place, [block].</summary>
        public float* Input => Start + block;

        /// <summary>B and C of a block, [block, 2, even states].</summary>
        public float* Gates => Input + block;

        /// <summary>Of each piece whether A is in arithmetic progression: 1 or 0, [pieces].</summary>
        public float* Progressions => Gates + gates;

        private readonly int states = shape.States * tiling.Stride, block = tiling.BlockLength * tiling.Stride;
        private readonly int gates = 2 * tiling.BlockLength * shape.EvenStates;
    }

    private readonly struct ForwardTiles<T>(
        InputPointers<T> inputs, Tiling tiling, T* y, float* lastState, float* savedState, float* workspace, TileOrder order)
        : IWorkerAction
        where T : unmanaged
    {
        public void Invoke(int chunk, int worker)
        {
            ForwardTile tile = new(inputs.Shape, tiling, workspace + worker * tiling.WorkspaceLength);
            WidestLanes.Run(new ForwardKernel<T>(inputs, tiling, y, lastState, savedState, tile, order.GetTile(chunk)));
        }
    }
}

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>Floats of scratch that <see cref="Backward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="workers">Workers of the team that it runs on, 1 or more; 1 without a team.</param>
    /// <exception cref="ArgumentException">
    /// A size or the number of workers is out of range, or the length exceeds the range of int.
    /// </exception>
    public static int GetBackwardWorkspaceLength(SelectiveScanShape shape, int workers = 1)
    {
        shape.Validate();
        Guard.AtLeast(workers, 1);
        long workspace = (long)workers * BackwardTile.GetLength(shape) + GetPartialGatesLength(shape, workers);
        Guard.InRange(workspace, 0, int.MaxValue);
        return (int)workspace;
    }

    /// <summary>Where the tiles of a group leave their parts of dB and dC when they run at the same time, [tiles of a group, 2, gates].</summary>
    private static int GetPartialGatesLength(SelectiveScanShape shape, int workers) =>
        workers == 1
            ? 0
            : Guard.Product("workspace", "2 * tiles of a group * elements of B", 2, BackwardTile.CountPerGroup(shape), shape.Gates);

    /// <summary>Gradients of <c>sum(y dy) + sum(last_state dlast_state)</c>; <c>SelectiveScan.md</c> derives them.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="inputs">The inputs that <see cref="Forward"/> had.</param>
    /// <param name="savedState">What <see cref="Forward"/> saved.</param>
    /// <param name="dy">Cotangent of y, [batch, length, channels].</param>
    /// <param name="dlastState">Cotangent of the last state, [batch, channels, states]; empty for zero.</param>
    /// <param name="gradients">Destinations (=); must not overlap an input or each other.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    /// <param name="team">Who does it, tile by tile of channels; null for the calling thread. The results are the same bits.</param>
    /// <exception cref="ArgumentException">
    /// A size is out of range, a tensor would have more elements than int can count, or a span has the wrong length.
    /// </exception>
    public static void Backward(
        SelectiveScanShape shape, in SelectiveScanInputs inputs, ReadOnlySpan<float> savedState, ReadOnlySpan<float> dy,
        ReadOnlySpan<float> dlastState, in SelectiveScanGradients gradients, Span<float> workspace, WorkerTeam? team = null)
    {
        inputs.Validate(shape);
        Guard.Length(savedState, GetSavedStateLength(shape), "GetSavedStateLength(shape)");
        Guard.Length(dy, shape.Sequence, "batch * length * channels");
        if (!dlastState.IsEmpty)
            Guard.Length(dlastState, shape.State, "batch * channels * states, or empty for zero", "dlast_state");
        gradients.Validate(inputs);
        int workers = team?.Count ?? 1, needed = GetBackwardWorkspaceLength(shape, workers);
        Guard.MinimumLength<float>(workspace, needed, "GetBackwardWorkspaceLength(shape, workers)");
        int partialGates = GetPartialGatesLength(shape, workers);
        workspace[..partialGates].Clear();

        // Sums over batch, over the channels of a group or over time start at zero; everything else is written once.
        gradients.A.Clear();
        gradients.B.Clear();
        gradients.C.Clear();
        gradients.D.Clear();
        gradients.DeltaBias.Clear();
        fixed (float* u = inputs.U, delta = inputs.Delta, A = inputs.A, B = inputs.B, C = inputs.C, D = inputs.D, z = inputs.Z)
        fixed (float* deltaBias = inputs.DeltaBias, initialState = inputs.InitialState)
        fixed (float* saved = savedState, cotangent = dy, lastCotangent = dlastState, scratch = workspace)
        fixed (float* du = gradients.U, ddelta = gradients.Delta, dA = gradients.A, dB = gradients.B, dC = gradients.C)
        fixed (float* dD = gradients.D, dz = gradients.Z, ddeltaBias = gradients.DeltaBias, dinitialState = gradients.InitialState)
        {
            InputPointers pointers = new(shape, u, delta, A, B, C, D, z, deltaBias, initialState, inputs.Softplus);
            // Tiles that run one after the other add to dB and dC themselves; tiles that run at the same time each have their own to add to.
            bool direct = partialGates == 0;
            BackwardTiles tiles = new(pointers, saved, cotangent, lastCotangent, scratch + partialGates)
            {
                Du = du,
                Ddelta = ddelta,
                DA = dA,
                DB = direct ? dB : scratch,
                DC = direct ? dC : scratch + shape.Gates,
                GatesOfATile = direct ? 0 : 2 * shape.Gates,
                DD = dD,
                Dz = dz,
                DdeltaBias = ddeltaBias,
                DinitialState = dinitialState,
            };
            int count = shape.Groups * BackwardTile.CountPerGroup(shape);
            if (team != null)
                team.Run(count, tiles);
            for (int i = 0; team == null && i < count; i++)
                tiles.Invoke(i, 0);
        }

        ReadOnlySpan<float> parts = workspace[..partialGates];
        for (; !parts.IsEmpty; parts = parts[(2 * shape.Gates)..])
        {
            Add(parts[..shape.Gates], gradients.B);
            Add(parts.Slice(shape.Gates, shape.Gates), gradients.C);
        }
    }

    private static void Add(ReadOnlySpan<float> part, Span<float> sum)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += part[i];
    }

    /// <summary>
    /// Scratch for one tile of channels. A tile is walked in pairs of registers, each through a whole chunk of steps and all states:
    /// the rows of a pair stay in the first-level cache, and only sums over the channels belong to the tile.
    /// </summary>
    private readonly struct BackwardTile
    {
        private const int Pair = 32, Lanes = 16, LargestWidth = 256, PairRows = 9;

        public BackwardTile(SelectiveScanShape shape, float* workspace)
        {
            Width = GetWidth(shape);
            int tile = shape.States * Width, pair = shape.ChunkLength * Pair;
            Decay = CacheLine.Align(workspace);
            Carry = Decay + tile;
            DA = Carry + tile;
            GateSums = DA + tile;
            Step = GateSums + shape.States * shape.ChunkLength * 2 * Lanes;
            Input = Step + pair;
            OutputCotangent = Input + pair;
            InputCotangent = OutputCotangent + pair;
            StepCotangent = InputCotangent + pair;
            Sum = StepCotangent + pair;
            Start = Sum + pair;
            Keep = Start + pair;
            State = Keep + pair;
        }

        /// <summary>Channels of a tile, a multiple of a pair of the widest registers.</summary>
        public int Width { get; }

        /// <summary>A log2(e), [states, width].</summary>
        public float* Decay { get; }

        /// <summary>Cotangent of the state after the present step, [states, width].</summary>
        public float* Carry { get; }

        /// <summary>dA transposed, [states, width].</summary>
        public float* DA { get; }

        /// <summary>Sums of dB and dC over the registers of the tile, [states, chunk, 2, lanes].</summary>
        public float* GateSums { get; }

        /// <summary>Step sizes, [chunk, pair], as what follows.</summary>
        public float* Step { get; }

        /// <summary>Step size times u.</summary>
        public float* Input { get; }

        /// <summary>Cotangent of the sum over states.</summary>
        public float* OutputCotangent { get; }

        /// <summary>Cotangent of the input.</summary>
        public float* InputCotangent { get; }

        /// <summary>Sum over states of the exponents' cotangents times A log2(e).</summary>
        public float* StepCotangent { get; }

        /// <summary>Sum over states.</summary>
        public float* Sum { get; }

        /// <summary>What the factors are made from; see <see cref="IDecay.Begin"/>.</summary>
        public float* Start { get; }

        /// <summary>Factors exp(step A) of the present state.</summary>
        public float* Keep { get; }

        /// <summary>The present state before each step and after the last, [chunk + 1, pair].</summary>
        public float* State { get; }

        public static int CountPerGroup(SelectiveScanShape shape) =>
            (shape.ChannelsPerGroup + GetWidth(shape) - 1) / GetWidth(shape);

        public static int GetLength(SelectiveScanShape shape) =>
            CacheLine.Slack + 3 * shape.States * GetWidth(shape)
            + shape.ChunkLength * (2 * Lanes * shape.States + PairRows * Pair) + Pair;

        private static int GetWidth(SelectiveScanShape shape) =>
            (Math.Clamp(shape.ChannelsPerGroup, 1, LargestWidth) + Pair - 1) / Pair * Pair;
    }
}

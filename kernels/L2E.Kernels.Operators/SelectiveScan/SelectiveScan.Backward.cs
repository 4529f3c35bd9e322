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
    /// <typeparam name="T">How the inputs are stored. Cotangents and gradients are float.</typeparam>
    /// <param name="shape">Sizes.</param>
    /// <param name="inputs">The inputs that <see cref="Forward"/> had.</param>
    /// <param name="savedState">What <see cref="Forward"/> saved.</param>
    /// <param name="dy">Cotangent of y, [batch, length, channels].</param>
    /// <param name="dlastState">Cotangent of the last state, [batch, channels, states]; empty for zero.</param>
    /// <param name="gradients">Destinations (=); must not overlap an input or each other.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    /// <param name="team">Who does it, tile by tile of channels; null for the calling thread. The results are the same bits.</param>
    /// <exception cref="ArgumentException">
    /// A size is out of range, a tensor would have more elements than int can count, a span has the wrong length, or
    /// <typeparamref name="T"/> is another type than float, Half or BFloat16.
    /// </exception>
    public static void Backward<T>(
        SelectiveScanShape shape, in SelectiveScanInputs<T> inputs, ReadOnlySpan<float> savedState, ReadOnlySpan<float> dy,
        ReadOnlySpan<float> dlastState, in SelectiveScanGradients gradients, Span<float> workspace, WorkerTeam? team = null)
        where T : unmanaged
    {
        inputs.Validate(shape);
        Guard.Length(savedState, GetSavedStateLength(shape), "GetSavedStateLength(shape)");
        Guard.Length(dy, inputs.U.Length, "batch * length * channels");
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
        fixed (T* u = inputs.U, delta = inputs.Delta, B = inputs.B, C = inputs.C, z = inputs.Z)
        fixed (float* A = inputs.A, D = inputs.D, deltaBias = inputs.DeltaBias, initialState = inputs.InitialState)
        fixed (float* saved = savedState, cotangent = dy, lastCotangent = dlastState, scratch = workspace)
        fixed (float* du = gradients.U, ddelta = gradients.Delta, dA = gradients.A, dB = gradients.B, dC = gradients.C)
        fixed (float* dD = gradients.D, dz = gradients.Z, ddeltaBias = gradients.DeltaBias, dinitialState = gradients.InitialState)
        {
            InputPointers<T> pointers = new(shape, u, delta, A, B, C, D, z, deltaBias, initialState, inputs.Softplus, inputs.Reverse);
            // Tiles that run one after the other add to dB and dC themselves; tiles that run at the same time each have their own to add to.
            bool direct = partialGates == 0;
            BackwardTiles<T> tiles = new(pointers, saved, cotangent, lastCotangent, scratch + partialGates)
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
    /// Scratch for one tile of channels. What there is for every step goes row by row from memory to the second-level cache and back; in
    /// between the tile is walked in pairs of registers, each through a whole chunk of steps and all states, two states at a time: the rows
    /// of a pair stay in the first-level cache.
    /// </summary>
    private readonly struct BackwardTile
    {
        // Wide, so that few pages are visited often; what belongs to every step takes 448 bytes a channel of 16 states.
        private const int Pair = 32, Lanes = 16, LargestWidth = 512;

        private readonly int rowsOfAChannel;

        public BackwardTile(in SelectiveScanShape shape, float* workspace)
        {
            Width = GetWidth(shape);
            int tile = shape.EvenStates * Width;
            Decay = CacheLine.Align(workspace);
            Carry = Decay + tile;
            DA = Carry + tile;
            ChannelSums = DA + tile;
            GateSums = ChannelSums + 2 * Width;
            Steps = GetSteps(shape);
            ProductCount = GetProductCount(shape);
            Products = GateSums + ProductCount;
            Rows = Products + ProductCount * Lanes;
            rowsOfAChannel = shape.ChunkLength * PairRow.Count;
            States = Rows + rowsOfAChannel * Width;
            Gates = States + (shape.ChunkLength + 1) * StateRow.Count * Pair;
        }

        /// <summary>Channels of a tile, a multiple of a pair of the widest registers.</summary>
        public int Width { get; }

        /// <summary>A log2(e), [even states, width].</summary>
        public float* Decay { get; }

        /// <summary>Cotangent of the state after the present step, [even states, width].</summary>
        public float* Carry { get; }

        /// <summary>dA transposed, [even states, width].</summary>
        public float* DA { get; }

        /// <summary>dD and ddelta_bias of a chunk, [2, width].</summary>
        public float* ChannelSums { get; }

        /// <summary>Steps of a chunk, rounded up to a multiple of a register's lanes.</summary>
        public int Steps { get; }

        /// <summary>Elements of <see cref="GateSums"/>.</summary>
        public int ProductCount { get; }

        /// <summary>dB and dC of the tile for a chunk, [even states / 2, steps, GateProduct.Count].</summary>
        public float* GateSums { get; }

        /// <summary>Terms of <see cref="GateSums"/>, summed over the pairs lane by lane: for each of them a register.</summary>
        public float* Products { get; }

        /// <summary>What there is for every step, [pairs, chunk, PairRow.Count, pair].</summary>
        public float* Rows { get; }

        /// <summary>What there is for every step and the present two states, [chunk + 1, StateRow.Count, pair].</summary>
        public float* States { get; }

        /// <summary>B and C of the chunk, [chunk, 2, even states].</summary>
        public float* Gates { get; }

        /// <summary>The part of <see cref="Rows"/> that belongs to the pair which begins with a channel of the tile.</summary>
        public float* RowsOfPair(int v) => Rows + v * rowsOfAChannel;

        public static int CountPerGroup(in SelectiveScanShape shape) =>
            (shape.ChannelsPerGroup + GetWidth(shape) - 1) / GetWidth(shape);

        public static int GetLength(in SelectiveScanShape shape) =>
            CacheLine.Slack + (3 * shape.EvenStates + 2) * GetWidth(shape)
            + GetProductCount(shape) * (1 + Lanes)
            + shape.ChunkLength * (2 * shape.EvenStates + PairRow.Count * GetWidth(shape) + StateRow.Count * Pair) + StateRow.Count * Pair;

        private static int GetProductCount(in SelectiveScanShape shape) => shape.EvenStates / 2 * GetSteps(shape) * GateProduct.Count;

        private static int GetSteps(in SelectiveScanShape shape) => (shape.ChunkLength + Lanes - 1) / Lanes * Lanes;

        private static int GetWidth(in SelectiveScanShape shape) =>
            (Math.Clamp(shape.ChannelsPerGroup, 1, LargestWidth) + Pair - 1) / Pair * Pair;
    }

    /// <summary>Places of pairs of registers in a row of <see cref="BackwardTile.Rows"/>.</summary>
    private static class PairRow
    {
        /// <summary>The power whose powers the factors are, where there is one.</summary>
        public const int Start = 0;

        /// <summary>Step size times u.</summary>
        public const int Input = 1;

        public const int Step = 2;

        /// <summary>Cotangent of the sum over states.</summary>
        public const int OutputCotangent = 3;

        public const int InputCotangent = 4;

        /// <summary>Sum over states of the exponents' cotangents times A log2(e).</summary>
        public const int StepCotangent = 5;

        /// <summary>Sum over states; only the gradient of the SiLU gate needs it.</summary>
        public const int Sum = 6;

        public const int Count = 7;
    }

    /// <summary>Places of pairs of registers in a row of <see cref="BackwardTile.States"/>.</summary>
    private static class StateRow
    {
        /// <summary>The first state before the step.</summary>
        public const int First = 0;

        /// <summary>The second state before the step.</summary>
        public const int Second = 1;

        /// <summary>The factor exp(step A) of the first state.</summary>
        public const int KeepFirst = 2;

        /// <summary>The factor of the second state.</summary>
        public const int KeepSecond = 3;

        public const int Count = 4;
    }

    /// <summary>Places of a step's terms of the gradients of two states' gates in <see cref="BackwardTile.Products"/>.</summary>
    private static class GateProduct
    {
        public const int FirstB = 0;

        public const int SecondB = 1;

        public const int FirstC = 2;

        public const int SecondC = 3;

        public const int Count = 4;
    }
}

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    private const int TileWidth = 64;

    /// <summary>Floats of scratch that <see cref="Backward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public static int GetBackwardWorkspaceLength(SelectiveScanShape shape)
    {
        shape.Validate();
        return BackwardTile.GetLength(shape);
    }

    /// <summary>Gradients of <c>sum(y dy) + sum(last_state dlast_state)</c>; <c>SelectiveScan.md</c> derives them.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="inputs">The inputs that <see cref="Forward"/> had.</param>
    /// <param name="savedState">What <see cref="Forward"/> saved.</param>
    /// <param name="dy">Cotangent of y, [batch, length, channels].</param>
    /// <param name="dlastState">Cotangent of the last state, [batch, channels, states]; empty for zero.</param>
    /// <param name="gradients">Destinations (=); must not overlap an input or each other.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
    public static void Backward(
        SelectiveScanShape shape, in SelectiveScanInputs inputs, ReadOnlySpan<float> savedState, ReadOnlySpan<float> dy,
        ReadOnlySpan<float> dlastState, in SelectiveScanGradients gradients, Span<float> workspace)
    {
        inputs.Validate(shape);
        Guard.Length(savedState, GetSavedStateLength(shape), "GetSavedStateLength(shape)");
        Guard.Length(dy, shape.Sequence, "batch * length * channels");
        if (!dlastState.IsEmpty)
            Guard.Length(dlastState, shape.State, "batch * channels * states, or empty for zero", "dlast_state");
        gradients.Validate(inputs);
        Guard.MinimumLength<float>(workspace, GetBackwardWorkspaceLength(shape), "GetBackwardWorkspaceLength(shape)");

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
            WidestLanes.Run(new BackwardKernel(pointers, saved, cotangent, lastCotangent, new BackwardTile(shape, scratch))
            {
                Du = du,
                Ddelta = ddelta,
                DA = dA,
                DB = dB,
                DC = dC,
                DD = dD,
                Dz = dz,
                DdeltaBias = ddeltaBias,
                DinitialState = dinitialState,
            });
        }
    }

    /// <summary>Scratch for one tile of channels over one chunk of steps. Every row is TileWidth floats.</summary>
    private readonly struct BackwardTile
    {
        public BackwardTile(SelectiveScanShape shape, float* workspace)
        {
            int tile = shape.States * TileWidth;
            A = workspace;
            Carry = A + tile;
            DA = Carry + tile;
            GateSums = DA + tile;
            Keep = GateSums + 2 * tile;
            State = Keep + shape.ChunkLength * tile;
            OutputCotangent = State + (shape.ChunkLength + 1) * tile;
        }

        /// <summary>A transposed, [states].</summary>
        public float* A { get; }

        /// <summary>Cotangent of the state after the present step, [states].</summary>
        public float* Carry { get; }

        /// <summary>dA transposed, [states].</summary>
        public float* DA { get; }

        /// <summary>Lane sums of dB and dC at one step, [2, states].</summary>
        public float* GateSums { get; }

        /// <summary>exp(step A), [chunk, states].</summary>
        public float* Keep { get; }

        /// <summary>The states before the chunk and after each of its steps, [chunk + 1, states].</summary>
        public float* State { get; }

        /// <summary>Cotangent of the sum over states, [chunk].</summary>
        public float* OutputCotangent { get; }

        public static int GetLength(SelectiveScanShape shape) =>
            TileWidth * (shape.States * (5 + 2 * shape.ChunkLength + 1) + shape.ChunkLength);
    }

    private readonly struct BackwardKernel(
        InputPointers inputs, float* savedState, float* dy, float* dlastState, BackwardTile tile) : ILanesKernel
    {
        public required float* Du { get; init; }

        public required float* Ddelta { get; init; }

        public required float* DA { get; init; }

        public required float* DB { get; init; }

        public required float* DC { get; init; }

        public required float* DD { get; init; }

        public required float* Dz { get; init; }

        public required float* DdeltaBias { get; init; }

        public required float* DinitialState { get; init; }

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
            int stateRow = (batch * shape.Channels + channel) * shape.States;
            inputs.LoadDecay<TLanes>(channel, width, TileWidth, tile.A);
            new Span<float>(tile.DA, shape.States * TileWidth).Clear();
            if (dlastState == null)
                new Span<float>(tile.Carry, shape.States * TileWidth).Clear();
            else
                inputs.TransposeIn(dlastState + stateRow, width, TileWidth, tile.Carry);

            for (int chunk = shape.Chunks - 1; chunk >= 0; chunk--)
            {
                int first = chunk * shape.ChunkLength, steps = Math.Min(shape.ChunkLength, shape.Length - first);
                Restore(savedState + (batch * shape.Chunks + chunk) * shape.Decay + channel, width);
                for (int s = 0; s < steps; s++)
                {
                    (int element, int gates) = Locate(batch, first + s, group, channel);
                    for (int v = 0; v < width; v += TLanes.Count)
                        Recompute<TLanes>(element + v, channel + v, width - v, gates, s, v);
                }

                for (int s = steps - 1; s >= 0; s--)
                {
                    (int element, int gates) = Locate(batch, first + s, group, channel);
                    new Span<float>(tile.GateSums, 2 * shape.States * TileWidth).Clear();
                    for (int v = 0; v < width; v += TLanes.Count)
                        StepBack<TLanes>(element + v, channel + v, width - v, gates, s, v);
                    for (int n = 0; n < shape.States; n++)
                    {
                        DB[gates + n] += TLanes.Sum(TLanes.Load(tile.GateSums + n * TileWidth));
                        DC[gates + n] += TLanes.Sum(TLanes.Load(tile.GateSums + (shape.States + n) * TileWidth));
                    }
                }
            }

            for (int c = 0; c < width; c++)
            {
                for (int n = 0; n < shape.States; n++)
                {
                    DA[(channel + c) * shape.States + n] += tile.DA[n * TileWidth + c];
                    if (DinitialState != null)
                        DinitialState[stateRow + c * shape.States + n] = tile.Carry[n * TileWidth + c];
                }
            }
        }

        private (int Element, int Gates) Locate(int batch, int t, int group, int channel)
        {
            int step = batch * inputs.Shape.Length + t;
            return (step * inputs.Shape.Channels + channel, (step * inputs.Shape.Groups + group) * inputs.Shape.States);
        }

        /// <summary>The saved states before a chunk, zero beyond the width so that idle lanes stay finite.</summary>
        private void Restore(float* saved, int width)
        {
            new Span<float>(tile.State, inputs.Shape.States * TileWidth).Clear();
            for (int n = 0; n < inputs.Shape.States; n++)
                new Span<float>(saved + n * inputs.Shape.Channels, width).CopyTo(new Span<float>(tile.State + n * TileWidth, width));
        }

        /// <summary>One step of the forward pass, which keeps its states and exponentials and passes dy through the output gate.</summary>
        private void Recompute<TLanes>(int element, int channel, int remaining, int gates, int s, int v)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int states = inputs.Shape.States;
            TLanes u = Lanes.Load<TLanes>(inputs.U + element, remaining);
            TLanes step = inputs.StepSize(inputs.LoadDelta<TLanes>(element, channel, remaining));
            TLanes input = step * u;
            TLanes sum = TLanes.Broadcast(0);
            for (int n = 0; n < states; n++)
            {
                int row = (s * states + n) * TileWidth + v;
                TLanes keep = VectorMath.Exp2(step * TLanes.Load(tile.A + n * TileWidth + v));
                TLanes h = TLanes.MultiplyAdd(keep, TLanes.Load(tile.State + row), input * TLanes.Broadcast(inputs.B[gates + n]));
                keep.Store(tile.Keep + row);
                h.Store(tile.State + row + states * TileWidth);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(inputs.C[gates + n]), h, sum);
            }

            TLanes cotangent = Lanes.Load<TLanes>(dy + element, remaining);
            if (inputs.Z != null)
            {
                if (inputs.D != null)
                    sum = TLanes.MultiplyAdd(Lanes.Load<TLanes>(inputs.D + channel, remaining), u, sum);
                TLanes z = Lanes.Load<TLanes>(inputs.Z + element, remaining);
                Lanes.Store(cotangent * sum * VectorMath.SiluDerivative(z), Dz + element, remaining);
                cotangent *= VectorMath.Silu(z);
            }

            cotangent.Store(tile.OutputCotangent + s * TileWidth + v);
        }

        /// <summary>One step of the recurrence backwards: the carry goes from the state after the step to the state before it.</summary>
        private void StepBack<TLanes>(int element, int channel, int remaining, int gates, int s, int v)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int states = inputs.Shape.States;
            TLanes u = Lanes.Load<TLanes>(inputs.U + element, remaining);
            TLanes biasedDelta = inputs.LoadDelta<TLanes>(element, channel, remaining);
            TLanes step = inputs.StepSize(biasedDelta);
            TLanes input = step * u;
            TLanes cotangent = TLanes.Load(tile.OutputCotangent + s * TileWidth + v);
            TLanes dinput = TLanes.Broadcast(0), dstep = dinput;
            for (int n = 0; n < states; n++)
            {
                int slot = n * TileWidth + v, row = (s * states + n) * TileWidth + v;
                float* inputSum = tile.GateSums + n * TileWidth, outputSum = inputSum + states * TileWidth;
                TLanes before = TLanes.Load(tile.State + row), after = TLanes.Load(tile.State + row + states * TileWidth);
                TLanes dstate = TLanes.MultiplyAdd(TLanes.Broadcast(inputs.C[gates + n]), cotangent, TLanes.Load(tile.Carry + slot));
                TLanes.MultiplyAdd(cotangent, after, TLanes.Load(outputSum)).Store(outputSum);
                TLanes.MultiplyAdd(dstate, input, TLanes.Load(inputSum)).Store(inputSum);
                dinput = TLanes.MultiplyAdd(dstate, TLanes.Broadcast(inputs.B[gates + n]), dinput);

                TLanes carry = dstate * TLanes.Load(tile.Keep + row);
                carry.Store(tile.Carry + slot);
                TLanes dexponent = carry * before;
                dstep = TLanes.MultiplyAdd(dexponent, TLanes.Load(tile.A + slot), dstep);
                TLanes.MultiplyAdd(dexponent, step, TLanes.Load(tile.DA + slot)).Store(tile.DA + slot);
            }

            TLanes du = step * dinput;
            if (inputs.D != null)
            {
                du = TLanes.MultiplyAdd(Lanes.Load<TLanes>(inputs.D + channel, remaining), cotangent, du);
                TLanes skip = TLanes.MultiplyAdd(cotangent, u, Lanes.Load<TLanes>(DD + channel, remaining));
                Lanes.Store(skip, DD + channel, remaining);
            }

            Lanes.Store(du, Du + element, remaining);
            dstep = TLanes.MultiplyAdd(dinput, u, dstep * TLanes.Broadcast(0.693147181f));
            TLanes ddelta = dstep * inputs.StepSizeDerivative(biasedDelta);
            Lanes.Store(ddelta, Ddelta + element, remaining);
            if (DdeltaBias != null)
                Lanes.Store(Lanes.Load<TLanes>(DdeltaBias + channel, remaining) + ddelta, DdeltaBias + channel, remaining);
        }
    }
}

using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>The forward pass of a tile of channels of one sequence.</summary>
    /// <remarks>
    /// What the loops over lanes (<see cref="LaneLoop"/>) need of other structs they read ahead of the loop, as a call that is not inlined
    /// would put all registers into memory.
    /// </remarks>
    private readonly struct ForwardKernel<T>(
        InputPointers<T> inputs, Tiling tiling, T* y, float* lastState, float* savedState, ForwardTile tile, int index) : ILanesKernel
        where T : unmanaged
    {
        // Floats that memory is asked ahead for along a row: further than it takes to come, and no more than a first-level cache holds.
        private const int Ahead = 1024;

        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            (int groupOfBatch, int place) = Math.DivRem(index, tiling.TilesPerGroup);
            (int batch, int group) = Math.DivRem(groupOfBatch, shape.Groups);
            int offset = place * tiling.Width, channel = group * shape.ChannelsPerGroup + offset;
            int width = Math.Min(tiling.Width, shape.ChannelsPerGroup - offset);
            int stateRow = (batch * shape.Channels + channel) * shape.States;
            for (int v = 0; v < width; v += tiling.PieceWidth)
            {
                int piece = Math.Min(tiling.PieceWidth, width - v);
                bool progression = inputs.LoadDecay<TLanes>(channel + v, piece, tiling.PieceWidth, tiling.Stride, tile.Decay + v);
                tile.Progressions[v / tiling.PieceWidth] = progression ? 1 : 0;
            }

            if (inputs.InitialState == null)
                new Span<float>(tile.State, shape.States * tiling.Stride).Clear();
            else
                inputs.TransposeIn(inputs.InitialState + stateRow, width, tiling.Width, tiling.Stride, tile.State);

            int steps;
            for (int t = 0; t < shape.Length; t += steps)
            {
                steps = Math.Min(tiling.BlockLength, shape.Length - t);
                if (savedState != null)
                {
                    steps = Math.Min(steps, shape.ChunkLength - t % shape.ChunkLength);
                    int chunk = batch * shape.Chunks + t / shape.ChunkLength, step = t % shape.ChunkLength;
                    float* saved = savedState + chunk * shape.Decay + channel * shape.States;
                    if (step == 0)
                        Save<TLanes>(saved, width);
                    PrefetchSaved(saved + shape.Decay, step, steps, width * shape.States);
                }

                int row = inputs.Row(batch, t), element = row * shape.Channels + channel;
                inputs.LoadGates<TLanes>(row, group, steps, tile.Gates);
                for (int v = 0; v < width; v += tiling.PieceWidth)
                {
                    int piece = Math.Min(tiling.PieceWidth, width - v);
                    if (tile.Progressions[v / tiling.PieceWidth] != 0)
                        AdvanceBlock<TLanes, ProgressionDecay<TLanes>>(element + v, channel + v, v, steps, piece);
                    else
                        AdvanceBlock<TLanes, GeneralDecay<TLanes>>(element + v, channel + v, v, steps, piece);
                }
            }

            if (lastState != null)
                inputs.TransposeOut(tile.State, tiling.Stride, width, lastState + stateRow);
        }

        /// <summary>
        /// Copies a tile of states to its place in a saved state: columns of SavedWidth channels, each [states, width] in one piece.
        /// </summary>
        [MethodImpl(LaneLoop.Options)]
        private void Save<TLanes>(float* destination, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int states = inputs.Shape.States, row = tiling.Stride;
            for (int v = 0; v < width; v += SavedWidth)
            {
                int columns = Math.Min(SavedWidth, width - v);
                float* state = tile.State + v;
                for (int n = 0; n < states; n++, state += row, destination += columns)
                {
                    for (int k = 0; k < columns; k += TLanes.Count)
                        Lanes.Store(TLanes.Load(state + k), destination + k, columns - k);
                }
            }
        }

        /// <summary>Asks for the part of the next saved state's place that falls to some steps of the chunk before it.</summary>
        private void PrefetchSaved(float* saved, int step, int steps, int length)
        {
            int chunk = inputs.Shape.ChunkLength, start = length / chunk * step;
            for (int k = start; k < start + length / chunk * steps; k += CacheLine.Floats)
                CacheLine.Prefetch(saved + k);
        }

        /// <summary>A piece of the tile through a block of steps.</summary>
        /// <param name="element">Its first element of a sequence.</param>
        /// <param name="channel">Its first channel.</param>
        /// <param name="place">Its place in the tile.</param>
        /// <param name="steps">Steps of the block.</param>
        /// <param name="width">Channels of the piece.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void AdvanceBlock<TLanes, TDecay>(int element, int channel, int place, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            // A tile with a long recurrence is one piece.
            if (inputs.Shape.States >= StatesOfLongRecurrence)
            {
                Prepare<TLanes, TDecay>(element, channel, steps, width);
                Advance<TLanes, TDecay>(element, steps, width);
                Finish<TLanes>(element, channel, steps, width);
                return;
            }

            float* gates = tile.Gates;
            // Steps that are stored as they are used need not be brought elsewhere.
            bool isReady = typeof(T) == typeof(float) && inputs.HasPlainSteps;
            for (int s = 0; s < steps; s++, element += inputs.Stride, gates += 2 * inputs.Shape.EvenStates)
            {
                if (!isReady)
                    LoadStepSizes<TLanes>(element, channel, width);
                float* stepRow = isReady ? (float*)(inputs.Delta + element) : tile.Start;
                AdvanceStep<TLanes, TDecay>(stepRow, element, channel, place, gates, width);
            }
        }

        /// <summary>The step sizes of one step: before the rest, as a machine that looks ahead would see one long chain and little more.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void LoadStepSizes<TLanes>(int element, int channel, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float* stepRow = tile.Start;
            for (int v = 0; v < width; v += TLanes.Count)
                inputs.StepSize(inputs.LoadDelta<TLanes>(element + v, channel + v, width - v)).Store(stepRow + v);
        }

        /// <summary>One step of a piece with few states, from its step sizes to y.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void AdvanceStep<TLanes, TDecay>(float* stepRow, int element, int channel, int place, float* gates, int width)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            TDecay factors = TDecay.Create();
            // The same place of the next step where rows are so short that nothing is ahead in this one.
            int ahead = tiling.Width > 2 * Ahead ? Ahead : inputs.Stride;
            nint row = tiling.Stride, toOutputGates = inputs.Shape.EvenStates;
            float* behindGates = gates + inputs.Shape.States;
            for (int v = 0; v < width; v += TLanes.Count)
            {
                PrefetchInput(element + v + ahead);
                PrefetchOutput(element + v + ahead);
                int remaining = width - v;
                float* decay = tile.Decay + place + v, state = tile.State + place + v;
                TLanes step = Lanes.Load<TLanes>(stepRow + v, remaining), u = Storage.Load<TLanes, T>(inputs.U + element + v, remaining);
                TLanes start = factors.Begin(step, decay), input = step * u;
                TLanes keep = TLanes.Broadcast(1), sum = TLanes.Broadcast(0);
                for (float* gate = gates; gate < behindGates; gate++, decay += row, state += row)
                {
                    keep = factors.Next(start, keep, decay);
                    TLanes h = TLanes.MultiplyAdd(keep, TLanes.Load(state), input * TLanes.Broadcast(*gate));
                    h.Store(state);
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(gate[toOutputGates]), h, sum);
                }

                StoreOutput(sum, element + v, channel + v, remaining);
            }
        }

        /// <summary>
        /// What the factors of a block are made from, and its inputs. Apart from the recurrence, so that memory is read well ahead of it
        /// and no register of the recurrence waits for an exponential of its own.
        /// </summary>
        [MethodImpl(LaneLoop.Options)]
        private void Prepare<TLanes, TDecay>(int element, int channel, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            TDecay factors = TDecay.Create();
            int stride = inputs.Stride;
            float* startRow = tile.Start, inputRow = tile.Input, decay = tile.Decay;
            for (int s = 0; s < steps; s++, element += stride)
            {
                for (int v = 0; v < width; v += TLanes.Count)
                {
                    TLanes step = inputs.StepSize(inputs.LoadDelta<TLanes>(element + v, channel + v, width - v));
                    factors.Begin(step, decay + v).Store(startRow + v);
                    (step * Storage.Load<TLanes, T>(inputs.U + element + v, width - v)).Store(inputRow + v);
                }

                startRow += tiling.Stride;
                inputRow += tiling.Stride;
            }
        }

        /// <summary>The recurrence over a block.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void Advance<TLanes, TDecay>(int element, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            TDecay factors = TDecay.Create();
            int states = inputs.Shape.States, stride = inputs.Stride, nextBlock = element + steps * stride;
            // Of the machine's width, and no more of them than there must be: the loop over states is as short as its arithmetic.
            nint row = tiling.Stride, toOutputGates = inputs.Shape.EvenStates;
            float* gates = tile.Gates, startRow = tile.Start, inputRow = tile.Input;
            for (int s = 0; s < steps; s++)
            {
                float* behindGates = gates + states;
                // Two registers at a time: gates are read once for both, and one works while the other waits for its last power or sum.
                for (int v = 0; v < width; v += 2 * TLanes.Count)
                {
                    // Memory is asked for all the time, not in bursts: a core waits for a dozen lines at once and no more. Consecutive
                    // steps lie a page or more apart, where the machine's own prefetching does not reach.
                    for (int line = 0; line < 2 * TLanes.Count; line += CacheLine.Bytes / sizeof(T))
                    {
                        PrefetchInput(nextBlock + v + line);
                        PrefetchOutput(nextBlock + v + line);
                    }

                    float* decay = tile.Decay + v, state = tile.State + v;
                    TLanes start0 = TLanes.Load(startRow + v), start1 = TLanes.Load(startRow + v + TLanes.Count);
                    TLanes input0 = TLanes.Load(inputRow + v), input1 = TLanes.Load(inputRow + v + TLanes.Count);
                    TLanes keep0 = TLanes.Broadcast(1), keep1 = keep0, sum0 = TLanes.Broadcast(0), sum1 = sum0;
                    nint place = 0;
                    for (float* gate = gates; gate < behindGates; gate++, place += row)
                    {
                        TLanes inputGate = TLanes.Broadcast(*gate), outputGate = TLanes.Broadcast(gate[toOutputGates]);
                        keep0 = factors.Next(start0, keep0, decay + place);
                        keep1 = factors.Next(start1, keep1, decay + place + TLanes.Count);
                        TLanes h0 = TLanes.MultiplyAdd(keep0, TLanes.Load(state + place), input0 * inputGate);
                        TLanes h1 = TLanes.MultiplyAdd(keep1, TLanes.Load(state + place + TLanes.Count), input1 * inputGate);
                        h0.Store(state + place);
                        h1.Store(state + place + TLanes.Count);
                        sum0 = TLanes.MultiplyAdd(outputGate, h0, sum0);
                        sum1 = TLanes.MultiplyAdd(outputGate, h1, sum1);
                    }

                    sum0.Store(inputRow + v);
                    sum1.Store(inputRow + v + TLanes.Count);
                }

                gates += 2 * toOutputGates;
                startRow += row;
                inputRow += row;
                nextBlock += stride;
            }
        }

        /// <summary>Asks for what the beginning of a block reads.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void PrefetchInput(int element)
        {
            CacheLine.Prefetch(inputs.U + element);
            CacheLine.Prefetch(inputs.Delta + element);
        }

        /// <summary>Asks for what the end of a block reads and writes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void PrefetchOutput(int element)
        {
            CacheLine.Prefetch(y + element);
            if (inputs.Z != null)
                CacheLine.Prefetch(inputs.Z + element);
        }

        /// <summary>From the sums over the states of a block to y.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void Finish<TLanes>(int element, int channel, int steps, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float* sumRow = tile.Input;
            for (int s = 0; s < steps; s++, element += inputs.Stride, sumRow += tiling.Stride)
            {
                for (int v = 0; v < width; v += TLanes.Count)
                    StoreOutput(TLanes.Load(sumRow + v), element + v, channel + v, width - v);
            }
        }

        /// <summary>From the sum over the states to y.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void StoreOutput<TLanes>(TLanes sum, int element, int channel, int remaining)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            if (inputs.D != null)
            {
                TLanes skip = Lanes.Load<TLanes>(inputs.D + channel, remaining);
                sum = TLanes.MultiplyAdd(skip, Storage.Load<TLanes, T>(inputs.U + element, remaining), sum);
            }

            if (inputs.Z != null)
                sum *= VectorMath.Silu(Storage.Load<TLanes, T>(inputs.Z + element, remaining));
            Storage.Store(sum, y + element, remaining);
        }
    }
}

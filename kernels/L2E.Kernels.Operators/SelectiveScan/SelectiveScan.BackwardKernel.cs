using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>The backward pass of a tile of channels, for all of the batch.</summary>
    private readonly struct BackwardTiles<T>(
        InputPointers<T> inputs, float* savedState, float* dy, float* dlastState, float* workspace) : IWorkerAction
        where T : unmanaged
    {
        public required float* Du { get; init; }

        public required float* Ddelta { get; init; }

        public required float* DA { get; init; }

        public required float* DB { get; init; }

        public required float* DC { get; init; }

        /// <summary>From the dB and dC of one tile of a group to those of the next.</summary>
        public required int GatesOfATile { get; init; }

        public required float* DD { get; init; }

        public required float* Dz { get; init; }

        public required float* DdeltaBias { get; init; }

        public required float* DinitialState { get; init; }

        public InputPointers<T> Inputs { get; } = inputs;

        public float* SavedState { get; } = savedState;

        public float* Dy { get; } = dy;

        public float* DlastState { get; } = dlastState;

        public void Invoke(int chunk, int worker)
        {
            float* scratch = workspace + worker * BackwardTile.GetLength(Inputs.Shape);
            WidestLanes.Run(new BackwardKernel<T>(this, new BackwardTile(Inputs.Shape, scratch), chunk));
        }
    }

    /// <summary>The backward pass of one tile; see <see cref="ForwardKernel{T}"/> for how its loops are compiled.</summary>
    private readonly struct BackwardKernel<T>(BackwardTiles<T> tensors, BackwardTile tile, int index) : ILanesKernel
        where T : unmanaged
    {
        private const float Ln2 = 0.693147181f;

        // Far enough for memory to answer, and few enough for the first-level cache, where rows a power of two apart share their places.
        private const int RowsAhead = 2;

        private readonly InputPointers<T> inputs = tensors.Inputs;

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            (int group, int place) = Math.DivRem(index, BackwardTile.CountPerGroup(shape));
            int offset = place * tile.Width, channel = group * shape.ChannelsPerGroup + offset;
            int width = Math.Min(tile.Width, shape.ChannelsPerGroup - offset), elements = shape.EvenStates * tile.Width;
            float* dB = tensors.DB + place * tensors.GatesOfATile, dC = tensors.DC + place * tensors.GatesOfATile;
            // The state that makes an odd number even has a decay, a carry and gates of zero.
            new Span<float>(tile.Decay, elements).Clear();
            bool progression = inputs.LoadDecay<TLanes>(channel, width, tile.Width, tile.Width, tile.Decay);
            new Span<float>(tile.DA, elements).Clear();
            for (int batch = 0; batch < shape.Batch; batch++)
            {
                int stateRow = (batch * shape.Channels + channel) * shape.States;
                new Span<float>(tile.Carry, elements).Clear();
                if (tensors.DlastState != null)
                    inputs.TransposeIn(tensors.DlastState + stateRow, width, tile.Width, tile.Width, tile.Carry);
                for (int chunk = shape.Chunks - 1; chunk >= 0; chunk--)
                {
                    int first = chunk * shape.ChunkLength, steps = Math.Min(shape.ChunkLength, shape.Length - first);
                    float* saved = tensors.SavedState + (batch * shape.Chunks + chunk) * shape.Decay + channel * shape.States;
                    int row = inputs.Row(batch, first), element = row * shape.Channels + channel;
                    inputs.LoadGates<TLanes>(row, group, steps, tile.Gates);
                    new Span<float>(tile.Products, tile.ProductCount * TLanes.Count).Clear();
                    if (progression)
                        StepBack<TLanes, ProgressionDecay<TLanes>>(element, channel, width, steps, saved);
                    else
                        StepBack<TLanes, GeneralDecay<TLanes>>(element, channel, width, steps, saved);
                    SumProducts<TLanes>();
                    AddGateSums(row, group, steps, dB, dC);
                }

                if (tensors.DinitialState != null)
                    inputs.TransposeOut(tile.Carry, tile.Width, width, tensors.DinitialState + stateRow);
            }

            inputs.TransposeOut(tile.DA, tile.Width, width, tensors.DA + channel * shape.States);
        }

        /// <summary>The tile through a chunk of steps: forward, and back.</summary>
        private void StepBack<TLanes, TDecay>(int element, int channel, int width, int steps, float* saved)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            Prepare<TLanes, TDecay>(element, channel, width, steps);
            for (int v = 0; v < width; v += 2 * TLanes.Count)
                StepBack<TLanes, TDecay>(width - v, steps, saved, v);
            Finish<TLanes>(element, channel, width, steps);
        }

        /// <summary>A pair of registers of channels through a chunk.</summary>
        private void StepBack<TLanes, TDecay>(int remaining, int steps, float* saved, int v)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            int states = inputs.Shape.States, second = Math.Max(0, remaining - TLanes.Count);
            int savedWidth = Math.Min(SavedWidth, remaining + v % SavedWidth);
            saved += v / SavedWidth * SavedWidth * states + v % SavedWidth;
            float* rows = tile.RowsOfPair(v);
            ForgetFactors<TLanes>(steps);
            TLanes zero = TLanes.Broadcast(0);
            for (int n = 0; n < states; n += 2)
            {
                float* before = saved + n * savedWidth;
                Lanes.Load<TLanes>(before, remaining).Store(tile.States);
                Lanes.Load<TLanes>(before + TLanes.Count, second).Store(tile.States + TLanes.Count);
                bool pair = n + 1 < states;
                (pair ? Lanes.Load<TLanes>(before + savedWidth, remaining) : zero).Store(tile.States + 2 * TLanes.Count);
                (pair ? Lanes.Load<TLanes>(before + savedWidth + TLanes.Count, second) : zero).Store(tile.States + 3 * TLanes.Count);
                Recompute<TLanes, TDecay>(n, steps, tile.Decay + n * tile.Width + v, rows);
                StepStatesBack<TLanes>(n, steps, n * tile.Width + v, rows);
            }
        }

        /// <summary>
        /// What the recurrence reads, row by row for the whole tile: memory gives a long piece of a row sooner than many short ones, and
        /// the pages of a chunk are many.
        /// </summary>
        [MethodImpl(LaneLoop.Options)]
        private void Prepare<TLanes, TDecay>(int element, int channel, int width, int steps)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            TDecay factors = TDecay.Create();
            int count = TLanes.Count, pair = 2 * count, stride = inputs.Stride;
            float* decay = tile.Decay;
            for (int s = 0; s < steps; s++)
            {
                for (int v = 0; v < width; v += pair)
                {
                    float* row = tile.RowsOfPair(v) + s * PairRow.Count * pair, start = row + TDecay.StartRow * pair;
                    int remaining = width - v, second = Math.Max(0, remaining - count);
                    PrefetchInputs(element + v + RowsAhead * stride, pair);
                    TLanes step0 = Prepare<TLanes>(element + v, channel + v, remaining, row);
                    TLanes step1 = Prepare<TLanes>(element + v + count, channel + v + count, second, row + count);
                    factors.Begin(step0, decay + v).Store(start);
                    factors.Begin(step1, decay + v + count).Store(start + count);
                }

                element += stride;
            }
        }

        /// <summary>Rows lie a page or more apart, where the machine's own prefetching does not reach.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void PrefetchInputs(int element, int width)
        {
            for (int line = element; line < element + width; line += CacheLine.Bytes / sizeof(T))
            {
                CacheLine.Prefetch(inputs.U + line);
                CacheLine.Prefetch(inputs.Delta + line);
                if (inputs.Z != null)
                    CacheLine.Prefetch(inputs.Z + line);
            }

            for (int line = element; line < element + width; line += CacheLine.Floats)
                CacheLine.Prefetch(tensors.Dy + line);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void PrefetchResults(int element)
        {
            CacheLine.Prefetch(tensors.Du + element);
            CacheLine.Prefetch(tensors.Ddelta + element);
            if (inputs.Z != null)
                CacheLine.Prefetch(tensors.Dz + element);
        }

        /// <returns>The step size.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TLanes Prepare<TLanes>(int element, int channel, int remaining, float* row)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int pair = 2 * TLanes.Count;
            TLanes zero = TLanes.Broadcast(0), step = inputs.StepSize(inputs.LoadDelta<TLanes>(element, channel, remaining));
            TLanes cotangent = Lanes.Load<TLanes>(tensors.Dy + element, remaining);
            if (inputs.Z != null)
            {
                cotangent *= VectorMath.Silu(Storage.Load<TLanes, T>(inputs.Z + element, remaining));
                zero.Store(row + PairRow.Sum * pair);
            }

            step.Store(row + PairRow.Step * pair);
            (step * Storage.Load<TLanes, T>(inputs.U + element, remaining)).Store(row + PairRow.Input * pair);
            cotangent.Store(row + PairRow.OutputCotangent * pair);
            zero.Store(row + PairRow.InputCotangent * pair);
            zero.Store(row + PairRow.StepCotangent * pair);
            return step;
        }

        /// <summary>The factor before the first is 1.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void ForgetFactors<TLanes>(int steps)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int count = TLanes.Count, pair = 2 * count;
            float* keep = tile.States + StateRow.KeepSecond * pair;
            TLanes one = TLanes.Broadcast(1);
            for (int s = 0; s < steps; s++, keep += StateRow.Count * pair)
            {
                one.Store(keep);
                one.Store(keep + count);
            }
        }

        /// <summary>The forward pass of two states, which keeps their factors and what they were before each step.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void Recompute<TLanes, TDecay>(int n, int steps, float* decay, float* row)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay<TDecay, TLanes>
        {
            TDecay factors = TDecay.Create();
            int count = TLanes.Count, pair = 2 * count;
            float* B = tile.Gates + n, C = B + inputs.Shape.EvenStates, state = tile.States, decayB = decay + tile.Width;
            TLanes a0 = TLanes.Load(state), a1 = TLanes.Load(state + count);
            TLanes b0 = TLanes.Load(state + pair), b1 = TLanes.Load(state + pair + count);
            bool gated = inputs.Z != null;
            for (int s = 0; s < steps; s++)
            {
                float* start = row + TDecay.StartRow * pair;
                TLanes start0 = TLanes.Load(start), start1 = TLanes.Load(start + count);
                float* keepA = state + StateRow.KeepFirst * pair, keepB = state + StateRow.KeepSecond * pair;
                TLanes keepA0 = factors.Next(start0, TDecay.Recall(keepB), decay);
                TLanes keepA1 = factors.Next(start1, TDecay.Recall(keepB + count), decay + count);
                TLanes keepB0 = factors.Next(start0, keepA0, decayB), keepB1 = factors.Next(start1, keepA1, decayB + count);
                keepA0.Store(keepA);
                keepA1.Store(keepA + count);
                keepB0.Store(keepB);
                keepB1.Store(keepB + count);
                TLanes input0 = TLanes.Load(row + PairRow.Input * pair), input1 = TLanes.Load(row + PairRow.Input * pair + count);
                TLanes gateA = TLanes.Broadcast(B[0]), gateB = TLanes.Broadcast(B[1]);
                a0 = TLanes.MultiplyAdd(keepA0, a0, input0 * gateA);
                a1 = TLanes.MultiplyAdd(keepA1, a1, input1 * gateA);
                b0 = TLanes.MultiplyAdd(keepB0, b0, input0 * gateB);
                b1 = TLanes.MultiplyAdd(keepB1, b1, input1 * gateB);
                if (gated)
                {
                    float* sum = row + PairRow.Sum * pair;
                    TLanes outputA = TLanes.Broadcast(C[0]), outputB = TLanes.Broadcast(C[1]);
                    TLanes.MultiplyAdd(outputB, b0, TLanes.MultiplyAdd(outputA, a0, TLanes.Load(sum))).Store(sum);
                    TLanes.MultiplyAdd(outputB, b1, TLanes.MultiplyAdd(outputA, a1, TLanes.Load(sum + count))).Store(sum + count);
                }

                state += StateRow.Count * pair;
                a0.Store(state);
                a1.Store(state + count);
                b0.Store(state + pair);
                b1.Store(state + pair + count);
                row += PairRow.Count * pair;
                B += 2 * inputs.Shape.EvenStates;
                C += 2 * inputs.Shape.EvenStates;
            }
        }

        /// <summary>The recurrence of two states backwards: the carry goes from the state after a step to the state before it.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void StepStatesBack<TLanes>(int n, int steps, int slot, float* rows)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int count = TLanes.Count, pair = 2 * count, columns = inputs.Shape.EvenStates, slotB = slot + tile.Width;
            nint gates = 2 * columns;
            float* B = tile.Gates + steps * gates + n, C = B + columns;
            float* row = rows + steps * PairRow.Count * pair, state = tile.States + steps * StateRow.Count * pair;
            float* products = tile.Products + (n / 2 * tile.Steps + steps) * GateProduct.Count * count;
            TLanes decayA0 = TLanes.Load(tile.Decay + slot), decayA1 = TLanes.Load(tile.Decay + slot + count);
            TLanes decayB0 = TLanes.Load(tile.Decay + slotB), decayB1 = TLanes.Load(tile.Decay + slotB + count);
            TLanes carryA0 = TLanes.Load(tile.Carry + slot), carryA1 = TLanes.Load(tile.Carry + slot + count);
            TLanes carryB0 = TLanes.Load(tile.Carry + slotB), carryB1 = TLanes.Load(tile.Carry + slotB + count);
            TLanes ddecayA0 = TLanes.Load(tile.DA + slot), ddecayA1 = TLanes.Load(tile.DA + slot + count);
            TLanes ddecayB0 = TLanes.Load(tile.DA + slotB), ddecayB1 = TLanes.Load(tile.DA + slotB + count);
            TLanes a0 = TLanes.Load(state), a1 = TLanes.Load(state + count);
            TLanes b0 = TLanes.Load(state + pair), b1 = TLanes.Load(state + pair + count);
            for (int s = 0; s < steps; s++)
            {
                B -= gates;
                C -= gates;
                row -= PairRow.Count * pair;
                state -= StateRow.Count * pair;
                products -= GateProduct.Count * count;
                float* output = row + PairRow.OutputCotangent * pair, input = row + PairRow.Input * pair;
                TLanes cotangent0 = TLanes.Load(output), cotangent1 = TLanes.Load(output + count);
                TLanes input0 = TLanes.Load(input), input1 = TLanes.Load(input + count);
                TLanes gateA = TLanes.Broadcast(C[0]), gateB = TLanes.Broadcast(C[1]);
                TLanes dA0 = TLanes.MultiplyAdd(gateA, cotangent0, carryA0), dA1 = TLanes.MultiplyAdd(gateA, cotangent1, carryA1);
                TLanes dB0 = TLanes.MultiplyAdd(gateB, cotangent0, carryB0), dB1 = TLanes.MultiplyAdd(gateB, cotangent1, carryB1);
                AddProducts(dA0, input0, dA1, input1, products + GateProduct.FirstB * count);
                AddProducts(dB0, input0, dB1, input1, products + GateProduct.SecondB * count);
                AddProducts(cotangent0, a0, cotangent1, a1, products + GateProduct.FirstC * count);
                AddProducts(cotangent0, b0, cotangent1, b1, products + GateProduct.SecondC * count);

                float* dinput = row + PairRow.InputCotangent * pair;
                gateA = TLanes.Broadcast(B[0]);
                gateB = TLanes.Broadcast(B[1]);
                TLanes.MultiplyAdd(dB0, gateB, TLanes.MultiplyAdd(dA0, gateA, TLanes.Load(dinput))).Store(dinput);
                TLanes.MultiplyAdd(dB1, gateB, TLanes.MultiplyAdd(dA1, gateA, TLanes.Load(dinput + count))).Store(dinput + count);

                float* keepA = state + StateRow.KeepFirst * pair, keepB = state + StateRow.KeepSecond * pair;
                carryA0 = dA0 * TLanes.Load(keepA);
                carryA1 = dA1 * TLanes.Load(keepA + count);
                carryB0 = dB0 * TLanes.Load(keepB);
                carryB1 = dB1 * TLanes.Load(keepB + count);
                a0 = TLanes.Load(state);
                a1 = TLanes.Load(state + count);
                b0 = TLanes.Load(state + pair);
                b1 = TLanes.Load(state + pair + count);
                TLanes exponentA0 = carryA0 * a0, exponentA1 = carryA1 * a1, exponentB0 = carryB0 * b0, exponentB1 = carryB1 * b1;
                float* dstep = row + PairRow.StepCotangent * pair, step = row + PairRow.Step * pair;
                TLanes.MultiplyAdd(exponentB0, decayB0, TLanes.MultiplyAdd(exponentA0, decayA0, TLanes.Load(dstep))).Store(dstep);
                TLanes.MultiplyAdd(exponentB1, decayB1, TLanes.MultiplyAdd(exponentA1, decayA1, TLanes.Load(dstep + count)))
                    .Store(dstep + count);
                TLanes step0 = TLanes.Load(step), step1 = TLanes.Load(step + count);
                ddecayA0 = TLanes.MultiplyAdd(exponentA0, step0, ddecayA0);
                ddecayA1 = TLanes.MultiplyAdd(exponentA1, step1, ddecayA1);
                ddecayB0 = TLanes.MultiplyAdd(exponentB0, step0, ddecayB0);
                ddecayB1 = TLanes.MultiplyAdd(exponentB1, step1, ddecayB1);
            }

            carryA0.Store(tile.Carry + slot);
            carryA1.Store(tile.Carry + slot + count);
            carryB0.Store(tile.Carry + slotB);
            carryB1.Store(tile.Carry + slotB + count);
            ddecayA0.Store(tile.DA + slot);
            ddecayA1.Store(tile.DA + slot + count);
            ddecayB0.Store(tile.DA + slotB);
            ddecayB1.Store(tile.DA + slotB + count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void AddProducts<TLanes>(TLanes left0, TLanes right0, TLanes left1, TLanes right1, float* sum)
            where TLanes : unmanaged, ILanes<TLanes> =>
            TLanes.MultiplyAdd(left1, right1, TLanes.MultiplyAdd(left0, right0, TLanes.Load(sum))).Store(sum);

        /// <summary>Sums the lanes of the products: dB and dC of the tile for a chunk.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void SumProducts<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // Steps beyond the last have sums that nobody reads.
            for (int i = 0; i < tile.ProductCount; i += TLanes.Count)
                TLanes.SumEach(tile.Products + i * TLanes.Count).Store(tile.GateSums + i);
        }

        /// <summary>From the cotangents of the recurrence to those of the tensors, row by row again.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void Finish<TLanes>(int element, int channel, int width, int steps)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int count = TLanes.Count, pair = 2 * count, stride = inputs.Stride;
            new Span<float>(tile.ChannelSums, 2 * tile.Width).Clear();
            for (int s = 0; s < steps; s++)
            {
                for (int v = 0; v < width; v += count)
                {
                    int place = v % pair;
                    PrefetchResults(element + v + RowsAhead * stride);
                    Finish<TLanes>(element + v, channel + v, width - v, v, tile.RowsOfPair(v - place) + s * PairRow.Count * pair + place);
                }

                element += stride;
            }

            if (tensors.DD != null)
                Add(new ReadOnlySpan<float>(tile.ChannelSums, width), new Span<float>(tensors.DD + channel, width));
            if (tensors.DdeltaBias != null)
                Add(new ReadOnlySpan<float>(tile.ChannelSums + tile.Width, width), new Span<float>(tensors.DdeltaBias + channel, width));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Finish<TLanes>(int element, int channel, int remaining, int v, float* row)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int pair = 2 * TLanes.Count;
            TLanes skip = inputs.D == null ? TLanes.Broadcast(0) : Lanes.Load<TLanes>(inputs.D + channel, remaining);
            TLanes u = Storage.Load<TLanes, T>(inputs.U + element, remaining);
            TLanes cotangent = TLanes.Load(row + PairRow.OutputCotangent * pair);
            TLanes dinput = TLanes.Load(row + PairRow.InputCotangent * pair);
            if (inputs.Z != null)
            {
                TLanes sum = TLanes.MultiplyAdd(skip, u, TLanes.Load(row + PairRow.Sum * pair));
                TLanes derivative = VectorMath.SiluDerivative(Storage.Load<TLanes, T>(inputs.Z + element, remaining));
                TLanes dz = Lanes.Load<TLanes>(tensors.Dy + element, remaining) * sum * derivative;
                Lanes.Store(dz, tensors.Dz + element, remaining);
            }

            TLanes du = TLanes.MultiplyAdd(skip, cotangent, TLanes.Load(row + PairRow.Step * pair) * dinput);
            Lanes.Store(du, tensors.Du + element, remaining);
            TLanes dstep = TLanes.MultiplyAdd(dinput, u, TLanes.Load(row + PairRow.StepCotangent * pair) * TLanes.Broadcast(Ln2));
            TLanes ddelta = dstep * inputs.StepSizeDerivative(inputs.LoadDelta<TLanes>(element, channel, remaining));
            Lanes.Store(ddelta, tensors.Ddelta + element, remaining);
            float* dskip = tile.ChannelSums + v, dbias = dskip + tile.Width;
            if (tensors.DD != null)
                TLanes.MultiplyAdd(cotangent, u, TLanes.Load(dskip)).Store(dskip);
            if (tensors.DdeltaBias != null)
                (TLanes.Load(dbias) + ddelta).Store(dbias);
        }

        /// <summary>Adds what a tile contributes to dB and dC of a chunk.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void AddGateSums(int row, int group, int steps, float* dB, float* dC)
        {
            SelectiveScanShape shape = inputs.Shape;
            for (int s = 0; s < steps; s++, row += inputs.Direction)
            {
                int gates = (row * shape.Groups + group) * shape.States;
                for (int n = 0; n < shape.States; n++)
                {
                    float* sums = tile.GateSums + (n / 2 * tile.Steps + s) * GateProduct.Count + n % 2;
                    dB[gates + n] += sums[GateProduct.FirstB];
                    dC[gates + n] += sums[GateProduct.FirstC];
                }
            }
        }
    }
}

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>The backward pass of a tile of channels, for all of the batch.</summary>
    private readonly struct BackwardTiles(
        InputPointers inputs, float* savedState, float* dy, float* dlastState, float* workspace) : IWorkerAction
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

        public InputPointers Inputs { get; } = inputs;

        public float* SavedState { get; } = savedState;

        public float* Dy { get; } = dy;

        public float* DlastState { get; } = dlastState;

        public void Invoke(int chunk, int worker)
        {
            float* scratch = workspace + worker * BackwardTile.GetLength(Inputs.Shape);
            WidestLanes.Run(new BackwardKernel(this, new BackwardTile(Inputs.Shape, scratch), chunk));
        }
    }

    private readonly struct BackwardKernel(BackwardTiles tensors, BackwardTile tile, int index) : ILanesKernel
    {
        private const float Ln2 = 0.693147181f;

        private readonly InputPointers inputs = tensors.Inputs;

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            (int group, int place) = Math.DivRem(index, BackwardTile.CountPerGroup(shape));
            int offset = place * tile.Width, channel = group * shape.ChannelsPerGroup + offset;
            int width = Math.Min(tile.Width, shape.ChannelsPerGroup - offset);
            bool progression = inputs.LoadDecay<TLanes>(channel, width, tile.Width, tile.Decay);
            float* dB = tensors.DB + place * tensors.GatesOfATile, dC = tensors.DC + place * tensors.GatesOfATile;
            new Span<float>(tile.DA, shape.States * tile.Width).Clear();
            for (int batch = 0; batch < shape.Batch; batch++)
            {
                int stateRow = (batch * shape.Channels + channel) * shape.States;
                if (tensors.DlastState == null)
                    new Span<float>(tile.Carry, shape.States * tile.Width).Clear();
                else
                    inputs.TransposeIn(tensors.DlastState + stateRow, width, tile.Width, tile.Carry);
                for (int chunk = shape.Chunks - 1; chunk >= 0; chunk--)
                {
                    int first = chunk * shape.ChunkLength, steps = Math.Min(shape.ChunkLength, shape.Length - first);
                    float* saved = tensors.SavedState + (batch * shape.Chunks + chunk) * shape.Decay + channel * shape.States;
                    int step = batch * shape.Length + first, element = step * shape.Channels + channel;
                    int gates = (step * shape.Groups + group) * shape.States;
                    new Span<float>(tile.GateSums, shape.States * shape.ChunkLength * 2 * TLanes.Count).Clear();
                    for (int v = 0; v < width; v += 2 * TLanes.Count)
                    {
                        if (progression)
                            StepBack<TLanes, ProgressionDecay>(element + v, channel + v, width - v, gates, steps, saved, v);
                        else
                            StepBack<TLanes, GeneralDecay>(element + v, channel + v, width - v, gates, steps, saved, v);
                    }

                    AddGateSums<TLanes>(dB + gates, dC + gates, steps);
                }

                if (tensors.DinitialState != null)
                    inputs.TransposeOut(tile.Carry, tile.Width, width, tensors.DinitialState + stateRow);
            }

            inputs.TransposeOut(tile.DA, tile.Width, width, tensors.DA + channel * shape.States);
        }

        /// <summary>A pair of registers of channels through a chunk of steps: forward, and back.</summary>
        private void StepBack<TLanes, TDecay>(
            int element, int channel, int remaining, int gates, int steps, float* saved, int v)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay
        {
            int second = Math.Max(0, remaining - TLanes.Count);
            saved += v / SavedWidth * SavedWidth * inputs.Shape.States + v % SavedWidth;
            Prepare<TLanes, TDecay>(element, channel, remaining, steps, 0, tile.Decay + v);
            Prepare<TLanes, TDecay>(element + TLanes.Count, channel + TLanes.Count, second, steps, TLanes.Count, tile.Decay + v + TLanes.Count);
            int states = inputs.Shape.States, savedWidth = Math.Min(SavedWidth, remaining + v % SavedWidth);
            for (int n = 0; n < states; n++)
            {
                for (int s = n * steps / states; s < (n + 1) * steps / states; s++)
                    Prefetch(element + s * inputs.Shape.Channels + 2 * TLanes.Count);
                float* before = saved + n * savedWidth;
                TLanes h0 = Lanes.Load<TLanes>(before, remaining), h1 = Lanes.Load<TLanes>(before + TLanes.Count, second);
                Recompute<TLanes, TDecay>(gates + n, steps, tile.Decay + n * tile.Width + v, h0, h1);
                StepStateBack<TLanes>(gates + n, steps, n * tile.Width + v, tile.GateSums + n * inputs.Shape.ChunkLength * 2 * TLanes.Count);
            }

            Finish<TLanes>(element, channel, remaining, steps, 0);
            Finish<TLanes>(element + TLanes.Count, channel + TLanes.Count, second, steps, TLanes.Count);
        }

        /// <summary>Asks for what the next pair reads and writes: its steps lie a page or more apart.</summary>
        private void Prefetch(int element)
        {
            for (int line = element; line < element + SavedWidth; line += CacheLine.Floats)
            {
                CacheLine.Prefetch(inputs.U + line);
                CacheLine.Prefetch(inputs.Delta + line);
                CacheLine.Prefetch(tensors.Dy + line);
                CacheLine.Prefetch(tensors.Du + line);
                CacheLine.Prefetch(tensors.Ddelta + line);
                if (inputs.Z != null)
                {
                    CacheLine.Prefetch(inputs.Z + line);
                    CacheLine.Prefetch(tensors.Dz + line);
                }
            }
        }

        /// <summary>What the recurrence reads, for one register of a pair.</summary>
        private void Prepare<TLanes, TDecay>(int element, int channel, int remaining, int steps, int row, float* decay)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay
        {
            TLanes zero = TLanes.Broadcast(0), one = TLanes.Broadcast(1);
            for (int s = 0; s < steps; s++, element += inputs.Shape.Channels, row += 2 * TLanes.Count)
            {
                TLanes step = inputs.StepSize(inputs.LoadDelta<TLanes>(element, channel, remaining));
                TLanes cotangent = Lanes.Load<TLanes>(tensors.Dy + element, remaining);
                if (inputs.Z != null)
                    cotangent *= VectorMath.Silu(Lanes.Load<TLanes>(inputs.Z + element, remaining));
                step.Store(tile.Step + row);
                (step * Lanes.Load<TLanes>(inputs.U + element, remaining)).Store(tile.Input + row);
                cotangent.Store(tile.OutputCotangent + row);
                zero.Store(tile.InputCotangent + row);
                zero.Store(tile.StepCotangent + row);
                zero.Store(tile.Sum + row);
                TDecay.Begin(step, decay).Store(tile.Start + row);
                one.Store(tile.Keep + row);
            }
        }

        /// <summary>The forward pass of one state, which keeps its factors and what it was before each step.</summary>
        private void Recompute<TLanes, TDecay>(int gate, int steps, float* decay, TLanes h0, TLanes h1)
            where TLanes : unmanaged, ILanes<TLanes>
            where TDecay : struct, IDecay
        {
            int gatesOfAStep = inputs.Shape.Groups * inputs.Shape.States, count = TLanes.Count;
            float* B = inputs.B + gate, C = inputs.C + gate, start = tile.Start, keep = tile.Keep, step = tile.Step;
            float* state = tile.State, input = tile.Input, sum = tile.Sum;

            // Only the gradient of the SiLU gate needs the sums.
            bool gated = inputs.Z != null;
            for (int row = 0; row < steps * 2 * count; row += 2 * count)
            {
                h0.Store(state + row);
                h1.Store(state + row + count);
                TLanes keep0 = TDecay.Next(TLanes.Load(start + row), TLanes.Load(keep + row), TLanes.Load(step + row), decay);
                TLanes keep1 = TDecay.Next(
                    TLanes.Load(start + row + count), TLanes.Load(keep + row + count), TLanes.Load(step + row + count), decay + count);
                TLanes inputGate = TLanes.Broadcast(*B);
                h0 = TLanes.MultiplyAdd(keep0, h0, TLanes.Load(input + row) * inputGate);
                h1 = TLanes.MultiplyAdd(keep1, h1, TLanes.Load(input + row + count) * inputGate);
                keep0.Store(keep + row);
                keep1.Store(keep + row + count);
                if (gated)
                {
                    TLanes outputGate = TLanes.Broadcast(*C);
                    TLanes.MultiplyAdd(outputGate, h0, TLanes.Load(sum + row)).Store(sum + row);
                    TLanes.MultiplyAdd(outputGate, h1, TLanes.Load(sum + row + count)).Store(sum + row + count);
                }

                B += gatesOfAStep;
                C += gatesOfAStep;
            }

            h0.Store(state + steps * 2 * count);
            h1.Store(state + steps * 2 * count + count);
        }

        /// <summary>The recurrence of one state backwards: the carry goes from the state after a step to the state before it.</summary>
        private void StepStateBack<TLanes>(int gate, int steps, int slot, float* gateSums)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int gatesOfAStep = inputs.Shape.Groups * inputs.Shape.States, count = TLanes.Count;
            float* B = inputs.B + gate + (steps - 1) * gatesOfAStep, C = inputs.C + gate + (steps - 1) * gatesOfAStep;
            float* keep = tile.Keep, step = tile.Step, state = tile.State, input = tile.Input, doutput = tile.OutputCotangent;
            float* dinput = tile.InputCotangent, dstep = tile.StepCotangent;
            TLanes decay0 = TLanes.Load(tile.Decay + slot), decay1 = TLanes.Load(tile.Decay + slot + count);
            TLanes carry0 = TLanes.Load(tile.Carry + slot), carry1 = TLanes.Load(tile.Carry + slot + count);
            TLanes ddecay0 = TLanes.Load(tile.DA + slot), ddecay1 = TLanes.Load(tile.DA + slot + count);
            TLanes h0 = TLanes.Load(state + steps * 2 * count), h1 = TLanes.Load(state + steps * 2 * count + count);
            for (int row = (steps - 1) * 2 * count; row >= 0; row -= 2 * count)
            {
                TLanes inputGate = TLanes.Broadcast(*B), outputGate = TLanes.Broadcast(*C);
                TLanes cotangent0 = TLanes.Load(doutput + row), cotangent1 = TLanes.Load(doutput + row + count);
                TLanes dstate0 = TLanes.MultiplyAdd(outputGate, cotangent0, carry0);
                TLanes dstate1 = TLanes.MultiplyAdd(outputGate, cotangent1, carry1);
                TLanes inputSum = TLanes.MultiplyAdd(dstate0, TLanes.Load(input + row), TLanes.Load(gateSums + row));
                TLanes.MultiplyAdd(dstate1, TLanes.Load(input + row + count), inputSum).Store(gateSums + row);
                TLanes outputSum = TLanes.MultiplyAdd(cotangent0, h0, TLanes.Load(gateSums + row + count));
                TLanes.MultiplyAdd(cotangent1, h1, outputSum).Store(gateSums + row + count);
                TLanes.MultiplyAdd(dstate0, inputGate, TLanes.Load(dinput + row)).Store(dinput + row);
                TLanes.MultiplyAdd(dstate1, inputGate, TLanes.Load(dinput + row + count)).Store(dinput + row + count);

                carry0 = dstate0 * TLanes.Load(keep + row);
                carry1 = dstate1 * TLanes.Load(keep + row + count);
                h0 = TLanes.Load(state + row);
                h1 = TLanes.Load(state + row + count);
                TLanes dexponent0 = carry0 * h0, dexponent1 = carry1 * h1;
                TLanes.MultiplyAdd(dexponent0, decay0, TLanes.Load(dstep + row)).Store(dstep + row);
                TLanes.MultiplyAdd(dexponent1, decay1, TLanes.Load(dstep + row + count)).Store(dstep + row + count);
                ddecay0 = TLanes.MultiplyAdd(dexponent0, TLanes.Load(step + row), ddecay0);
                ddecay1 = TLanes.MultiplyAdd(dexponent1, TLanes.Load(step + row + count), ddecay1);
                B -= gatesOfAStep;
                C -= gatesOfAStep;
            }

            carry0.Store(tile.Carry + slot);
            carry1.Store(tile.Carry + slot + count);
            ddecay0.Store(tile.DA + slot);
            ddecay1.Store(tile.DA + slot + count);
        }

        /// <summary>From the cotangents of the recurrence to those of the tensors, for one register of a pair.</summary>
        private void Finish<TLanes>(int element, int channel, int remaining, int steps, int row)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes zero = TLanes.Broadcast(0), dskip = zero, dbias = zero;
            TLanes skip = inputs.D == null ? zero : Lanes.Load<TLanes>(inputs.D + channel, remaining);
            for (int s = 0; s < steps; s++, element += inputs.Shape.Channels, row += 2 * TLanes.Count)
            {
                TLanes u = Lanes.Load<TLanes>(inputs.U + element, remaining);
                TLanes cotangent = TLanes.Load(tile.OutputCotangent + row), dinput = TLanes.Load(tile.InputCotangent + row);
                if (inputs.Z != null)
                {
                    TLanes sum = TLanes.MultiplyAdd(skip, u, TLanes.Load(tile.Sum + row));
                    TLanes derivative = VectorMath.SiluDerivative(Lanes.Load<TLanes>(inputs.Z + element, remaining));
                    TLanes dz = Lanes.Load<TLanes>(tensors.Dy + element, remaining) * sum * derivative;
                    Lanes.Store(dz, tensors.Dz + element, remaining);
                }

                TLanes du = TLanes.MultiplyAdd(skip, cotangent, TLanes.Load(tile.Step + row) * dinput);
                Lanes.Store(du, tensors.Du + element, remaining);
                TLanes dstep = TLanes.MultiplyAdd(dinput, u, TLanes.Load(tile.StepCotangent + row) * TLanes.Broadcast(Ln2));
                TLanes ddelta = dstep * inputs.StepSizeDerivative(inputs.LoadDelta<TLanes>(element, channel, remaining));
                Lanes.Store(ddelta, tensors.Ddelta + element, remaining);
                dskip = TLanes.MultiplyAdd(cotangent, u, dskip);
                dbias += ddelta;
            }

            if (tensors.DD != null)
                Lanes.Store(Lanes.Load<TLanes>(tensors.DD + channel, remaining) + dskip, tensors.DD + channel, remaining);
            if (tensors.DdeltaBias != null)
                Lanes.Store(Lanes.Load<TLanes>(tensors.DdeltaBias + channel, remaining) + dbias, tensors.DdeltaBias + channel, remaining);
        }

        /// <summary>Adds the sums over the tile's registers and their lanes to dB and dC of a chunk.</summary>
        private void AddGateSums<TLanes>(float* dB, float* dC, int steps)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            SelectiveScanShape shape = inputs.Shape;
            for (int s = 0; s < steps; s++)
            {
                for (int n = 0; n < shape.States; n++)
                {
                    float* sums = tile.GateSums + (n * shape.ChunkLength + s) * 2 * TLanes.Count;
                    dB[s * shape.Groups * shape.States + n] += TLanes.Sum(TLanes.Load(sums));
                    dC[s * shape.Groups * shape.States + n] += TLanes.Sum(TLanes.Load(sums + TLanes.Count));
                }
            }
        }
    }
}

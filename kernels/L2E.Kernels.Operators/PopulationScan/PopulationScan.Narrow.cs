using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// Backward passes of scans so narrow that all coordinates lie in a few registers: the recurrence itself, with no matrices of blocks,
    /// whose cotangents would cost more to take apart than they save.
    /// </summary>
    private readonly struct NarrowBackwardKernel(
        PopulationScanShape shape, float* keep, float* enter, float* C, float* D, float* dy, float* dkeep, float* denter, float* dC,
        float* dD, float* scratch) : ILanesKernel
    {
        /// <summary>Coordinates at most.</summary>
        public const int Width = CacheLine.Floats;

        /// <summary>Inner products of a state and individual, with those of C, of enter and of keep one after the other.</summary>
        private const int Products = 3;

        /// <summary>[state, Width]: the states after an individual.</summary>
        private float* States(int i) => scratch + i * shape.States * Width;

        /// <summary>[state, Width]: the cotangents of the states after the individual that is next.</summary>
        private float* Cotangents => States(shape.Population);

        /// <summary>[Products * states], a register each, filled up to a whole number of times the lanes of one; then their sums.</summary>
        private float* Inner => Cotangents + shape.States * Width;

        public static ulong GetScratchLength(PopulationScanShape shape)
        {
            ulong states = (ulong)shape.States;
            return ((ulong)shape.Population + 1) * states * Width + (Products * states + Width) * (Width + 1);
        }

        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int dimension = shape.Dimension, states = shape.States, products = Products * states;
            int registers = (products + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
            float* sums = Inner + registers * TLanes.Count;
            new Span<float>(Cotangents, states * Width + registers * TLanes.Count).Clear();
            for (int first = 0; first < dimension; first += TLanes.Count)
                Advance<TLanes>(first);
            for (int i = shape.Population - 1; i >= 0; i--)
            {
                for (int first = 0; first < dimension; first += TLanes.Count)
                    StepBack<TLanes>(i, first);
                for (int k = 0; k < registers; k += TLanes.Count)
                    TLanes.SumEach(Inner + k * TLanes.Count).Store(sums + k);
                int gate = i * states;
                for (int n = 0; n < states; n++)
                {
                    dC[gate + n] += sums[n];
                    denter[gate + n] += sums[states + n];
                    dkeep[gate + n] += sums[2 * states + n];
                }
            }
        }

        [MethodImpl(LaneLoop.Options)]
        private void Advance<TLanes>(int first)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int remaining = shape.Dimension - first, states = shape.States;
            for (int i = 0; i < shape.Population; i++)
            {
                TLanes value = Lanes.Load<TLanes>(D + i * shape.Dimension + first, remaining);
                float* state = States(i) + first, before = state - states * Width, kept = keep + i * states, entered = enter + i * states;
                for (int n = 0; n < states; n++)
                {
                    TLanes next = TLanes.Broadcast(entered[n]) * value;
                    if (i > 0)
                        next = TLanes.MultiplyAdd(TLanes.Broadcast(kept[n]), TLanes.Load(before + n * Width), next);
                    next.Store(state + n * Width);
                }
            }
        }

        [MethodImpl(LaneLoop.Options)]
        private void StepBack<TLanes>(int i, int first)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int remaining = shape.Dimension - first, states = shape.States, gate = i * states;
            TLanes value = Lanes.Load<TLanes>(D + i * shape.Dimension + first, remaining), dvalue = TLanes.Broadcast(0);
            TLanes cotangent = Lanes.Load<TLanes>(dy + i * shape.Dimension + first, remaining);
            float* state = States(i) + first, before = state - states * Width, dstate = Cotangents + first;
            float* leaving = Inner, entering = leaving + states * TLanes.Count, keeping = entering + states * TLanes.Count;
            for (int n = 0; n < states; n++)
            {
                int place = n * Width, product = n * TLanes.Count;
                TLanes reached = TLanes.MultiplyAdd(TLanes.Broadcast(C[gate + n]), cotangent, TLanes.Load(dstate + place));
                Put(cotangent, TLanes.Load(state + place), leaving + product, first);
                Put(reached, value, entering + product, first);
                Put(reached, i > 0 ? TLanes.Load(before + place) : TLanes.Broadcast(0), keeping + product, first);
                dvalue = TLanes.MultiplyAdd(TLanes.Broadcast(enter[gate + n]), reached, dvalue);
                (TLanes.Broadcast(keep[gate + n]) * reached).Store(dstate + place);
            }

            Lanes.Store(dvalue, dD + i * shape.Dimension + first, remaining);
        }

        /// <summary>Begins an inner product with the first coordinates, adds to it with the others.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Put<TLanes>(TLanes left, TLanes right, float* product, int first)
            where TLanes : unmanaged, ILanes<TLanes> =>
            (first == 0 ? left * right : TLanes.MultiplyAdd(left, right, TLanes.Load(product))).Store(product);
    }

    /// <summary>The recurrence of the row bounds, back: states are the lanes.</summary>
    private readonly struct RowBoundBackwardKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* C, float* drowBound, float* ddelta, float* ddecay,
        float* dB, float* dC, float* scratch) : ILanesKernel
    {
        /// <summary>What is kept by each individual, and the states after each.</summary>
        public static ulong GetScratchLength(PopulationScanShape shape) => 2 * (ulong)shape.Population * CacheLine.Floats;

        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes zero = TLanes.Broadcast(0);
            float* keep = scratch, states = keep + shape.Population * TLanes.Count;
            for (int n = 0; n < shape.States; n += TLanes.Count)
            {
                int remaining = shape.States - n;
                TLanes rate = Lanes.Load<TLanes>(decay + n, remaining), state = zero, dstate = zero;
                TLanes drate = Lanes.Load<TLanes>(ddecay + n, remaining);
                for (int i = 0; i < shape.Population; i++)
                {
                    TLanes step = TLanes.Broadcast(delta[i]), kept = VectorMath.Exp(VectorMath.Negate(step) * rate);
                    TLanes input = VectorMath.Abs(Lanes.Load<TLanes>(B + i * shape.States + n, remaining));
                    state = TLanes.MultiplyAdd(kept, state, step * input);
                    kept.Store(keep + i * TLanes.Count);
                    state.Store(states + i * TLanes.Count);
                }

                for (int i = shape.Population - 1; i >= 0; i--)
                {
                    int gate = i * shape.States + n;
                    TLanes step = TLanes.Broadcast(delta[i]), cotangent = TLanes.Broadcast(drowBound[i]);
                    TLanes kept = TLanes.Load(keep + i * TLanes.Count), input = Lanes.Load<TLanes>(B + gate, remaining);
                    TLanes output = Lanes.Load<TLanes>(C + gate, remaining);
                    TLanes reached = TLanes.MultiplyAdd(VectorMath.Abs(output), cotangent, dstate);
                    TLanes before = i > 0 ? TLanes.Load(states + (i - 1) * TLanes.Count) : zero;
                    TLanes dexponent = VectorMath.Negate(reached * before * kept);
                    dstate = kept * reached;
                    drate = TLanes.MultiplyAdd(step, dexponent, drate);
                    ddelta[i] += TLanes.Sum(TLanes.MultiplyAdd(dexponent, rate, VectorMath.Abs(input) * reached));
                    TLanes doutput = SignOf(output, cotangent * TLanes.Load(states + i * TLanes.Count));
                    Lanes.Store(Lanes.Load<TLanes>(dB + gate, remaining) + SignOf(input, step * reached), dB + gate, remaining);
                    Lanes.Store(Lanes.Load<TLanes>(dC + gate, remaining) + doutput, dC + gate, remaining);
                }

                Lanes.Store(drate, ddecay + n, remaining);
            }
        }

        /// <summary>The cotangent of a number of that of its magnitude: 0 where it is 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes SignOf<TLanes>(TLanes value, TLanes cotangent)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes zero = TLanes.Broadcast(0);
            return (TLanes.LessThan(zero, value) & cotangent) - (TLanes.LessThan(value, zero) & cotangent);
        }
    }
}

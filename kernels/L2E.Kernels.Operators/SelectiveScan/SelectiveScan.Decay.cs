using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>How the factors <c>exp(step A_n)</c> of one step follow each other over the states of a channel.</summary>
    private interface IDecay<TSelf, TLanes>
        where TSelf : struct, IDecay<TSelf, TLanes>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        static abstract TSelf Create();

        /// <summary>What the factors are made from, before the first state, whose A log2(e) is <paramref name="decay"/>.</summary>
        TLanes Begin(TLanes step, float* decay);

        /// <summary>The factor of a state.</summary>
        /// <param name="start">From <see cref="Begin"/>.</param>
        /// <param name="previous">The factor of the state before; 1 at the first.</param>
        /// <param name="decay">A log2(e) of the state.</param>
        TLanes Next(TLanes start, TLanes previous, float* decay);

        /// <summary>Where the backward pass keeps what <see cref="Begin"/> gives.</summary>
        static abstract int StartRow { get; }

        /// <summary>
        /// A factor from where it was kept, to be the previous one of <see cref="Next"/>; anything where that reads none.
        /// </summary>
        static abstract TLanes Recall(float* factor);
    }

    /// <summary>Any A: an exponential for each state.</summary>
    private readonly struct GeneralDecay<TLanes>(PowersOfTwo<TLanes> powersOfTwo) : IDecay<GeneralDecay<TLanes>, TLanes>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        public static int StartRow => PairRow.Step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static GeneralDecay<TLanes> Create() => new(PowersOfTwo<TLanes>.Create());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Begin(TLanes step, float* decay) => step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Next(TLanes start, TLanes previous, float* decay) => powersOfTwo.Of(start * TLanes.Load(decay));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Recall(float* factor) => default;
    }

    /// <summary>A in arithmetic progression: one exponential, and its powers.</summary>
    private readonly struct ProgressionDecay<TLanes>(PowersOfTwo<TLanes> powersOfTwo) : IDecay<ProgressionDecay<TLanes>, TLanes>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        public static int StartRow => PairRow.Start;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ProgressionDecay<TLanes> Create() => new(PowersOfTwo<TLanes>.Create());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Begin(TLanes step, float* decay) => powersOfTwo.Of(step * TLanes.Load(decay));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Next(TLanes start, TLanes previous, float* decay) => previous * start;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Recall(float* factor) => TLanes.Load(factor);
    }
}

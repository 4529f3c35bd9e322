using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class SelectiveScan
{
    /// <summary>How the factors <c>exp(step A_n)</c> of one step follow each other over the states of a channel.</summary>
    private interface IDecay
    {
        /// <summary>What the factors are made from, before the first state.</summary>
        static abstract TLanes Begin<TLanes>(TLanes step, float* decay)
            where TLanes : unmanaged, ILanes<TLanes>;

        /// <summary>The factor of a state.</summary>
        /// <param name="start">From <see cref="Begin"/>.</param>
        /// <param name="previous">The factor of the state before; 1 at the first.</param>
        /// <param name="step">Step size.</param>
        /// <param name="decay">A log2(e) of the state.</param>
        static abstract TLanes Next<TLanes>(TLanes start, TLanes previous, TLanes step, float* decay)
            where TLanes : unmanaged, ILanes<TLanes>;
    }

    /// <summary>Any A: an exponential for each state.</summary>
    private readonly struct GeneralDecay : IDecay
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Begin<TLanes>(TLanes step, float* decay)
            where TLanes : unmanaged, ILanes<TLanes> => step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Next<TLanes>(TLanes start, TLanes previous, TLanes step, float* decay)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Exp2(step * TLanes.Load(decay));
    }

    /// <summary>A in arithmetic progression: one exponential, and its powers.</summary>
    private readonly struct ProgressionDecay : IDecay
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Begin<TLanes>(TLanes step, float* decay)
            where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Exp2(step * TLanes.Load(decay));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Next<TLanes>(TLanes start, TLanes previous, TLanes step, float* decay)
            where TLanes : unmanaged, ILanes<TLanes> => previous * start;
    }
}

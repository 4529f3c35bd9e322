using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>Eight states of a plant side by side, one a lane.</summary>
internal static class StateLanes
{
    /// <summary>Number of states.</summary>
    public const int Count = 8;

    /// <summary>One number of each state.</summary>
    /// <typeparam name="TState">What holds the numbers of a state.</typeparam>
    /// <param name="states">Eight states, or one for all lanes.</param>
    /// <param name="select">Which number; a static lambda, which is made once.</param>
    public static Vector512<double> Gather<TState>(ReadOnlySpan<TState> states, Func<TState, double> select)
    {
        Span<double> lanes = stackalloc double[Count];
        for (int i = 0; i < Count; i++)
            lanes[i] = select(states[i % states.Length]);
        return Vector512.Create<double>(lanes);
    }

    /// <summary>Angles brought to [-pi, pi).</summary>
    /// <param name="angle">Angles, radians.</param>
    public static Vector512<double> Wrap(Vector512<double> angle)
    {
        const double Turn = 2 * Math.PI;
        return angle - Turn * Vector512.Floor((angle + Vector512.Create(Math.PI)) / Turn);
    }
}

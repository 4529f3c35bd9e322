using System.Runtime.CompilerServices;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>The loops of one program that can be run with coordinates in lanes; each is looked at once, whoever asks.</summary>
internal sealed class CoordinateLoops
{
    private readonly Dictionary<Loop, CoordinateLoop?> known = new(new ByReference());
    private readonly Dictionary<int, FactoredSum> factored = [];

    /// <summary>The loop as one of coordinates in lanes; null where it is none.</summary>
    public CoordinateLoop? Find(Loop loop)
    {
        if (!known.TryGetValue(loop, out CoordinateLoop? found))
            known.Add(loop, found = CoordinateLoop.TryCreate(loop));
        return found;
    }

    /// <summary>Remembers a sum of which another gets a multiple when the loop is done.</summary>
    public void Add(FactoredSum sum) => factored.Add(sum.Unscaled.Id, sum);

    /// <summary>What is known of a sum of which another gets a multiple; null where it is none.</summary>
    public FactoredSum? FindFactored(RealLocal unscaled) => factored.TryGetValue(unscaled.Id, out FactoredSum sum) ? sum : null;

    /// <summary>A loop compares by value, with all that is in it: too long for a key.</summary>
    private sealed class ByReference : IEqualityComparer<Loop>
    {
        public bool Equals(Loop? x, Loop? y) => ReferenceEquals(x, y);

        public int GetHashCode(Loop loop) => RuntimeHelpers.GetHashCode(loop);
    }
}

/// <summary>A sum without a constant factor, and the one that gets it as often as the factor says when the loop is done.</summary>
internal sealed record FactoredSum(RealLocal Unscaled, RealConstant Factor, RealLocal Sum);

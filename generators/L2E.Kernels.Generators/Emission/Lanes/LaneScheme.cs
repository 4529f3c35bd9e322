using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>What the lanes of a piece of code stand for.</summary>
/// <param name="Type">
/// Type of a lane. Where code mixes types it is double, and what is a float is rounded to one after every operation: an operation
/// on floats that is done in double and then rounded has the same bits.
/// </param>
/// <param name="Counter">
/// The counter that has another value in every lane, the first lane's being that of the variable; null where a lane is a candidate.
/// </param>
/// <param name="Locals">Numbers of the locals that have a value for every lane.</param>
internal sealed record LaneScheme(ScalarType Type, LoopCounter? Counter, ISet<int> Locals)
{
    /// <summary>Number of lanes.</summary>
    public int Count => LaneText.Count(Type);
}

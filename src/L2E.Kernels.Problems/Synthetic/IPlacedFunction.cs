namespace L2E.Kernels.Problems;

/// <summary>A function in its own coordinates, before a <see cref="Placement"/> moves and turns it.</summary>
internal interface IPlacedFunction : IObjective
{
    /// <summary>The value at <paramref name="y"/>, the coordinates relative to the placement.</summary>
    /// <param name="y">Coordinates, <c>[dimension]</c>; NaN in any of them makes the value NaN.</param>
    double Value(ReadOnlySpan<double> y);
}

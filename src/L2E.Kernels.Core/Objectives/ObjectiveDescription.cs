namespace L2E.Kernels;

/// <summary>What is known of an objective without making one: its name, box and admissible dimensions.</summary>
/// <param name="Name">Name in the catalogue, such as <c>rastrigin</c>.</param>
/// <param name="Lower">Lower bound of every coordinate.</param>
/// <param name="Upper">Upper bound of every coordinate.</param>
/// <param name="MinDimension">Smallest admissible number of coordinates.</param>
/// <param name="MaxDimension">Largest admissible number of coordinates; equal to <paramref name="MinDimension"/> when there is only one.</param>
/// <param name="Summary">One line for people.</param>
public sealed record ObjectiveDescription(
    string Name, double Lower, double Upper, int MinDimension, int MaxDimension, string Summary);

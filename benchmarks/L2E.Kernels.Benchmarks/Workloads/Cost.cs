namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>The work of a call, counted from its formulas and not measured.</summary>
/// <param name="Bytes">Every input read once and every output written once.</param>
/// <param name="Exponentials">
/// Exponentials; a logarithm, and a sine with its cosine, count as one each, and a softplus as two.
/// </param>
/// <param name="Operations">Other additions and multiplications in floating point; a fused multiply-add is two.</param>
internal readonly record struct Cost(double Bytes, double Exponentials, double Operations);

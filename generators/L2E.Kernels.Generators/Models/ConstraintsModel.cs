namespace L2E.Kernels.Generators.Models;

/// <summary>How the user's method for the constraints is called.</summary>
/// <param name="Method">Its name, escaped.</param>
/// <param name="IsStatic">It is static.</param>
/// <param name="Count">Number of constraints; null where the type says it itself.</param>
internal sealed record ConstraintsModel(string Method, bool IsStatic, int? Count);

namespace L2E.Kernels.Generators.Models;

/// <summary>How the user's method for the gradient is called.</summary>
/// <param name="Method">Its name, escaped.</param>
/// <param name="TakesFloat">It takes and writes floats rather than doubles.</param>
/// <param name="IsStatic">It is static.</param>
internal sealed record OwnGradientModel(string Method, bool TakesFloat, bool IsStatic);

namespace L2E.Kernels.Generators.Models;

/// <summary>Where the catalogue goes.</summary>
/// <param name="Namespace">The assembly's root namespace as an escaped, valid name.</param>
/// <param name="IsFree">Whether nothing of the user's stands in its place.</param>
internal sealed record CatalogueTarget(string Namespace, bool IsFree);

namespace L2E.Kernels.Generators.Models;

/// <summary>What the catalogue needs of an objective; it need not be written anew when anything else changes.</summary>
internal sealed record CatalogueItem(string Name, string BindingName, CatalogueEntry Entry);

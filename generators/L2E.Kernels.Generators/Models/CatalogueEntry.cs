namespace L2E.Kernels.Generators.Models;

/// <summary>How the catalogue makes a value of an objective.</summary>
internal enum CatalogueEntry
{
    /// <summary>It does not list the objective: it has data and no <c>Create</c>, or cannot be reached from outside.</summary>
    None,

    /// <summary>There is no data: the default value is the objective.</summary>
    Default,

    /// <summary>By <c>Create(ObjectiveInstance)</c>.</summary>
    Create,
}

namespace L2E.Kernels.Generators.Models;

/// <summary>Everything that emission needs of one objective; holds no symbol and no syntax, and compares by value.</summary>
/// <param name="Type">The marked type.</param>
/// <param name="IsStaticClass">True for a static class with a nested binding, false for a struct that is the binding.</param>
/// <param name="Facts">What the attribute says.</param>
/// <param name="Evaluate">How the user's method is called.</param>
/// <param name="OwnMembers">The members of the contract that the user wrote.</param>
/// <param name="Catalogue">How the catalogue makes a value.</param>
internal sealed record ObjectiveModel(
    TypeModel Type,
    bool IsStaticClass,
    ObjectiveFacts Facts,
    EvaluateModel Evaluate,
    OwnMembers OwnMembers,
    CatalogueEntry Catalogue)
{
    /// <summary>The name of the type that implements the contract.</summary>
    public string BindingName => IsStaticClass ? Type.FullName + ".Binding" : Type.FullName;
}

/// <summary>The arguments of the attribute; a fixed dimension has become an equal minimum and maximum.</summary>
internal sealed record ObjectiveFacts(
    string Name, double Lower, double Upper, double Optimum, int MinDimension, int MaxDimension, string Summary);

/// <summary>How the user's <c>Evaluate</c> is called.</summary>
/// <param name="IsBatch">The user wrote the whole batch evaluation; the other two say nothing then.</param>
/// <param name="TakesFloat">A row is <c>ReadOnlySpan&lt;float&gt;</c> rather than of double.</param>
/// <param name="TakesScratch">A second parameter takes scratch of the row's element type.</param>
internal sealed record EvaluateModel(bool IsBatch, bool TakesFloat, bool TakesScratch);

/// <summary>The optional members of the contract that a struct declares itself.</summary>
[Flags]
internal enum OwnMembers
{
    None = 0,
    KnownOptimum = 1,
    RequiredDimension = 2,
}

/// <summary>What the catalogue needs of an objective; it need not be written anew when anything else changes.</summary>
internal sealed record CatalogueItem(string Name, string BindingName, CatalogueEntry Entry);

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

namespace L2E.Kernels.Generators.Models;

/// <summary>Everything that emission needs of one objective; holds no symbol and no syntax, and compares by value.</summary>
/// <param name="Type">The marked type.</param>
/// <param name="IsStaticClass">True for a static class with a nested binding, false for a struct that is the binding.</param>
/// <param name="Facts">What the attribute says.</param>
/// <param name="Evaluate">How the user's method is called.</param>
/// <param name="OwnMembers">The members of the contract that the user wrote.</param>
/// <param name="OwnGradient">The user's method for the gradient; null for none.</param>
/// <param name="Catalogue">How the catalogue makes a value.</param>
/// <param name="Program">What <c>Evaluate</c> computes; null where that could not be read, and for a batch evaluation.</param>
internal sealed record ObjectiveModel(
    TypeModel Type,
    bool IsStaticClass,
    ObjectiveFacts Facts,
    EvaluateModel Evaluate,
    OwnMembers OwnMembers,
    OwnGradientModel? OwnGradient,
    CatalogueEntry Catalogue,
    ObjectiveProgram? Program)
{
    /// <summary>The name of the type that implements the contract.</summary>
    public string BindingName => IsStaticClass ? Type.FullName + ".Binding" : Type.FullName;
}

namespace L2E.Kernels.Generators.Models;

/// <summary>Everything that emission needs of one objective; holds no symbol and no syntax, and compares by value.</summary>
/// <param name="Type">The marked type.</param>
/// <param name="IsStaticClass">True for a static class with a nested binding, false for a struct that is the binding.</param>
/// <param name="Facts">What the attribute says.</param>
/// <param name="Evaluate">How the user's method is called.</param>
/// <param name="OwnMembers">The members of the contract that the user wrote.</param>
/// <param name="OwnGradient">The user's method for the gradient; null for none.</param>
/// <param name="Constraints">The user's method for the constraints; null for none.</param>
/// <param name="Placement">
/// The user's member that is the placement, escaped; null for none. <c>Evaluate</c> takes coordinates of its own then.
/// </param>
/// <param name="Catalogue">How the catalogue makes a value.</param>
/// <param name="Program">What <c>Evaluate</c> computes; null where that could not be read, and for a batch evaluation.</param>
internal sealed record ObjectiveModel(
    TypeModel Type,
    bool IsStaticClass,
    ObjectiveFacts Facts,
    EvaluateModel Evaluate,
    OwnMembers OwnMembers,
    OwnGradientModel? OwnGradient,
    ConstraintsModel? Constraints,
    string? Placement,
    CatalogueEntry Catalogue,
    ObjectiveProgram? Program)
{
    /// <summary>The name of the type that implements the contract.</summary>
    public string BindingName => IsStaticClass ? Type.FullName + ".Binding" : Type.FullName;

    /// <summary>Whether the code that evaluates lies in a struct inside of the marked type, rather than in that type itself.</summary>
    public bool IsNested => IsStaticClass || Placement is not null;

    /// <summary>What stands before the name of the user's <c>Evaluate</c> where that code calls it.</summary>
    public string EvaluateTarget => GetTarget(Evaluate.IsStatic);

    /// <summary>How that code refers to <c>GetScratchLength</c>.</summary>
    public string ScratchLengthMethod => GetTarget(Evaluate.IsScratchLengthStatic) + "GetScratchLength";

    /// <summary>What stands before the name of a method of the user's where that code calls it.</summary>
    public string GetTarget(bool isStatic) => !IsNested ? "" : (isStatic ? Type.FullName : PlacedReceiver) + ".";

    /// <summary>How a member of the marked type itself refers to something of the objective's own.</summary>
    public string GetOwnPath(DataSource source) =>
        Placement is null ? source.Path : source.Path.Replace(PlacedReceiver + ".", "this.");

    /// <summary>The marked struct, as its placement's nested struct refers to it.</summary>
    public const string PlacedReceiver = "this.placed";
}

namespace L2E.Kernels.Generators.Models;

/// <summary>The optional members of the contract that a struct declares itself.</summary>
[Flags]
internal enum OwnMembers
{
    None = 0,
    KnownOptimum = 1,
    RequiredDimension = 2,

    /// <summary>One of those that belong to the gradient, or several.</summary>
    Gradient = 4,
}

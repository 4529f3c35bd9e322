namespace L2E.Kernels.Generators.Models;

/// <summary>The type of a real number in a program.</summary>
internal enum ScalarType
{
    Single,
    Double,
}

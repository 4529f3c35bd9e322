namespace L2E.Kernels;

/// <summary>What a <see cref="ParameterValue"/> is.</summary>
public enum ParameterValueKind
{
    /// <summary>Nothing: the parameter is not active.</summary>
    None,

    /// <summary>A real number.</summary>
    Number,

    /// <summary>An integer.</summary>
    WholeNumber,

    /// <summary>A text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Truth,
}

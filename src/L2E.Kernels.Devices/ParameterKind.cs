namespace L2E.Kernels.Devices;

/// <summary>What a parameter of a kernel is.</summary>
public enum ParameterKind
{
    /// <summary>Elements in the device's memory, and how many.</summary>
    View,

    /// <summary>A 32-bit integer.</summary>
    Word,

    /// <summary>A 64-bit integer.</summary>
    LongWord,

    /// <summary>A float.</summary>
    Real,
}

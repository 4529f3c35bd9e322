namespace L2E.Kernels.Operators;

/// <summary>How the columns of a tensor are dealt out to work items: both numbers are constants that compilers unroll loops by.</summary>
public interface IWorkLayout
{
    /// <summary>Columns of a work item.</summary>
    static abstract int Width { get; }

    /// <summary>Work items of a group.</summary>
    static abstract int GroupSize { get; }
}

/// <summary>A column for each work item, as devices with many of them want it.</summary>
public readonly struct NarrowLayout : IWorkLayout
{
    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static int GroupSize => 64;
}

/// <summary>
/// Columns that fill the registers of a processor, and no group. Loops over them that touch nothing but a work item's own memory become
/// vectors; of work items that walk along a sequence no compiler for processors makes any.
/// </summary>
public readonly struct WideLayout : IWorkLayout
{
    /// <inheritdoc/>
    public static int Width => 32;

    /// <inheritdoc/>
    public static int GroupSize => 1;
}

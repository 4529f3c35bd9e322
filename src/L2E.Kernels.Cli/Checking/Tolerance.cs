namespace L2E.Kernels.Cli.Checking;

/// <summary>How far a value may be from its reference: <c>|error| &lt;= Absolute + Relative |reference|</c>.</summary>
/// <param name="Absolute">Part that does not depend on the reference.</param>
/// <param name="Relative">Part in proportion to it.</param>
internal readonly record struct Tolerance(double Absolute, double Relative)
{
    /// <summary>What float32 operators and their gradients are held to.</summary>
    public static Tolerance SinglePrecision { get; } = new(1e-4, 1e-4);

    /// <summary>
    /// What objectives in float32 are held to: the precision of the worst of them, whose cosines have arguments in the tens of thousands.
    /// </summary>
    public static Tolerance ObjectiveInSinglePrecision { get; } = new(2e-2, 2e-2);

    /// <summary>What benchmark functions in double are held to.</summary>
    public static Tolerance BenchmarkFunction { get; } = new(0, 1e-9);

    /// <inheritdoc />
    public override string ToString() => Absolute == 0 ? $"{Relative:g} |ref|" : $"{Absolute:g} + {Relative:g} |ref|";
}

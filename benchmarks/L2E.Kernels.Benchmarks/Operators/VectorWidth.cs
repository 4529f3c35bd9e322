namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>A width of registers that a process can be made to use.</summary>
/// <param name="Bits">512, 256 or 128.</param>
/// <param name="SwitchedOff">The variable of the runtime that switches wider registers off; null for the widest.</param>
internal sealed record VectorWidth(int Bits, string? SwitchedOff)
{
    /// <summary>Tells a process which width it stands for.</summary>
    public const string ExpectedBits = "L2E_EXPECT_VECTOR_BITS";

    /// <summary>The widest first.</summary>
    public static IReadOnlyList<VectorWidth> All { get; } =
        [new(512, null), new(256, "DOTNET_EnableAVX512"), new(128, "DOTNET_EnableAVX2")];

    /// <summary>What is in the environment of a process of this width.</summary>
    public IEnumerable<(string Name, string Value)> Variables
    {
        get
        {
            yield return (ExpectedBits, $"{Bits}");
            if (SwitchedOff is not null)
                yield return (SwitchedOff, "0");
        }
    }
}

namespace L2E.Kernels.Generators.Models;

/// <summary>
/// What an objective computes, as a small structured program over real numbers: helper methods are expanded, integer locals replaced by
/// what they hold, early returns turned into branches. Everything that the generator derives (vector code, gradients, device code,
/// incremental evaluation) is written from this and never from C#. It compares by value.
/// </summary>
/// <remarks>
/// Every <see cref="RealLocal"/> and <see cref="LoopCounter"/> has a number of its own in the whole program, and is declared before it is
/// used. What a local holds after its block is never read.
/// </remarks>
/// <param name="ElementType">Element type of the row of coordinates and of the scratch.</param>
/// <param name="Body">The statements, in order.</param>
/// <param name="Result">The value, of the type that <c>Evaluate</c> returns.</param>
/// <param name="Data">Everything of the objective's own that the program reads, each once, in the order of first use.</param>
internal sealed record ObjectiveProgram(
    ScalarType ElementType, EquatableArray<Statement> Body, RealExpression Result, EquatableArray<DataSource> Data);

/// <summary>A real local variable.</summary>
/// <param name="Id">Number, unique in the program.</param>
/// <param name="Name">Its name in the source; not unique once helper methods are expanded.</param>
/// <param name="Type">Its type.</param>
internal sealed record RealLocal(int Id, string Name, ScalarType Type);

/// <summary>The counter of a loop.</summary>
/// <param name="Id">Number, unique in the program and different from every local's.</param>
/// <param name="Name">Its name in the source; not unique once helper methods are expanded.</param>
internal sealed record LoopCounter(int Id, string Name);

/// <summary>Something that the program reads and that neither the point nor the program changes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">
/// How C# code inside the objective's type refers to it: <c>this.shift</c> or <c>this.parts!.Shift</c> with the marks of what may be null,
/// the name alone for a parameter of a primary constructor, the full name of what is static. Where code lies in the nested struct of a
/// placed objective, <c>this.placed</c> stands for <c>this</c>.
/// </param>
/// <param name="Type">Type of the number, or of an element; meaningless for an integer.</param>
internal sealed record DataSource(DataKind Kind, string Path, ScalarType Type);

/// <summary>What a <see cref="DataSource"/> is.</summary>
internal enum DataKind
{
    /// <summary>An array or a span of real numbers.</summary>
    Array,

    /// <summary>A real number.</summary>
    Real,

    /// <summary>An integer.</summary>
    Integer,
}

namespace L2E.Kernels.Generators.Models;

/// <summary>
/// What an objective and its gradient compute in one pass, derived from its <see cref="ObjectiveProgram"/> by reverse-mode
/// differentiation: forward statements that also store what the way back needs, the value, and reverse statements that add to the
/// gradient.
/// </summary>
/// <remarks>
/// <para>
/// The gradient is 0 when the program starts, and so is every <see cref="WorkArray"/> that says so; the other arrays are written before
/// they are read. Nothing is pushed or popped: each store and load names its array and the linearised number of the iteration, so that
/// the same program can be written for one point, for lanes, or for a device.
/// </para>
/// <para>
/// Locals declared at the top level of <paramref name="Forward"/> can be read in <paramref name="Reverse"/>. A reverse loop has the
/// counter of its forward loop, and a local of a forward block that is declared again in a reverse block has the same value there,
/// loaded or computed anew: within <paramref name="Forward"/> and within <paramref name="Reverse"/> each is declared once. Where nothing
/// that comes later decides what a loop adds to the gradient, it adds it in its forward pass and has no reverse.
/// </para>
/// </remarks>
/// <param name="ElementType">Element type of the row of coordinates, of the gradient and of the scratch.</param>
/// <param name="Forward">The statements up to the value, in order.</param>
/// <param name="Result">The value, of the type that <c>Evaluate</c> returns; it reads top-level locals of the forward statements.</param>
/// <param name="Reverse">The statements after the value, in order.</param>
/// <param name="Data">Everything of the objective's own that the program reads, each once, in the order of the objective's program.</param>
/// <param name="Arrays">The arrays of the workspace, each once.</param>
/// <param name="Assigned">The elements of the gradient that are assigned and not added to: they need not be 0; null for none.</param>
internal sealed record GradientProgram(
    ScalarType ElementType,
    EquatableArray<Statement> Forward,
    RealExpression Result,
    EquatableArray<Statement> Reverse,
    EquatableArray<DataSource> Data,
    EquatableArray<WorkArray> Arrays,
    AssignedElements? Assigned = null);

/// <summary>Elements of the gradient; none where the first is not before the one behind the last.</summary>
/// <param name="First">Index of the first one.</param>
/// <param name="Behind">Index of the one behind the last.</param>
internal sealed record AssignedElements(IntegerExpression First, IntegerExpression Behind)
{
    /// <summary>Whether these are all elements.</summary>
    public bool IsAll => First is IntegerConstant { Value: 0 } && Behind is DimensionValue;
}

/// <summary>An array in the workspace of a <see cref="GradientProgram"/>.</summary>
/// <param name="Id">Number, unique in the program among arrays.</param>
/// <param name="Name">A name that says what it holds; not unique.</param>
/// <param name="Type">Type of an element.</param>
/// <param name="Length">Number of elements; it depends on no counter. Less than 1 means that nothing is stored.</param>
/// <param name="StartsAtZero">Whether the elements are 0 when the program starts; they are undefined otherwise.</param>
internal sealed record WorkArray(int Id, string Name, ScalarType Type, IntegerExpression Length, bool StartsAtZero);

/// <summary><c>array[index]</c> of the workspace.</summary>
internal sealed record WorkElement(WorkArray Array, IntegerExpression Index) : RealExpression(Array.Type);

/// <summary>The number of elements of the scratch, as the objective's <c>GetScratchLength</c> says.</summary>
internal sealed record ScratchLength : IntegerExpression;

/// <summary><c>array[index] = value;</c></summary>
internal sealed record WorkAssignment(WorkArray Array, IntegerExpression Index, RealExpression Value) : Statement;

/// <summary><c>array[index] += value;</c></summary>
internal sealed record WorkAccumulation(WorkArray Array, IntegerExpression Index, RealExpression Value) : Statement;

/// <summary><c>gradient[index] += value;</c>, the value of the gradient's element type.</summary>
internal sealed record GradientAccumulation(IntegerExpression Index, RealExpression Value) : Statement;

/// <summary><c>gradient[index] = value;</c>, the only assignment to that element.</summary>
internal sealed record GradientAssignment(IntegerExpression Index, RealExpression Value) : Statement;

/// <summary>Declares two locals, the sine and the cosine of one argument.</summary>
internal sealed record SineCosine(RealLocal Sine, RealLocal Cosine, RealExpression Argument) : Statement;

/// <summary>Computes nothing: the statements after it, up to the next of its kind, are the reverse of <paramref name="Source"/>.</summary>
internal sealed record ReverseOf(Statement Source) : Statement;

namespace L2E.Kernels.Generators.Models;

/// <summary>A statement of an <see cref="ObjectiveProgram"/>.</summary>
internal abstract record Statement;

/// <summary>
/// <c>double local = value;</c>, or without a value where the source gives none: every path assigns it before it is read.
/// </summary>
internal sealed record Declaration(RealLocal Local, RealExpression? Value) : Statement;

/// <summary>
/// <c>local = value;</c>. A compound assignment is written out: <c>sum += e</c> is <c>sum = sum + e</c>, with the sum on the left.
/// </summary>
internal sealed record Assignment(RealLocal Local, RealExpression Value) : Statement;

/// <summary><c>scratch[index] = value;</c></summary>
internal sealed record ScratchAssignment(IntegerExpression Index, RealExpression Value) : Statement;

/// <summary>
/// <c>for (counter = start; counter &lt; end; counter += step)</c>, or <c>counter &gt; end</c> where the step is negative. Start and end
/// do not change while it runs; neither does the counter but by the step.
/// </summary>
/// <param name="Counter">The counter.</param>
/// <param name="Start">Its first value.</param>
/// <param name="End">The value that it does not reach.</param>
/// <param name="Step">Not 0.</param>
/// <param name="Body">The statements.</param>
internal sealed record Loop(
    LoopCounter Counter, IntegerExpression Start, IntegerExpression End, int Step, EquatableArray<Statement> Body) : Statement;

/// <summary><c>if (condition) { ... } else { ... }</c></summary>
internal sealed record Branch(Condition Condition, EquatableArray<Statement> Then, EquatableArray<Statement> Else) : Statement;

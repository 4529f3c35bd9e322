namespace L2E.Kernels;

/// <summary>
/// Marks a type whose <c>Evaluate</c> method is a function to minimise; the source generator turns it into a typed
/// <see cref="IObjective"/> binding and lists it in the assembly's <c>ObjectiveCatalogue</c>.
/// </summary>
/// <remarks>
/// <para>
/// A <c>static partial class</c> with <c>static float|double Evaluate(ReadOnlySpan&lt;float|double&gt; x)</c> receives a
/// nested <c>Binding</c> struct. A <c>partial struct</c> with fields (a shift vector, a matrix) and an instance
/// <c>Evaluate</c> becomes the binding itself; give it
/// <c>static T Create(ObjectiveInstance instance)</c> so that the catalogue can make one.
/// </para>
/// <para>
/// An <c>Evaluate</c> that needs scratch takes <c>Span&lt;float|double&gt; scratch</c>, of the element type of <c>x</c>, as its
/// second parameter; <c>int GetScratchLength(int dimension)</c> beside it says how many elements it is given. Their contents
/// are undefined. A type that evaluates whole batches itself declares <see cref="IObjective.Evaluate"/> and
/// <see cref="IObjective.GetWorkspaceLength"/> instead, with the signatures of the interface.
/// </para>
/// <para>
/// The gradient is derived from the code of <c>Evaluate</c> where that code consists of what the generator knows; a diagnostic at the
/// very expression says what it does not know, and what to write instead. <see cref="Gradient"/> names one written by hand.
/// </para>
/// <para>
/// A struct may declare <see cref="IObjective.KnownOptimum"/> or <see cref="IObjective.RequiredDimension"/> itself, as a
/// public property, where the value depends on its data; the generator then leaves that member alone.
/// </para>
/// </remarks>
/// <param name="name">The name under which the catalogue lists the objective: lower case letters, digits, hyphens.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ObjectiveAttribute(string name) : Attribute
{
    /// <summary>The name under which the catalogue lists the objective.</summary>
    public string Name { get; } = name;

    /// <summary>Lower bound of every coordinate; finite, below <see cref="Upper"/>.</summary>
    public double Lower { get; set; } = double.NaN;

    /// <summary>Upper bound of every coordinate; finite, above <see cref="Lower"/>.</summary>
    public double Upper { get; set; } = double.NaN;

    /// <summary>The smallest value the objective takes in its box, where it is known; NaN otherwise.</summary>
    public double Optimum { get; set; } = double.NaN;

    /// <summary>The only number of coordinates the objective accepts; 0 when it accepts a range.</summary>
    public int Dimension { get; set; }

    /// <summary>The smallest number of coordinates the objective accepts.</summary>
    public int MinDimension { get; set; } = 1;

    /// <summary>The largest number of coordinates the objective accepts.</summary>
    public int MaxDimension { get; set; } = int.MaxValue;

    /// <summary>
    /// The name of the method that computes the gradient, in place of the derived one: <c>void G(ReadOnlySpan&lt;T&gt; x,
    /// Span&lt;T&gt; gradient)</c>, T float or double, of the objective's type and static in a static class; any accessibility. It writes
    /// (=) every <c>df / dx_j</c>; what the span holds before is undefined. <see cref="GradientCheck"/> compares it with central
    /// differences.
    /// </summary>
    public string? Gradient { get; set; }

    /// <summary>
    /// The name of the method that computes the constraints <c>g_j(x) &lt;= 0</c>: <c>void C(ReadOnlySpan&lt;double&gt; x, Span&lt;double&gt;
    /// constraints)</c>, of the objective's type and static in a static class; any accessibility. It writes (=) each of the
    /// <see cref="ConstraintCount"/> values, at most 0 where the constraint is kept. They should be as smooth as the objective, not a
    /// penalty or a flag: how far a constraint is from being broken is what the solver goes by.
    /// </summary>
    public string? Constraints { get; set; }

    /// <summary>
    /// Number of constraints, at least 1 where <see cref="Constraints"/> names a method; left out by a struct that declares
    /// <see cref="IObjective.ConstraintCount"/> itself, as a public property.
    /// </summary>
    public int ConstraintCount { get; set; }

    /// <summary>
    /// The name of a field or property of type <see cref="L2E.Kernels.Placement"/> of the struct: <c>Evaluate</c> is then a function f of
    /// its own coordinates, and the binding is <c>f(Q (x - o))</c>, gradient <c>Q^T g</c> and changes of one coordinate (where there is no
    /// rotation) included. <see cref="IObjective.RequiredDimension"/> is the placement's.
    /// </summary>
    public string? Placement { get; set; }

    /// <summary>One line for people: what the function is, where it is hard.</summary>
    public string Summary { get; set; } = "";
}

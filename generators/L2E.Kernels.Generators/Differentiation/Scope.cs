using System.Collections.Immutable;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>A block of the program on its way forth and on its way back.</summary>
/// <param name="parent">The block around it; null for the whole program.</param>
/// <param name="nest">The loops around it.</param>
/// <param name="outermostStart">The number of the statement which is the outermost loop around it; any where there is none.</param>
internal sealed class Scope(Scope? parent, LoopNest nest, int outermostStart)
{
    public bool IsRoot => parent is null;

    public LoopNest Nest { get; } = nest;

    public int OutermostStart { get; } = outermostStart;

    /// <summary>What the forward pass stores when the block begins.</summary>
    public List<Statement> AtStart { get; } = [];

    public List<Step> Steps { get; } = [];

    /// <summary>Values of the forward pass that the way back has again, from its beginning.</summary>
    public List<Statement> Recalled { get; } = [];

    /// <summary>What the way back does with them.</summary>
    public List<Statement> Reverse { get; } = [];
}

/// <summary>A statement of a block.</summary>
/// <param name="statement">The statement.</param>
/// <param name="versions">What the locals that are assigned hold before it, by their numbers.</param>
internal sealed class Step(Statement statement, ImmutableDictionary<int, RecordedValue> versions)
{
    public Statement Statement { get; } = statement;

    public ImmutableDictionary<int, RecordedValue> Versions { get; } = versions;

    /// <summary>The blocks inside of it.</summary>
    public Scope[] Inner { get; set; } = [];

    /// <summary>What the forward pass stores after it.</summary>
    public List<Statement> After { get; } = [];

    /// <summary>
    /// The local for the cosine of a declared sine's argument, or for the sine of a cosine's, where the way back asks for it.
    /// </summary>
    public RealLocal? Companion { get; set; }
}

/// <summary>A value of the forward pass that the way back may ask for: what a local holds from some place on.</summary>
/// <param name="source">The local that holds it in the forward pass.</param>
/// <param name="home">The block in which it comes to be.</param>
/// <param name="store">Where the forward pass can store it.</param>
internal sealed class RecordedValue(RealLocal source, Scope home, List<Statement> store)
{
    public RealLocal Source { get; } = source;

    public Scope Home { get; } = home;

    public List<Statement> Store { get; } = store;

    /// <summary>What it is computed from; null where loops or branches bring it about.</summary>
    public RealExpression? Definition { get; set; }

    /// <summary>The step that computes it, where there is a definition.</summary>
    public Step? Step { get; set; }

    /// <summary>The number of its step.</summary>
    public int Place { get; set; }

    /// <summary>The local that holds it on the way back, once it was asked for.</summary>
    public RealLocal? Recalled { get; set; }
}

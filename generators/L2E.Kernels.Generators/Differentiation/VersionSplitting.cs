using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// Gives every value of its own a local of its own: where a local is assigned in straight code, what follows reads a new local instead.
/// Only what loops carry around and branches bring together is still assigned.
/// </summary>
/// <remarks>A value with a local of its own can be computed anew on the way back, and its adjoint is not mixed with others.</remarks>
internal sealed class VersionSplitting
{
    private readonly LocalNumbers numbers;

    /// <summary>The local that now holds what the local of the source with that number holds, where it is another.</summary>
    private readonly Dictionary<int, RealLocal> current = [];

    private VersionSplitting(LocalNumbers numbers) => this.numbers = numbers;

    /// <summary>Splits a whole program.</summary>
    public static ObjectiveProgram Split(ObjectiveProgram program, LocalNumbers numbers)
    {
        VersionSplitting splitting = new(numbers);
        EquatableArray<Statement> body = splitting.Rewrite(program.Body, [.. GetReads([program.Result])]);
        return program with { Body = body, Result = splitting.Rewrite(program.Result) };
    }

    /// <param name="block">Statements of one block.</param>
    /// <param name="liveAfter">Locals of the source that are read after it.</param>
    private EquatableArray<Statement> Rewrite(EquatableArray<Statement> block, HashSet<int> liveAfter)
    {
        Dictionary<int, RealLocal> atStart = new(current);
        HashSet<int>[] live = GetLiveAfterEach(block, liveAfter);
        HashSet<int> declaredHere = [];
        List<Statement> statements = [];
        for (int i = 0; i < block.Count; i++)
        {
            switch (block[i])
            {
                case Declaration declaration:
                    declaredHere.Add(declaration.Local.Id);
                    statements.Add(declaration with { Value = declaration.Value is null ? null : Rewrite(declaration.Value) });
                    break;
                case Assignment assignment:
                    RealExpression value = Rewrite(assignment.Value);
                    int id = assignment.Local.Id;
                    bool isReplaced = declaredHere.Contains(id)
                        || !liveAfter.Contains(id)
                        || block.Skip(i + 1).Any(later => later is Assignment other && other.Local.Id == id);
                    RealLocal target = isReplaced
                        ? numbers.Create(assignment.Local.Name, assignment.Local.Type)
                        : atStart.TryGetValue(id, out RealLocal? outer) ? outer : assignment.Local;
                    current[id] = target;
                    statements.Add(isReplaced ? new Declaration(target, value) : new Assignment(target, value));
                    break;
                case ScratchAssignment store:
                    statements.Add(store with { Value = Rewrite(store.Value) });
                    break;
                case Loop loop:
                    HashSet<int> liveAtEnd = GetLiveBefore(loop, live[i]);
                    statements.Add(loop with { Body = RewriteInner(loop.Body, liveAtEnd) });
                    break;
                case Branch branch:
                    statements.Add(new Branch(
                        branch.Condition.Rewrite(Replace), RewriteInner(branch.Then, live[i]), RewriteInner(branch.Else, live[i])));
                    break;
            }
        }

        return new([.. statements]);
    }

    /// <summary>Rewrites a block inside of another; what is replaced there is over with it.</summary>
    private EquatableArray<Statement> RewriteInner(EquatableArray<Statement> block, HashSet<int> liveAfter)
    {
        Dictionary<int, RealLocal> before = new(current);
        EquatableArray<Statement> result = Rewrite(block, liveAfter);
        current.Clear();
        foreach (KeyValuePair<int, RealLocal> entry in before)
            current.Add(entry.Key, entry.Value);
        return result;
    }

    private RealExpression Rewrite(RealExpression expression) => expression.Rewrite(Replace);

    private LocalValue? Replace(RealExpression expression) =>
        expression is LocalValue value && current.TryGetValue(value.Local.Id, out RealLocal? version) ? new LocalValue(version) : null;

    private static HashSet<int>[] GetLiveAfterEach(EquatableArray<Statement> block, HashSet<int> liveAfter)
    {
        HashSet<int>[] live = new HashSet<int>[block.Count];
        for (int i = block.Count - 1; i >= 0; i--)
            live[i] = i == block.Count - 1 ? liveAfter : GetLiveBefore(block[i + 1], live[i + 1]);
        return live;
    }

    private static HashSet<int> GetLiveBefore(Statement statement, HashSet<int> liveAfter)
    {
        HashSet<int> live = [.. liveAfter];
        GoBefore(statement, live);
        return live;
    }

    /// <summary>Turns what is live after a statement into what is live before it.</summary>
    private static void GoBefore(Statement statement, HashSet<int> live)
    {
        switch (statement)
        {
            case Declaration declaration:
                live.Remove(declaration.Local.Id);
                break;
            case Assignment assignment:
                live.Remove(assignment.Local.Id);
                break;
            case Loop loop:
                // The body may not run at all, or again and again: what it reads first is live before it and at its end.
                HashSet<int> insideLoop = [.. live];
                GoBefore(loop.Body, insideLoop);
                live.UnionWith(insideLoop);
                break;
            case Branch branch:
                HashSet<int> insideElse = [.. live];
                GoBefore(branch.Else, insideElse);
                GoBefore(branch.Then, live);
                live.UnionWith(insideElse);
                break;
        }

        live.UnionWith(GetReads(statement.GetExpressions()));
    }

    private static void GoBefore(EquatableArray<Statement> block, HashSet<int> live)
    {
        for (int i = block.Count - 1; i >= 0; i--)
            GoBefore(block[i], live);
    }

    private static IEnumerable<int> GetReads(IEnumerable<RealExpression> expressions) =>
        expressions.SelectMany(expression => expression.GetParts()).OfType<LocalValue>().Select(value => value.Local.Id);
}

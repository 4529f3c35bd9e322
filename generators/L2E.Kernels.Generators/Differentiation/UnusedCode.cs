using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Drops what a program computes and does not use.</summary>
internal static class UnusedCode
{
    public static ObjectiveProgram Drop(ObjectiveProgram program) =>
        program with { Body = Drop(program.Body, GetReads(program.Result)) };

    /// <summary>Drops it from a part of a program.</summary>
    /// <param name="body">The part.</param>
    /// <param name="live">Numbers of the locals that are read after it.</param>
    public static EquatableArray<Statement> Drop(EquatableArray<Statement> body, IEnumerable<int> live)
    {
        List<Statement> statements = [.. body.GetAll()];
        HashSet<int> used = [.. live];
        for (int before = -1; before != used.Count;)
        {
            before = used.Count;
            foreach (Statement statement in statements.Where(IsUsed))
                used.UnionWith(statement.GetExpressions().SelectMany(GetReads));
        }

        return new([.. DropFrom(body)]);

        bool IsUsed(Statement statement) => statement switch
        {
            Declaration declaration => used.Contains(declaration.Local.Id),
            Assignment assignment => used.Contains(assignment.Local.Id),
            SineCosine pair => used.Contains(pair.Sine.Id) || used.Contains(pair.Cosine.Id),
            _ => true,
        };

        List<Statement> DropFrom(IEnumerable<Statement> block) =>
        [
            .. block.Where(IsUsed)
                .Select(statement => statement.Rewrite(expression => expression, DropFrom))
                .Where(statement => statement is not (Loop or Branch) || statement.GetBlocks().Any(inner => inner.Count > 0)),
        ];
    }

    private static IEnumerable<int> GetReads(RealExpression expression) =>
        expression.GetParts().OfType<LocalValue>().Select(value => value.Local.Id);
}

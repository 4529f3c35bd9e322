using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Drops what a program computes and does not use.</summary>
internal static class UnusedCode
{
    public static ObjectiveProgram Drop(ObjectiveProgram program)
    {
        List<Statement> statements = [.. program.Body.GetAll()];
        HashSet<int> used = [];
        AddReads(program.Result);
        foreach (Statement statement in statements.Where(statement => GetTarget(statement) is null))
        {
            foreach (RealExpression expression in statement.GetExpressions())
                AddReads(expression);
        }

        for (int before = -1; before != used.Count;)
        {
            before = used.Count;
            foreach (Statement statement in statements.Where(IsUsed))
            {
                foreach (RealExpression expression in statement.GetExpressions())
                    AddReads(expression);
            }
        }

        return program with { Body = new([.. DropFrom(program.Body)]) };

        void AddReads(RealExpression expression) =>
            used.UnionWith(expression.GetParts().OfType<LocalValue>().Select(value => value.Local.Id));

        bool IsUsed(Statement statement) => GetTarget(statement) is not { } target || used.Contains(target.Id);

        List<Statement> DropFrom(IEnumerable<Statement> block) =>
        [
            .. block.Where(IsUsed)
                .Select(statement => statement.Rewrite(expression => expression, DropFrom))
                .Where(statement => statement is not (Loop or Branch) || statement.GetBlocks().Any(inner => inner.Count > 0)),
        ];
    }

    private static RealLocal? GetTarget(Statement statement) => statement switch
    {
        Declaration declaration => declaration.Local,
        Assignment assignment => assignment.Local,
        _ => null,
    };
}

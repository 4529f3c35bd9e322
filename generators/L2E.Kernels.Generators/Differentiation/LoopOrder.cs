using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Whether the iterations of a reverse loop may run in the order of the forward pass, which memory likes better.</summary>
internal static class LoopOrder
{
    /// <summary>
    /// They may where they do nothing to what they share but add to it, and none reads what another adds: sums in another order differ by
    /// rounding alone.
    /// </summary>
    public static bool IsFree(EquatableArray<Statement> body)
    {
        List<Statement> statements = [.. body.GetAll()];
        HashSet<int> declared = [.. statements.OfType<Declaration>().Select(declaration => declaration.Local.Id)];
        List<Assignment> shared = [.. statements.OfType<Assignment>().Where(assignment => !declared.Contains(assignment.Local.Id))];
        if (statements.Any(statement => statement is WorkAssignment) || shared.Exists(assignment => GetAddend(assignment) is null))
            return false;

        List<RealExpression> parts = [.. statements
            .SelectMany(statement => shared.Contains(statement) ? [GetAddend((Assignment)statement)!] : statement.GetExpressions())
            .SelectMany(expression => expression.GetParts())];
        return shared.TrueForAll(assignment => !parts.Reads(assignment.Local))
            && statements.OfType<WorkAccumulation>()
                .All(sum => !parts.Exists(part => part is WorkElement element && element.Array == sum.Array));
    }

    /// <summary>What an assignment adds to its local; null where it does anything else.</summary>
    private static RealExpression? GetAddend(Assignment assignment) =>
        assignment.Value is Operation { Operator: Operator.Add or Operator.Subtract, Left: LocalValue sum } operation
        && sum.Local == assignment.Local
            ? operation.Right
            : null;
}

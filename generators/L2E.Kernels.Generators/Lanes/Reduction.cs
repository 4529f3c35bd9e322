using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// A local to which each iteration of a loop adds a term (or a factor, or a candidate for the extreme) and that is not read else.
/// </summary>
internal sealed record Reduction(RealLocal Local, ReductionKind Kind)
{
    /// <summary>What is assigned in the loop and lives outside of it, if all of it is reductions.</summary>
    public static IReadOnlyList<Reduction>? FindAll(Loop loop)
    {
        List<Reduction> reductions = [];
        foreach (IGrouping<int, Assignment> assignments in GetAssignments(loop))
        {
            if (TryCreate(loop, assignments) is not { } reduction)
                return null;
            reductions.Add(reduction);
        }

        return reductions;
    }

    /// <summary>Numbers of the locals that are assigned in the loop, live outside of it, and are no reductions.</summary>
    public static HashSet<int> FindCarried(Loop loop) =>
        [.. GetAssignments(loop).Where(assignments => TryCreate(loop, assignments) is null).Select(assignments => assignments.Key)];

    private static IEnumerable<IGrouping<int, Assignment>> GetAssignments(Loop loop)
    {
        IReadOnlyList<Statement> all = loop.Body.GetAll();
        HashSet<int> own =
        [
            .. all.OfType<Declaration>().Select(declaration => declaration.Local.Id),
            .. all.OfType<SineCosine>().SelectMany(pair => new[] { pair.Sine.Id, pair.Cosine.Id }),
        ];
        return all.OfType<Assignment>().Where(assignment => !own.Contains(assignment.Local.Id))
            .GroupBy(assignment => assignment.Local.Id);
    }

    private static Reduction? TryCreate(Loop loop, IGrouping<int, Assignment> assignments)
    {
        ReductionKind?[] kinds = [.. assignments.Select(GetKind).Distinct()];
        RealLocal local = assignments.First().Local;
        if (kinds is not [{ } kind])
            return null;
        // Each of its assignments reads it once; any other read would see what only the last lane has.
        int reads = loop.Body.GetAll().SelectMany(statement => statement.GetExpressions()).SelectMany(expression => expression.GetParts())
            .Count(part => part.IsValueOf(local));
        return reads == assignments.Count() ? new Reduction(local, kind) : null;
    }

    /// <summary>What an assignment of a local does with its old value; null where that is none of the kinds.</summary>
    private static ReductionKind? GetKind(Assignment assignment)
    {
        if (Accumulates(assignment.Value, assignment.Local, Operator.Add, Operator.Subtract))
            return ReductionKind.Sum;
        if (Accumulates(assignment.Value, assignment.Local, Operator.Multiply, Operator.Divide))
            return ReductionKind.Product;
        return assignment.Value is FunctionCall { Function: MathFunction.Max or MathFunction.Min } call
            && IsOne(call.Arguments[0], call.Arguments[1], assignment.Local)
            ? call.Function == MathFunction.Max ? ReductionKind.Maximum : ReductionKind.Minimum
            : null;
    }

    /// <summary>Whether an expression is the local's value with other things added and subtracted (or multiplied and divided by).</summary>
    private static bool Accumulates(RealExpression expression, RealLocal local, Operator forwards, Operator backwards) =>
        expression is Operation operation
        && ((operation.Operator == forwards || operation.Operator == backwards)
            && (operation.Left.IsValueOf(local) || Accumulates(operation.Left, local, forwards, backwards))
            && !operation.Right.Reads(local)
            || operation.Operator == forwards
            && (operation.Right.IsValueOf(local) || Accumulates(operation.Right, local, forwards, backwards))
            && !operation.Left.Reads(local));

    private static bool IsOne(RealExpression first, RealExpression second, RealLocal local) =>
        first.IsValueOf(local) && !second.Reads(local) || second.IsValueOf(local) && !first.Reads(local);
}

/// <summary>How the terms of a <see cref="Reduction"/> are put together.</summary>
internal enum ReductionKind
{
    Sum,
    Product,
    Maximum,
    Minimum,
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// The bodies that a loop is run with one after the other, some blocks at a time. A loop that adds to several neighbours of the gradient
/// would load, in each block, a vector that lies across two that it has just stored, and the processor waits until those are in the cache;
/// that takes longer than to compute cheap terms again, so each neighbour gets a sweep of its own.
/// </summary>
internal static class GradientSweeps
{
    /// <summary>The bodies: only the loop's own where it does not pay.</summary>
    public static IReadOnlyList<EquatableArray<Statement>> Split(CoordinateLoop loop)
    {
        List<IntegerExpression> places =
        [
            .. loop.Uses.Where(use => use.Array is ArrayUse.Gradient).Select(use => use.Index).Distinct(),
        ];
        bool writesElsewhere = loop.Uses.Any(use => use.Kind != ArrayUseKind.Read && use.Array is not ArrayUse.Gradient);
        if (places.Count < 2 || loop.IsCostly || writesElsewhere)
            return [loop.Loop.Body];
        HashSet<int> reductions = [.. loop.Reductions.Select(reduction => reduction.Local.Id)];
        return [.. places.Select((place, sweep) => Prune(Select(loop.Loop.Body, statement => statement switch
        {
            GradientAccumulation sum => sum.Index.Equals(place) || (sweep == 0 && !places.Contains(sum.Index)),
            Assignment assignment => sweep == 0 || !reductions.Contains(assignment.Local.Id),
            _ => true,
        })))];
    }

    private static EquatableArray<Statement> Select(EquatableArray<Statement> block, Func<Statement, bool> isKept) =>
        new([.. block.Where(isKept).Select(statement => statement switch
        {
            Loop loop => loop with { Body = Select(loop.Body, isKept) },
            Branch branch => branch with { Then = Select(branch.Then, isKept), Else = Select(branch.Else, isKept) },
            _ => statement,
        })]);

    /// <summary>Leaves out the locals that nothing reads any longer, and what tells of the way back.</summary>
    private static EquatableArray<Statement> Prune(EquatableArray<Statement> body)
    {
        while (true)
        {
            List<Statement> all = [.. body.GetAll()];
            HashSet<int> used =
            [
                .. all.SelectMany(statement => statement.GetExpressions()).SelectMany(part => part.GetParts())
                    .OfType<LocalValue>().Select(value => value.Local.Id),
                .. all.OfType<Assignment>().Select(assignment => assignment.Local.Id),
            ];
            EquatableArray<Statement> pruned = Select(body, statement => statement switch
            {
                Declaration declaration => used.Contains(declaration.Local.Id),
                SineCosine pair => used.Contains(pair.Sine.Id) || used.Contains(pair.Cosine.Id),
                ReverseOf => false,
                _ => true,
            });
            if (pruned.GetAll().Count() == all.Count)
                return pruned;
            body = pruned;
        }
    }
}

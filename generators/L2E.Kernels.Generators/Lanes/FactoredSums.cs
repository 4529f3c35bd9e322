using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// Takes constant factors out of sums: where a loop adds <c>100 * a * a</c> to a sum, it adds <c>a * a</c> to another one, of which the sum
/// gets a hundredfold when the loop is done. That changes rounding alone.
/// </summary>
/// <param name="numbers">Makes the other sums.</param>
/// <param name="loops">The loops of the program.</param>
internal sealed class FactoredSums(LocalNumbers numbers, CoordinateLoops loops)
{
    // Two sums are still added to in four chains each (CoordinateWriter).
    private const int MaxSums = 2;

    /// <summary>The program with such sums, in the loops that run with coordinates in lanes.</summary>
    public EquatableArray<Statement> Rewrite(IEnumerable<Statement> block) => new([.. block.SelectMany(Rewrite)]);

    private IEnumerable<Statement> Rewrite(Statement statement)
    {
        if (statement is not Loop loop)
            return [statement.Rewrite(static expression => expression, inner => [.. Rewrite(inner)])];
        return loops.Find(loop) is not { } lanes ? [loop with { Body = Rewrite(loop.Body) }]
            : lanes.IsCostly ? [loop]
            : Split(loop, lanes);
    }

    private IEnumerable<Statement> Split(Loop loop, CoordinateLoop lanes)
    {
        List<Statement> before = [], body = [], after = [];
        int sums = lanes.Reductions.Count;
        foreach (Statement statement in loop.Body)
        {
            if (statement is not Assignment assignment
                || SumTerms.TrySplit(assignment) is not { } parts
                || parts.FirstOrDefault(part => SumTerms.TrySplitFactor(part) is not null) is not { } product
                || (parts.Count > 1 && sums == MaxSums))
            {
                body.Add(statement);
                continue;
            }

            (RealConstant factor, RealExpression rest) = SumTerms.TrySplitFactor(product)!.Value;
            RealLocal unscaled = numbers.Create(assignment.Local.Name + "Unscaled", ScalarType.Double);
            loops.Add(new FactoredSum(unscaled, factor, assignment.Local));
            before.Add(new Declaration(unscaled, RealAlgebra.Constant(ScalarType.Double, 0)));
            body.Add(AddTo(unscaled, rest));
            after.Add(AddTo(assignment.Local, new Operation(Operator.Multiply, factor, new LocalValue(unscaled))));
            List<RealExpression> others = [.. parts.Where(part => !ReferenceEquals(part, product))];
            if (others.Count == 0)
                continue;
            body.Add(AddTo(assignment.Local, others.Aggregate((left, right) => new Operation(Operator.Add, left, right))));
            sums++;
        }

        return [.. before, loop with { Body = new([.. body]) }, .. after];
    }

    private static Assignment AddTo(RealLocal local, RealExpression term) =>
        new(local, new Operation(Operator.Add, new LocalValue(local), term));
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// The parts of what is added to a sum, where they can be added one after the other with products fused into the additions. That changes
/// rounding alone: a single product is rounded once less, and parts that are never negative cannot cancel.
/// </summary>
internal static class SumTerms
{
    /// <summary>The parts, a product among them at least; null where the term is to be added as it stands.</summary>
    public static IReadOnlyList<RealExpression>? TrySplit(RealExpression term)
    {
        IReadOnlyList<RealExpression> parts = term.GetChain(Operator.Add);
        return parts.Any(IsProduct) && (parts.Count == 1 || parts.All(IsNeverNegative)) ? parts : null;
    }

    /// <summary>The parts of what an assignment adds to its local; null where it adds nothing, or all at once.</summary>
    public static IReadOnlyList<RealExpression>? TrySplit(Assignment assignment) =>
        assignment.Value is Operation { Operator: Operator.Add, Left: LocalValue left, Right: { } term }
        && left.Local.Id == assignment.Local.Id
            ? TrySplit(term)
            : null;

    /// <summary>
    /// A product of doubles as a constant times the product of what is left; null where there is no such constant, or what is left is no
    /// product. A constant below 1 may keep the sum from overflowing, and stays.
    /// </summary>
    public static (RealConstant Factor, RealExpression Scaled)? TrySplitFactor(RealExpression product)
    {
        IReadOnlyList<RealExpression> factors = product.GetChain(Operator.Multiply);
        return factors.Count > 2 && factors[0] is RealConstant { Type: ScalarType.Double, Value: > 1 } factor
            ? (factor, factors.Skip(1).Aggregate((left, right) => new Operation(Operator.Multiply, left, right)))
            : null;
    }

    private static bool IsProduct(RealExpression expression) => expression is Operation { Operator: Operator.Multiply };

    private static bool IsNeverNegative(RealExpression expression)
    {
        foreach (IGrouping<RealExpression, RealExpression> same in expression.GetChain(Operator.Multiply).GroupBy(factor => factor))
        {
            bool isSure = same.Key switch
            {
                RealConstant constant => constant.Value >= 0,
                FunctionCall call => call.Function is MathFunction.Abs or MathFunction.Exp or MathFunction.Sqrt or MathFunction.Cosh,
                Operation { Operator: Operator.Add } sum => IsNeverNegative(sum.Left) && IsNeverNegative(sum.Right),
                _ => false,
            };
            // A square is not, whatever it is of.
            if (!isSure && same.Count() % 2 != 0)
                return false;
        }

        return true;
    }
}

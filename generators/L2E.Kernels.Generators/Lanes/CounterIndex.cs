using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>How integer expressions depend on one counter.</summary>
internal static class CounterIndex
{
    public static bool Contains(IntegerExpression expression, LoopCounter counter) => expression switch
    {
        CounterValue value => value.Counter == counter,
        IntegerOperation operation => Contains(operation.Left, counter) || Contains(operation.Right, counter),
        _ => false,
    };

    /// <summary>
    /// Whether an expression is <c>coefficient * counter + rest</c> with a constant coefficient and a rest without the counter.
    /// </summary>
    public static bool TrySplit(IntegerExpression expression, LoopCounter counter, out int coefficient, out IntegerExpression rest)
    {
        LinearForm form = new(expression);
        coefficient = form.Remove(counter);
        foreach ((IntegerExpression term, _) in form.Terms)
        {
            if (Contains(term, counter))
            {
                rest = expression;
                return false;
            }
        }

        rest = form.ToExpression();
        return true;
    }

    /// <summary>The constant that an expression is, if it is one.</summary>
    public static int? GetConstant(IntegerExpression expression) =>
        new LinearForm(expression) is { IsConstant: true } form ? form.Constant : null;
}

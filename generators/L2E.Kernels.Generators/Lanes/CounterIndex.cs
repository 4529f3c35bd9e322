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
        LinearForm form = new(expression), others = new();
        coefficient = 0;
        foreach ((IntegerExpression term, int factor) in form.Terms)
        {
            if (term is CounterValue value && value.Counter == counter)
                coefficient = factor;
            else if (Contains(term, counter))
            {
                rest = expression;
                return false;
            }
            else
                others.Add(new LinearForm(term), factor);
        }

        others.Add(new LinearForm(new IntegerConstant(form.Constant)), 1);
        rest = others.ToExpression();
        return true;
    }

    /// <summary>The constant that an expression is, if it is one.</summary>
    public static int? GetConstant(IntegerExpression expression) =>
        new LinearForm(expression) is { IsConstant: true } form ? form.Constant : null;
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>Puts another value in the place of a loop's counter, and other locals in the place of its own.</summary>
/// <param name="counter">The counter; integers that contain it are affine in it, and decide nothing.</param>
/// <param name="value">What stands for it.</param>
/// <param name="rename">The local that stands for a local.</param>
internal sealed class CounterReplacement(LoopCounter counter, IntegerExpression value, Func<RealLocal, RealLocal> rename)
{
    public Statement Apply(Statement statement)
    {
        Statement replaced = statement.Rewrite(Apply, block => [.. block.Select(Apply)]);
        return replaced switch
        {
            Declaration declaration => declaration with { Local = rename(declaration.Local) },
            Assignment assignment => assignment with { Local = rename(assignment.Local) },
            SineCosine pair => pair with { Sine = rename(pair.Sine), Cosine = rename(pair.Cosine) },
            GradientAccumulation sum => sum with { Index = Apply(sum.Index) },
            _ => replaced,
        };
    }

    private RealExpression Apply(RealExpression expression) => expression.Rewrite(part => part switch
    {
        LocalValue local => new LocalValue(rename(local.Local)),
        InputElement element => element with { Index = Apply(element.Index) },
        ScratchElement element => element with { Index = Apply(element.Index) },
        DataElement element => element with { Index = Apply(element.Index) },
        WorkElement element => element with { Index = Apply(element.Index) },
        IntegerValue integer => integer with { Value = Apply(integer.Value) },
        _ => null,
    });

    private IntegerExpression Apply(IntegerExpression expression) =>
        CounterIndex.TrySplit(expression, counter, out int coefficient, out IntegerExpression rest) && coefficient != 0
            ? IntegerAlgebra.Add(IntegerAlgebra.Multiply(new IntegerConstant(coefficient), value), rest)
            : expression;
}

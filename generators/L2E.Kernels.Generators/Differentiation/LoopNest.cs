using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// The loops around a place of the program, and the number of the iteration that they are in: what a value computed there is stored at.
/// </summary>
internal sealed class LoopNest
{
    /// <summary>No loops: everything happens once.</summary>
    public static readonly LoopNest None = new(null, IntegerAlgebra.Zero, new IntegerConstant(1));

    private readonly Loop? innermost;
    private readonly LoopNest? around;

    private LoopNest(Loop? innermost, IntegerExpression iteration, IntegerExpression count, LoopNest? around = null) =>
        (this.innermost, Iteration, Count, this.around) = (innermost, iteration, count, around);

    /// <summary>The linearised number of the iteration, 0 to <see cref="Count"/> - 1.</summary>
    public IntegerExpression Iteration { get; }

    /// <summary>A bound of the number of iterations that depends on no counter.</summary>
    public IntegerExpression Count { get; }

    /// <summary>The outermost loop; null when there is none.</summary>
    public Loop? Outermost => around?.Outermost ?? innermost;

    /// <summary>The nest with one more loop, innermost.</summary>
    public LoopNest Enter(Loop loop)
    {
        IntegerExpression length = AtLeastZero(GetUpperBound(CountIterations(loop)));
        IntegerExpression passed = loop.Step > 0
            ? IntegerAlgebra.Subtract(new CounterValue(loop.Counter), loop.Start)
            : IntegerAlgebra.Subtract(loop.Start, new CounterValue(loop.Counter));
        IntegerExpression number = IntegerAlgebra.Divide(passed, Math.Abs(loop.Step));
        // Few iterations inside of many: those of the loops around lie side by side, for they are the ones to be run in lanes.
        bool isShort = length is IntegerConstant && Count is not IntegerConstant;
        IntegerExpression iteration = isShort
            ? IntegerAlgebra.Add(IntegerAlgebra.Multiply(number, Count), Iteration)
            : IntegerAlgebra.Add(IntegerAlgebra.Multiply(Iteration, length), number);
        return new LoopNest(loop, iteration, IntegerAlgebra.Multiply(Count, length), this);
    }

    /// <summary>
    /// The same iterations from the last to the first: from <c>start + (count - 1) * step</c> down to the start. Without iterations it
    /// has none either.
    /// </summary>
    public static Loop Reverse(Loop loop, EquatableArray<Statement> body)
    {
        IntegerExpression distance = IntegerAlgebra.Multiply(
            IntegerAlgebra.Add(CountIterations(loop), -1), new IntegerConstant(loop.Step));
        return new Loop(
            loop.Counter, IntegerAlgebra.Add(loop.Start, distance), IntegerAlgebra.Add(loop.Start, -loop.Step), -loop.Step, body);
    }

    /// <summary>The number of iterations where there is one at all; 0 or less where there is none.</summary>
    private static IntegerExpression CountIterations(Loop loop)
    {
        int step = Math.Abs(loop.Step);
        IntegerExpression distance = loop.Step > 0
            ? IntegerAlgebra.Subtract(loop.End, loop.Start)
            : IntegerAlgebra.Subtract(loop.Start, loop.End);
        return IntegerAlgebra.Divide(IntegerAlgebra.Add(distance, step - 1), step);
    }

    private static IntegerExpression AtLeastZero(IntegerExpression bound) =>
        GetMinimum(bound) >= 0 ? bound : IntegerAlgebra.Max(bound, IntegerAlgebra.Zero);

    /// <summary>What an expression without counters is at least, as far as one can tell; null for nothing.</summary>
    private static long? GetMinimum(IntegerExpression expression)
    {
        LinearForm form = new(expression);
        long? sum = form.Constant;
        foreach ((IntegerExpression term, int coefficient) in form.Terms)
            sum += coefficient > 0 ? coefficient * GetMinimumOfTerm(term) : null;
        return sum;
    }

    private static long? GetMinimumOfTerm(IntegerExpression term) => term switch
    {
        // A point has at least one coordinate, and no array has a negative length.
        DimensionValue => 1,
        DataLength or ScratchLength => 0,
        IntegerOperation { Operator: IntegerOperator.Divide, Right: IntegerConstant { Value: > 0 } divisor } quotient =>
            GetMinimum(quotient.Left) / divisor.Value,
        IntegerOperation { Operator: IntegerOperator.Multiply } product
            when GetMinimum(product.Left) >= 0 && GetMinimum(product.Right) >= 0 => 0,
        IntegerOperation { Operator: IntegerOperator.Max } larger when GetMinimum(larger.Left) >= 0 || GetMinimum(larger.Right) >= 0 => 0,
        IntegerOperation { Operator: IntegerOperator.Min } smaller
            when GetMinimum(smaller.Left) >= 0 && GetMinimum(smaller.Right) >= 0 => 0,
        _ => null,
    };

    /// <summary>
    /// A bound without counters. They are eliminated from the inside, each at the end of its range where the expression is largest.
    /// </summary>
    private IntegerExpression GetUpperBound(IntegerExpression expression) =>
        innermost is null
            ? IntegerAlgebra.Simplify(expression)
            : around!.GetUpperBound(Eliminate(innermost, expression, isUpper: true));

    /// <summary>
    /// A bound in which the counter does not occur; terms in which it stands alone are bounded exactly, others one by one.
    /// </summary>
    private static IntegerExpression Eliminate(Loop loop, IntegerExpression expression, bool isUpper)
    {
        LinearForm sum = new(), form = new(expression);
        foreach ((IntegerExpression term, int coefficient) in form.Terms)
        {
            IntegerExpression extreme = Contains(term, loop.Counter) ? GetExtreme(loop, term, isUpper == coefficient > 0) : term;
            sum.Add(new LinearForm(extreme), coefficient);
        }

        return IntegerAlgebra.Add(sum.ToExpression(), form.Constant);
    }

    private static IntegerExpression GetExtreme(Loop loop, IntegerExpression term, bool isUpper)
    {
        if (term is not IntegerOperation operation)
        {
            return (loop.Step > 0, isUpper) switch
            {
                (true, true) => IntegerAlgebra.Add(loop.End, -1),
                (false, false) => IntegerAlgebra.Add(loop.End, 1),
                _ => loop.Start,
            };
        }

        IntegerExpression lower = Eliminate(loop, operation.Left, isUpper: false), upper = Eliminate(loop, operation.Left, isUpper: true);
        switch (operation)
        {
            case { Operator: IntegerOperator.Min or IntegerOperator.Max }:
                return new IntegerOperation(
                    operation.Operator, isUpper ? upper : lower, Eliminate(loop, operation.Right, isUpper));
            case { Operator: IntegerOperator.Divide, Right: IntegerConstant { Value: > 0 } }:
                return operation with { Left = isUpper ? upper : lower };
            case { Operator: IntegerOperator.Remainder, Right: IntegerConstant { Value: > 0 } divisor }:
                return new IntegerConstant(isUpper ? divisor.Value - 1 : 1 - divisor.Value);
            case { Operator: IntegerOperator.Multiply }:
                IntegerExpression[] factors = [Eliminate(loop, operation.Right, false), Eliminate(loop, operation.Right, true)];
                return factors
                    .SelectMany(factor => new[] { IntegerAlgebra.Multiply(lower, factor), IntegerAlgebra.Multiply(upper, factor) })
                    .Aggregate(isUpper ? IntegerAlgebra.Max : IntegerAlgebra.Min);
            default:
                // Neither a quotient nor a remainder is larger than what is divided.
                IntegerExpression magnitude = IntegerAlgebra.Max(upper, IntegerAlgebra.Subtract(IntegerAlgebra.Zero, lower));
                return isUpper ? magnitude : IntegerAlgebra.Subtract(IntegerAlgebra.Zero, magnitude);
        }
    }

    private static bool Contains(IntegerExpression expression, LoopCounter counter) => expression switch
    {
        CounterValue value => value.Counter.Id == counter.Id,
        IntegerOperation operation => Contains(operation.Left, counter) || Contains(operation.Right, counter),
        _ => false,
    };
}

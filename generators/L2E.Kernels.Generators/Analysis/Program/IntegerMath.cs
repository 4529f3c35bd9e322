using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>
/// Makes integer expressions with constants folded, so that <c>i + 1 &lt; n</c> and <c>i &lt; n - 1</c> are one loop. Everything holds
/// modulo 2^32, as int does.
/// </summary>
internal static class IntegerMath
{
    public static readonly IntegerConstant Zero = new(0);

    public static readonly IntegerConstant One = new(1);

    public static IntegerExpression Add(IntegerExpression left, IntegerExpression right) => (left, right) switch
    {
        (IntegerConstant a, IntegerConstant b) => new IntegerConstant(unchecked(a.Value + b.Value)),
        (_, IntegerConstant b) => Shift(left, b.Value),
        (IntegerConstant a, _) => Shift(right, a.Value),
        _ => new IntegerOperation(IntegerOperator.Add, left, right),
    };

    public static IntegerExpression Subtract(IntegerExpression left, IntegerExpression right) => right switch
    {
        IntegerConstant { Value: not int.MinValue } b => Add(left, new IntegerConstant(-b.Value)),
        _ when left == right => Zero,
        _ => new IntegerOperation(IntegerOperator.Subtract, left, right),
    };

    public static IntegerExpression Multiply(IntegerExpression left, IntegerExpression right) => (left, right) switch
    {
        (IntegerConstant a, IntegerConstant b) => new IntegerConstant(unchecked(a.Value * b.Value)),
        (_, IntegerConstant { Value: 1 }) => left,
        (IntegerConstant { Value: 1 }, _) => right,
        (_, IntegerConstant { Value: 0 }) or (IntegerConstant { Value: 0 }, _) => Zero,
        _ => new IntegerOperation(IntegerOperator.Multiply, left, right),
    };

    /// <summary>Whether a counter occurs in an expression.</summary>
    public static bool Contains(IntegerExpression expression, LoopCounter counter) => expression switch
    {
        CounterValue value => value.Counter == counter,
        IntegerOperation operation => Contains(operation.Left, counter) || Contains(operation.Right, counter),
        _ => false,
    };

    /// <summary>The k of an expression <c>counter + k</c> where k does not contain the counter; null for any other expression.</summary>
    public static IntegerExpression? GetOffset(IntegerExpression expression, LoopCounter counter) => expression switch
    {
        CounterValue value when value.Counter == counter => Zero,
        IntegerOperation { Operator: IntegerOperator.Add } sum when !Contains(sum.Right, counter) =>
            GetOffset(sum.Left, counter) is { } offset ? Add(offset, sum.Right) : null,
        IntegerOperation { Operator: IntegerOperator.Add } sum when !Contains(sum.Left, counter) =>
            GetOffset(sum.Right, counter) is { } offset ? Add(sum.Left, offset) : null,
        IntegerOperation { Operator: IntegerOperator.Subtract } difference when !Contains(difference.Right, counter) =>
            GetOffset(difference.Left, counter) is { } offset ? Subtract(offset, difference.Right) : null,
        _ => null,
    };

    /// <summary>
    /// Whether an expression is a sum of counters, each times something without counters, and something without counters.
    /// </summary>
    public static bool IsAffine(IntegerExpression expression) => GetDegree(expression) <= 1;

    private static int GetDegree(IntegerExpression expression)
    {
        switch (expression)
        {
            case CounterValue:
                return 1;
            case IntegerOperation operation:
                int left = GetDegree(operation.Left), right = GetDegree(operation.Right);
                return operation.Operator switch
                {
                    IntegerOperator.Add or IntegerOperator.Subtract => Math.Max(left, right),
                    IntegerOperator.Multiply => Math.Min(left + right, NotAffine),
                    _ => left + right == 0 ? 0 : NotAffine,
                };
            default:
                return 0;
        }
    }

    private const int NotAffine = 2;

    /// <summary><c>expression + distance</c>, with the distance last and only one.</summary>
    private static IntegerExpression Shift(IntegerExpression expression, int distance)
    {
        switch (expression)
        {
            case IntegerOperation { Operator: IntegerOperator.Add, Right: IntegerConstant constant } sum:
                return Shift(sum.Left, unchecked(constant.Value + distance));
            case IntegerOperation { Operator: IntegerOperator.Subtract, Right: IntegerConstant constant } difference:
                return Shift(difference.Left, unchecked(distance - constant.Value));
        }

        return distance switch
        {
            0 => expression,
            < 0 and not int.MinValue => new IntegerOperation(IntegerOperator.Subtract, expression, new IntegerConstant(-distance)),
            _ => new IntegerOperation(IntegerOperator.Add, expression, new IntegerConstant(distance)),
        };
    }
}

using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Builds integer expressions in a short form: sums of multiples, each term once, and a constant.</summary>
internal static class IntegerAlgebra
{
    public static readonly IntegerExpression Zero = new IntegerConstant(0);

    public static IntegerExpression Add(IntegerExpression left, IntegerExpression right) =>
        new LinearForm(left).Add(new LinearForm(right), 1).ToExpression();

    public static IntegerExpression Add(IntegerExpression left, int right) => Add(left, new IntegerConstant(right));

    public static IntegerExpression Subtract(IntegerExpression left, IntegerExpression right) =>
        new LinearForm(left).Add(new LinearForm(right), -1).ToExpression();

    public static IntegerExpression Multiply(IntegerExpression left, IntegerExpression right)
    {
        (IntegerExpression first, IntegerExpression second) = (Simplify(left), Simplify(right));
        if (first is IntegerConstant factor)
            return new LinearForm().Add(new LinearForm(second), factor.Value).ToExpression();
        if (second is IntegerConstant)
            return Multiply(second, first);
        return new IntegerOperation(IntegerOperator.Multiply, first, second);
    }

    /// <summary>The quotient by a positive constant.</summary>
    public static IntegerExpression Divide(IntegerExpression left, int divisor) => Simplify(left) switch
    {
        var same when divisor == 1 => same,
        IntegerConstant constant => new IntegerConstant(constant.Value / divisor),
        var dividend => new IntegerOperation(IntegerOperator.Divide, dividend, new IntegerConstant(divisor)),
    };

    public static IntegerExpression Max(IntegerExpression left, IntegerExpression right) => Extreme(IntegerOperator.Max, left, right);

    public static IntegerExpression Min(IntegerExpression left, IntegerExpression right) => Extreme(IntegerOperator.Min, left, right);

    /// <summary>The expression in its short form.</summary>
    public static IntegerExpression Simplify(IntegerExpression expression) => new LinearForm(expression).ToExpression();

    private static IntegerExpression Extreme(IntegerOperator @operator, IntegerExpression left, IntegerExpression right)
    {
        LinearForm difference = new LinearForm(left).Add(new LinearForm(right), -1);
        if (difference.IsConstant)
            return Simplify(difference.Constant > 0 == (@operator == IntegerOperator.Max) ? left : right);
        return new IntegerOperation(@operator, Simplify(left), Simplify(right));
    }
}

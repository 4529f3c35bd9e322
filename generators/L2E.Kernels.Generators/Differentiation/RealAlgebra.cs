using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// Builds the expressions of adjoints, without factors of 1, double signs and constants that can be multiplied beforehand. What it
/// builds is equal to what is asked for but for rounding; the value's own expressions never pass through it.
/// </summary>
internal static class RealAlgebra
{
    public static RealExpression Constant(ScalarType type, double value) =>
        new RealConstant(type, type == ScalarType.Single ? (float)value : value);

    public static RealExpression Convert(ScalarType type, RealExpression operand)
    {
        if (operand.Type == type)
            return operand;
        return operand is RealConstant constant ? Constant(type, constant.Value) : new Conversion(type, operand);
    }

    public static RealExpression Negate(RealExpression operand) => operand switch
    {
        Negation negation => negation.Operand,
        RealConstant constant => Constant(constant.Type, -constant.Value),
        Operation { Operator: Operator.Subtract } difference => new Operation(Operator.Subtract, difference.Right, difference.Left),
        Operation { Operator: Operator.Multiply or Operator.Divide } operation when StartsWithConstant(operation) =>
            operation with { Left = Negate(operation.Left) },
        _ => new Negation(operand),
    };

    public static RealExpression Add(RealExpression left, RealExpression right) => (left, right) switch
    {
        (RealConstant { Value: 0 }, _) => right,
        (_, RealConstant { Value: 0 }) => left,
        (_, Negation negation) => new Operation(Operator.Subtract, left, negation.Operand),
        (Negation negation, _) => new Operation(Operator.Subtract, right, negation.Operand),
        (_, Operation { Operator: Operator.Multiply or Operator.Divide, Left: RealConstant { Value: < 0 } }) =>
            new Operation(Operator.Subtract, left, Negate(right)),
        _ => new Operation(Operator.Add, left, right),
    };

    public static RealExpression Subtract(RealExpression left, RealExpression right) => Add(left, Negate(right));

    public static RealExpression Multiply(RealExpression left, RealExpression right) => (left, right) switch
    {
        (RealConstant one, RealConstant other) => Constant(one.Type, one.Value * other.Value),
        (RealConstant { Value: 1 }, _) => right,
        (RealConstant { Value: -1 }, _) => Negate(right),
        (RealConstant constant, Operation { Operator: Operator.Multiply or Operator.Divide, Left: RealConstant factor } operation)
            when IsOrdinary(constant.Value * factor.Value) =>
            Scale(operation, Multiply(constant, factor)),
        (RealConstant constant, Negation negation) => Multiply(Negate(constant), negation.Operand),
        (_, RealConstant) => Multiply(right, left),
        (_, Operation { Operator: Operator.Multiply, Left: RealConstant factor } operation) =>
            Multiply(factor, Multiply(left, operation.Right)),
        (Operation { Operator: Operator.Multiply, Left: RealConstant factor } operation, _) =>
            Multiply(factor, Multiply(operation.Right, right)),
        (Negation negation, _) => Negate(Multiply(negation.Operand, right)),
        (_, Negation negation) => Negate(Multiply(left, negation.Operand)),
        _ => new Operation(Operator.Multiply, left, right),
    };

    public static RealExpression Divide(RealExpression left, RealExpression right) => (left, right) switch
    {
        (_, RealConstant { Value: 1 }) => left,
        (Negation negation, _) => Negate(Divide(negation.Operand, right)),
        _ => new Operation(Operator.Divide, left, right),
    };

    public static RealExpression Square(RealExpression operand) => new Operation(Operator.Multiply, operand, operand);

    public static RealExpression Call(MathFunction function, params RealExpression[] arguments) =>
        new FunctionCall(function, new([.. arguments]));

    /// <summary><c>value op constant</c></summary>
    public static Condition Compare(RealExpression value, Relation relation, double constant) =>
        new RealComparison(relation, value, Constant(value.Type, constant));

    private static bool StartsWithConstant(RealExpression expression) =>
        expression is RealConstant
        || expression is Operation { Operator: Operator.Multiply or Operator.Divide, Left: var left } && StartsWithConstant(left);

    private static RealExpression Scale(Operation operation, RealExpression factor) =>
        operation.Operator == Operator.Multiply ? Multiply(factor, operation.Right) : operation with { Left = factor };

    /// <summary>Whether a product of constants has lost nothing to overflow or underflow, in float either.</summary>
    private static bool IsOrdinary(double value) => Math.Abs(value) is > 1e-30 and < 1e30;
}

using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// The derivatives of the functions, each times a seed. Where a function has none, the derivative is one that an optimiser can use:
/// that of Abs at 0 is 0; of Max and Min, where both are equal, that of the first; where that of Sqrt, Cbrt or Pow is infinite, at 0, it
/// is 0, so that a norm has the gradient 0 at its tip. NaN goes through.
/// </summary>
/// <param name="call">The function and its arguments; the arguments that are asked for are not taken from it.</param>
/// <param name="value">Gives the value of the call.</param>
/// <param name="argument">Gives the value of an argument.</param>
/// <param name="companion">Gives the cosine of a sine's argument, and the sine of a cosine's.</param>
internal sealed class FunctionDerivatives(
    FunctionCall call, Func<RealExpression> value, Func<int, RealExpression> argument, Func<RealExpression> companion)
{
    private ScalarType Type => call.Type;

    private RealExpression Zero => RealAlgebra.Constant(Type, 0);

    private RealExpression One => RealAlgebra.Constant(Type, 1);

    /// <summary>The seed times the derivative by an argument; null where that is 0.</summary>
    public RealExpression? GetContribution(int index, RealExpression seed)
    {
        switch (call.Function)
        {
            case MathFunction.Abs:
                RealExpression x = argument(0);
                // 0 * x rather than 0 lets NaN through.
                return Choose(x, Relation.Greater, 0, seed,
                    Choose(x, Relation.Less, 0, RealAlgebra.Negate(seed), new Operation(Operator.Multiply, Zero, x)));
            case MathFunction.Acos:
                return RealAlgebra.Negate(RealAlgebra.Divide(seed, OppositeLeg(argument(0))));
            case MathFunction.Asin:
                return RealAlgebra.Divide(seed, OppositeLeg(argument(0)));
            case MathFunction.Atan:
                return RealAlgebra.Divide(seed, RealAlgebra.Add(One, RealAlgebra.Square(argument(0))));
            case MathFunction.Atan2:
                RealExpression distance = RealAlgebra.Add(RealAlgebra.Square(argument(0)), RealAlgebra.Square(argument(1)));
                return index == 0
                    ? RealAlgebra.Divide(RealAlgebra.Multiply(seed, argument(1)), distance)
                    : RealAlgebra.Negate(RealAlgebra.Divide(RealAlgebra.Multiply(seed, argument(0)), distance));
            case MathFunction.Cbrt:
                RealExpression root = value();
                return UnlessZero(root, RealAlgebra.Divide(seed, Scale(3, RealAlgebra.Square(root))));
            case MathFunction.Clamp:
                return GetClampContribution(index, seed);
            case MathFunction.Cos:
                return RealAlgebra.Negate(RealAlgebra.Multiply(seed, companion()));
            case MathFunction.Cosh:
                return RealAlgebra.Multiply(seed, RealAlgebra.Call(MathFunction.Sinh, argument(0)));
            case MathFunction.Exp:
                return RealAlgebra.Multiply(seed, value());
            case MathFunction.Log:
                return RealAlgebra.Divide(seed, argument(0));
            case MathFunction.Max:
                return GetExtremeContribution(index == 0 ? Relation.Less : Relation.GreaterOrEqual, seed);
            case MathFunction.Min:
                return GetExtremeContribution(index == 0 ? Relation.Greater : Relation.LessOrEqual, seed);
            case MathFunction.Pow:
                return index == 0 ? GetBaseContribution(seed) : GetExponentContribution(seed);
            case MathFunction.Sin:
                return RealAlgebra.Multiply(seed, companion());
            case MathFunction.Sinh:
                return RealAlgebra.Multiply(seed, RealAlgebra.Call(MathFunction.Cosh, argument(0)));
            case MathFunction.Sqrt:
                return GetRootContribution(seed);
            case MathFunction.Tan:
                return RealAlgebra.Multiply(seed, RealAlgebra.Add(One, RealAlgebra.Square(value())));
            case MathFunction.Tanh:
                return RealAlgebra.Multiply(seed, RealAlgebra.Subtract(One, RealAlgebra.Square(value())));
            default:
                return null;
        }
    }

    /// <summary>Beyond a bound the bound has it.</summary>
    private Choice GetClampContribution(int index, RealExpression seed)
    {
        RealExpression x = argument(0);
        return index switch
        {
            0 => new Choice(
                new RealComparison(Relation.Less, x, argument(1)),
                Zero,
                new Choice(new RealComparison(Relation.Greater, x, argument(2)), Zero, seed)),
            1 => new Choice(new RealComparison(Relation.Less, x, argument(1)), seed, Zero),
            _ => new Choice(new RealComparison(Relation.Greater, x, argument(2)), seed, Zero),
        };
    }

    /// <param name="loses">The relation of the first argument to the second in which the other one has it; NaN loses to none.</param>
    /// <param name="seed">The seed.</param>
    private Choice GetExtremeContribution(Relation loses, RealExpression seed) =>
        new(new RealComparison(loses, argument(0), argument(1)), Zero, seed);

    private Choice GetRootContribution(RealExpression seed)
    {
        RealExpression root = value();
        return UnlessZero(root, RealAlgebra.Divide(Scale(0.5, seed), root));
    }

    /// <summary><c>b a^(b - 1)</c>, from the power itself: <c>b a^b / a</c>.</summary>
    private RealExpression? GetBaseContribution(RealExpression seed)
    {
        switch (call.Arguments[1])
        {
            case RealConstant { Value: 0 }:
                return null;
            case RealConstant { Value: 0.5 }:
                return GetRootContribution(seed);
            case RealConstant { Value: 1 }:
                return seed;
            case RealConstant { Value: 2 }:
                return Scale(2, RealAlgebra.Multiply(seed, argument(0)));
            case RealConstant { Value: 3 }:
                return Scale(3, RealAlgebra.Multiply(seed, RealAlgebra.Square(argument(0))));
            case RealConstant { Value: -1 }:
                return RealAlgebra.Negate(RealAlgebra.Multiply(seed, RealAlgebra.Square(value())));
            default:
                RealExpression @base = argument(0), exponent = argument(1);
                RealExpression quotient = RealAlgebra.Divide(
                    RealAlgebra.Multiply(seed, RealAlgebra.Multiply(exponent, value())), @base);
                return UnlessZero(
                    @base,
                    quotient,
                    exponent is RealConstant ? Zero : Choose(exponent, Relation.Equal, 1, seed, Zero));
        }
    }

    /// <summary><c>a^b log a</c>; 0 where a is 0.</summary>
    private RealExpression GetExponentContribution(RealExpression seed)
    {
        if (call.Arguments[0] is RealConstant { Value: > 0 } constant)
            return RealAlgebra.Multiply(seed, Scale(Math.Log(constant.Value), value()));
        RealExpression @base = argument(0);
        return UnlessZero(
            @base, RealAlgebra.Multiply(seed, RealAlgebra.Multiply(value(), RealAlgebra.Call(MathFunction.Log, @base))));
    }

    /// <summary><c>sqrt(1 - x^2)</c>, without loss near 1.</summary>
    private RealExpression OppositeLeg(RealExpression x) =>
        RealAlgebra.Call(MathFunction.Sqrt, RealAlgebra.Multiply(RealAlgebra.Subtract(One, x), RealAlgebra.Add(One, x)));

    private RealExpression Scale(double factor, RealExpression expression) =>
        RealAlgebra.Multiply(RealAlgebra.Constant(Type, factor), expression);

    private Choice UnlessZero(RealExpression critical, RealExpression contribution, RealExpression? atZero = null) =>
        Choose(critical, Relation.Equal, 0, atZero ?? Zero, contribution);

    private static Choice Choose(
        RealExpression critical, Relation relation, double constant, RealExpression whenTrue, RealExpression whenFalse) =>
        new(RealAlgebra.Compare(critical, relation, constant), whenTrue, whenFalse);
}

using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads expressions of type bool.</summary>
internal sealed class ConditionReader(ProgramReader program)
{
    private static readonly Condition always = new IntegerComparison(Relation.Equal, IntegerMath.Zero, IntegerMath.Zero);

    public Condition? Read(IOperation operation) => program.Nest(operation, () => ReadNested(operation));

    /// <summary>The relation of a comparing operator; null for any other operator.</summary>
    public static Relation? GetRelation(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => Relation.Less,
        BinaryOperatorKind.LessThanOrEqual => Relation.LessOrEqual,
        BinaryOperatorKind.GreaterThan => Relation.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => Relation.GreaterOrEqual,
        BinaryOperatorKind.Equals => Relation.Equal,
        BinaryOperatorKind.NotEquals => Relation.NotEqual,
        _ => null,
    };

    private Condition? ReadNested(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: bool constant })
            return constant ? always : new Complement(always);
        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Read(not.Operand) is { } operand ? new Complement(operand) : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return ReadBoth(both) is var (left, right) ? new Conjunction(left, right) : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                return ReadBoth(either) is var (first, second) ? new Disjunction(first, second) : null;
            case IBinaryOperation binary when GetRelation(binary.OperatorKind) is { } relation:
                return ReadComparison(binary, relation);
            case IInvocationOperation invocation:
                return ReadTest(invocation);
            case IIsPatternOperation pattern:
                return ReadPattern(pattern);
            // A bool local is reported where it is declared.
            case IInvalidOperation or ILocalReferenceOperation:
                return program.LeaveToCompiler<Condition>();
            default:
                return program.Fail<Condition>(
                    ProgramDiagnostics.Expression, operation, "this condition is not known",
                    "compare real numbers or ints, and join comparisons by '&&', '||' and '!' where they are used");
        }
    }

    private (Condition, Condition)? ReadBoth(IBinaryOperation operation)
    {
        Condition? left = Read(operation.LeftOperand), right = null;
        EquatableArray<Statement> needed = program.Collect(() => right = Read(operation.RightOperand));
        if (needed.Count > 0)
        {
            // What the right side needs is not computed where the left one decides.
            program.Fail(
                ProgramDiagnostics.Expression, operation.RightOperand, "this calls a method only if the left side asks for it",
                "put the value in a local before, or nest two 'if'");
            return null;
        }

        return left is null || right is null ? null : (left, right);
    }

    private Condition? ReadComparison(IBinaryOperation binary, Relation relation)
    {
        if (binary.LeftOperand.Type.IsInteger() && binary.RightOperand.Type.IsInteger())
        {
            IntegerExpression? left = program.Integers.Read(binary.LeftOperand), right = program.Integers.Read(binary.RightOperand);
            return left is null || right is null ? null : new IntegerComparison(relation, left, right);
        }

        if (binary.LeftOperand.Type.IsReal(out _) && binary.RightOperand.Type.IsReal(out _))
        {
            return program.Reals.ReadAll([binary.LeftOperand, binary.RightOperand]) is [var left, var right]
                ? new RealComparison(relation, left, right)
                : null;
        }

        return program.Fail<Condition>(
            ProgramDiagnostics.ValueType, binary, $"this compares values of type '{binary.LeftOperand.Type?.ToText()}'",
            "compare real numbers or ints");
    }

    /// <summary>Reads <c>double.IsNaN(value)</c> and its like.</summary>
    private Condition? ReadTest(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!method.ContainingType.IsReal(out ScalarType type) || invocation.Arguments is not [var argument])
            return program.Calls.FailUnknown<Condition>(invocation);
        RealConstant infinity = new(type, double.PositiveInfinity);
        Func<RealExpression, Condition>? test = method.Name switch
        {
            nameof(double.IsNaN) => IsNaN,
            nameof(double.IsInfinity) => value => new RealComparison(Relation.Equal, Abs(value), infinity),
            nameof(double.IsPositiveInfinity) => value => new RealComparison(Relation.Equal, value, infinity),
            nameof(double.IsNegativeInfinity) =>
                value => new RealComparison(Relation.Equal, value, infinity with { Value = double.NegativeInfinity }),
            "IsFinite" => value => new RealComparison(Relation.Less, Abs(value), infinity),
            _ => null,
        };
        if (test is null)
            return program.Calls.FailUnknown<Condition>(invocation);
        return program.Reals.Read(argument.Value) is { } operand ? test(operand) : null;
    }

    private Condition? ReadPattern(IIsPatternOperation operation)
    {
        if (operation.Value.Type.IsInteger())
            return program.Integers.Read(operation.Value) is { } integer ? ReadPattern(operation.Pattern, integer) : null;
        return program.Reals.Read(operation.Value) is { } real ? ReadPattern(operation.Pattern, real) : null;
    }

    private Condition? ReadPattern(IPatternOperation pattern, object value)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return Compare(Relation.Equal, value, constant.Value);
            case IRelationalPatternOperation relational when GetRelation(relational.OperatorKind) is { } relation:
                return Compare(relation, value, relational.Value);
            case INegatedPatternOperation negated:
                return ReadPattern(negated.Pattern, value) is { } operand ? new Complement(operand) : null;
            case IBinaryPatternOperation binary:
                Condition? left = ReadPattern(binary.LeftPattern, value), right = ReadPattern(binary.RightPattern, value);
                if (left is null || right is null)
                    return null;
                return binary.OperatorKind == BinaryOperatorKind.And ? new Conjunction(left, right) : new Disjunction(left, right);
            default:
                return program.Fail<Condition>(
                    ProgramDiagnostics.Expression, pattern, "this pattern is not known", "compare with '<', '>' or '=='");
        }
    }

    private Condition? Compare(Relation relation, object value, IOperation constant)
    {
        if (value is IntegerExpression left)
            return program.Integers.Read(constant) is { } right ? new IntegerComparison(relation, left, right) : null;
        RealExpression real = (RealExpression)value;
        return program.Reals.Read(constant) switch
        {
            null => null,
            // A pattern matches as Equals does: NaN matches NaN.
            RealConstant { Value: double.NaN } when relation == Relation.Equal => IsNaN(real),
            { } number => new RealComparison(relation, real, number),
        };
    }

    private static RealComparison IsNaN(RealExpression value) => new(Relation.NotEqual, value, value);

    private static FunctionCall Abs(RealExpression value) => new(MathFunction.Abs, new([value]));
}

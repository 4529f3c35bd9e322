using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads expressions whose value is a float or a double.</summary>
internal sealed class RealReader(ProgramReader program)
{
    public RealExpression? Read(IOperation operation) => program.Nest(operation, () => ReadNested(operation));

    /// <summary>
    /// Reads operands from left to right. A helper method in a later one may write scratch that an earlier one reads; the earlier one's
    /// value is then kept in a local.
    /// </summary>
    public List<RealExpression>? ReadAll(IEnumerable<IOperation> operations)
    {
        List<RealExpression> values = [];
        bool isComplete = true;
        foreach (IOperation operation in operations)
        {
            int position = program.BlockLength, writes = program.ScratchWrites;
            RealExpression? value = Read(operation);
            if (program.ScratchWrites != writes)
                KeepInLocals(values, position);
            isComplete &= value is not null;
            if (value is not null)
                values.Add(value);
        }

        return isComplete ? values : null;
    }

    /// <summary>A value in another type.</summary>
    public static RealExpression Convert(RealExpression value, ScalarType type) => value switch
    {
        _ when value.Type == type => value,
        RealConstant constant => new RealConstant(type, type == ScalarType.Single ? (float)constant.Value : constant.Value),
        _ => new Conversion(type, value),
    };

    /// <summary>The operation of a binary or compound operator.</summary>
    public RealExpression? Combine(IOperation operation, BinaryOperatorKind kind, RealExpression left, RealExpression right)
    {
        switch (kind)
        {
            case BinaryOperatorKind.Add:
                return new Operation(Operator.Add, left, right);
            case BinaryOperatorKind.Subtract:
                return new Operation(Operator.Subtract, left, right);
            case BinaryOperatorKind.Multiply:
                return new Operation(Operator.Multiply, left, right);
            case BinaryOperatorKind.Divide:
                return new Operation(Operator.Divide, left, right);
            case BinaryOperatorKind.Remainder:
                string math = left.Type == ScalarType.Single ? "MathF" : "Math";
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.Expression, operation, "'%' of real numbers is not known",
                    $"write 'a - b * {math}.Truncate(a / b)'");
            default:
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.Expression, operation, "this operator is not known", "write '+', '-', '*' or '/'");
        }
    }

    private RealExpression? ReadNested(IOperation operation)
    {
        if (!operation.Type.IsReal(out ScalarType type))
            return FailType(operation);
        if (operation.ConstantValue is { HasValue: true, Value: IConvertible constant })
            return new RealConstant(type, constant.ToDouble(System.Globalization.CultureInfo.InvariantCulture));
        switch (operation)
        {
            case IConversionOperation conversion:
                return ReadConversion(conversion, type);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Plus } plus:
                return Read(plus.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus:
                return Read(minus.Operand) is { } operand ? new Negation(operand) : null;
            case IBinaryOperation binary:
                return ReadAll([binary.LeftOperand, binary.RightOperand]) is [var left, var right]
                    ? Combine(binary, binary.OperatorKind, left, right)
                    : null;
            case IConditionalOperation choice:
                return ReadChoice(choice, type, Read);
            case ILocalReferenceOperation local:
                return ReadName(local, local.Local);
            case IParameterReferenceOperation parameter when DataReader.IsCaptured(parameter):
                return program.Data.ReadReal(parameter, type);
            case IParameterReferenceOperation parameter:
                return ReadName(parameter, parameter.Parameter);
            case IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation
                or IPropertyReferenceOperation { Arguments.Length: > 0 }:
                return program.Spans.ReadElement(operation);
            case IPropertyReferenceOperation property when program.Calls.IsExpanded(property):
                return program.Calls.Expand<RealExpression>(property, property.Property.GetMethod!, property.Instance, []);
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                return program.Data.ReadReal(operation, type);
            case IInvocationOperation invocation:
                return ReadCall(invocation, type);
            case IAssignmentOperation or IIncrementOrDecrementOperation:
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.Effect, operation, "this changes a variable inside of an expression",
                    "write the assignment as a statement of its own");
            case ISwitchExpressionOperation:
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.Expression, operation, "'switch' is not known", "write '?:' or 'if'");
            case IInvalidOperation:
                return program.LeaveToCompiler<RealExpression>();
            default:
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.Expression, operation, "this expression is not known",
                    "write arithmetic, functions of Math, '?:' and calls of static methods");
        }
    }

    private RealExpression? ReadConversion(IConversionOperation conversion, ScalarType type)
    {
        IOperation operand = conversion.Operand;
        if (operand.Type.IsReal(out _))
            return Read(operand) is { } value ? Convert(value, type) : null;
        if (operand is IInvocationOperation call
            && MathMethods.TryGetFunction(call.TargetMethod, out MathFunction function)
            && function == MathFunction.Sign)
        {
            return Read(call.Arguments[0].Value) is { } argument
                ? Convert(new FunctionCall(function, new([argument])), type)
                : null;
        }

        return ReadInteger(operand, type);
    }

    private RealExpression? ReadInteger(IOperation operation, ScalarType type)
    {
        // Both sides of 'c ? 1 : 2' are ints, and which of them is taken may depend on the point.
        if (operation is IConditionalOperation choice && operation.Type.IsInteger())
            return ReadChoice(choice, type, side => ReadInteger(side, type));
        // So may what is computed with it: 'k * (c ? 1 : 2)' is read as 'c ? k * 1 : k * 2'.
        if (program.Integers.FindChoice(operation) is { } inner)
            return ReadChoice(inner, type, side => program.Integers.Choose(inner, side, () => ReadInteger(operation, type)));
        return program.Integers.Read(operation) switch
        {
            null => null,
            IntegerConstant constant => new RealConstant(type, type == ScalarType.Single ? (float)constant.Value : constant.Value),
            { } integer => new IntegerValue(type, integer),
        };
    }

    private RealExpression? ReadChoice(IConditionalOperation choice, ScalarType type, Func<IOperation, RealExpression?> readSide)
    {
        if (program.Conditions.Read(choice.Condition) is not { } condition)
            return null;
        RealExpression? whenTrue = null, whenFalse = null;
        EquatableArray<Statement> then = program.Collect(() => whenTrue = readSide(choice.WhenTrue));
        EquatableArray<Statement> @else = program.Collect(() => whenFalse = readSide(choice.WhenFalse!));
        if (whenTrue is null || whenFalse is null)
            return null;
        if (then.Count == 0 && @else.Count == 0)
            return new Choice(condition, whenTrue, whenFalse);
        // What a helper method needs is computed only where its value is asked for.
        RealLocal chosen = program.CreateLocal("chosen", type);
        program.Emit(new Declaration(chosen, Value: null));
        program.Emit(new Branch(
            condition,
            new([.. then, new Assignment(chosen, whenTrue)]),
            new([.. @else, new Assignment(chosen, whenFalse)])));
        return new LocalValue(chosen);
    }

    private RealExpression? ReadName(IOperation reference, ISymbol symbol) => program.Find<object>(reference, symbol) switch
    {
        RealLocal local => new LocalValue(local),
        RealExpression expression => expression,
        _ => null,
    };

    private RealExpression? ReadCall(IInvocationOperation invocation, ScalarType type)
    {
        if (!MathMethods.TryGetFunction(invocation.TargetMethod, out MathFunction function))
            return program.Calls.Expand<RealExpression>(invocation);
        FloatRules.Check(program, invocation);
        List<RealExpression>? arguments = ReadAll(invocation.Arguments.Select(argument => argument.Value));
        if (arguments is null)
            return null;
        // Named arguments may come in any order.
        RealExpression[] ordered = new RealExpression[arguments.Count];
        for (int i = 0; i < ordered.Length; i++)
            ordered[invocation.Arguments[i].Parameter!.Ordinal] = arguments[i];
        return Convert(new FunctionCall(function, new([.. ordered])), type);
    }

    private void KeepInLocals(List<RealExpression> values, int position)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is RealConstant or LocalValue)
                continue;
            RealLocal kept = program.CreateLocal("kept", values[i].Type);
            program.Insert(position++, new Declaration(kept, values[i]));
            values[i] = new LocalValue(kept);
        }
    }

    private RealExpression? FailType(IOperation operation) =>
        operation is IInvalidOperation || operation.Type is null or IErrorTypeSymbol
            ? program.LeaveToCompiler<RealExpression>()
            : program.Fail<RealExpression>(
                ProgramDiagnostics.ValueType, operation, $"this is '{operation.Type.ToText()}', not a real number",
                "write it with float or double");
}

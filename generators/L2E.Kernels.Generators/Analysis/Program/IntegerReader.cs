using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads expressions of type int: they depend on counters and sizes, never on the point.</summary>
internal sealed class IntegerReader(ProgramReader program)
{
    // The sides that stand for choices while what is computed with them is read.
    private readonly Dictionary<IOperation, IOperation> chosen = [];

    public IntegerExpression? Read(IOperation operation) => program.Nest(operation, () => ReadNested(operation));

    /// <summary>
    /// The first choice in arithmetic of ints that no side stands for; null where there is none, or where a helper method, which may write
    /// what the condition reads, would then be called after it.
    /// </summary>
    public IConditionalOperation? FindChoice(IOperation arithmetic)
    {
        return arithmetic.Descendants().OfType<IInvocationOperation>().All(call => MathMethods.IsMathType(call.TargetMethod.ContainingType))
            ? Find(arithmetic)
            : null;

        IConditionalOperation? Find(IOperation operation) => operation switch
        {
            IConditionalOperation choice when chosen.TryGetValue(choice, out IOperation? side) => Find(side),
            IConditionalOperation choice => choice.Type.IsInteger() ? choice : null,
            IBinaryOperation or IUnaryOperation or IConversionOperation or IInvocationOperation or IArgumentOperation =>
                operation.ChildOperations.Select(Find).FirstOrDefault(choice => choice is not null),
            _ => null,
        };
    }

    /// <summary>Reads something in which one side of a choice stands for it.</summary>
    public T Choose<T>(IConditionalOperation choice, IOperation side, Func<T> read)
    {
        chosen[choice] = side;
        T result = read();
        chosen.Remove(choice);
        return result;
    }

    private IntegerExpression? ReadNested(IOperation operation)
    {
        if (operation is IInvalidOperation || operation.Type is null or IErrorTypeSymbol)
            return program.LeaveToCompiler<IntegerExpression>();
        if (!operation.Type.IsInteger())
        {
            return program.Fail<IntegerExpression>(
                ProgramDiagnostics.ValueType, operation, $"this is '{operation.Type.ToText()}', not an int", "write it with int");
        }

        if (operation.ConstantValue is { HasValue: true, Value: int constant })
            return new IntegerConstant(constant);
        switch (operation)
        {
            case IConversionOperation conversion:
                return ReadConversion(conversion);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Plus } plus:
                return Read(plus.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus:
                return CheckOverflow(minus, minus.IsChecked) && Read(minus.Operand) is { } operand
                    ? IntegerMath.Subtract(IntegerMath.Zero, operand)
                    : null;
            case IBinaryOperation binary:
                return ReadBinary(binary);
            case ILocalReferenceOperation local:
                return program.Find<IntegerExpression>(local, local.Local);
            case IParameterReferenceOperation parameter when DataReader.IsCaptured(parameter):
                return program.Data.ReadInteger(parameter);
            case IParameterReferenceOperation parameter:
                return program.Find<IntegerExpression>(parameter, parameter.Parameter);
            case IPropertyReferenceOperation { Property.Name: "Length", Instance: { } span } when span.Type.IsVector(out _):
                return program.Spans.ReadLength(span);
            case IPropertyReferenceOperation property when program.Calls.IsExpanded(property):
                return program.Calls.Expand<IntegerExpression>(property, property.Property.GetMethod!, property.Instance, []);
            case IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.Length: 0 }:
                return program.Data.ReadInteger(operation);
            case IInvocationOperation invocation:
                return ReadCall(invocation);
            case IAssignmentOperation or IIncrementOrDecrementOperation:
                return program.Fail<IntegerExpression>(
                    ProgramDiagnostics.ChangingInteger, operation, "an int changes inside of an expression",
                    "count with the counter of a 'for' loop");
            case IConditionalOperation when chosen.TryGetValue(operation, out IOperation? side):
                return Read(side);
            case IConditionalOperation:
                return program.Fail<IntegerExpression>(
                    ProgramDiagnostics.Expression, operation, "an int may not be chosen by a condition",
                    "write 'Math.Min' or 'Math.Max', or choose between the real values");
            default:
                return program.Fail<IntegerExpression>(
                    ProgramDiagnostics.Expression, operation, "this int is not known",
                    "write '+', '-', '*', '/', '%', 'Math.Min' and 'Math.Max' of counters, lengths and constants");
        }
    }

    private IntegerExpression? ReadConversion(IConversionOperation conversion)
    {
        if (conversion.Operand.Type.IsInteger())
            return Read(conversion.Operand);
        return program.Fail<IntegerExpression>(
            ProgramDiagnostics.ValueType, conversion,
            $"this makes an int of '{conversion.Operand.Type?.ToText()}', and an int may depend on nothing but counters and sizes",
            "keep the real number, with 'Math.Floor' or 'Math.Truncate'");
    }

    private IntegerExpression? ReadBinary(IBinaryOperation binary)
    {
        bool isAsInProject = binary.OperatorKind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder
            || CheckOverflow(binary, binary.IsChecked);
        IntegerExpression? left = Read(binary.LeftOperand), right = Read(binary.RightOperand);
        if (left is null || right is null || !isAsInProject)
            return null;
        return binary.OperatorKind switch
        {
            BinaryOperatorKind.Add => IntegerMath.Add(left, right),
            BinaryOperatorKind.Subtract => IntegerMath.Subtract(left, right),
            BinaryOperatorKind.Multiply => IntegerMath.Multiply(left, right),
            BinaryOperatorKind.Divide => new IntegerOperation(IntegerOperator.Divide, left, right),
            BinaryOperatorKind.Remainder => new IntegerOperation(IntegerOperator.Remainder, left, right),
            _ => program.Fail<IntegerExpression>(
                ProgramDiagnostics.Expression, binary, "this operator is not known for int", "write '+', '-', '*', '/' or '%'"),
        };
    }

    private IntegerExpression? ReadCall(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        IntegerOperator? function = method.Name switch
        {
            "Min" => IntegerOperator.Min,
            "Max" => IntegerOperator.Max,
            _ => null,
        };
        if (function is not { } known || !MathMethods.IsMathType(method.ContainingType))
            return program.Calls.Expand<IntegerExpression>(invocation);
        IntegerExpression? left = Read(invocation.Arguments[0].Value), right = Read(invocation.Arguments[1].Value);
        return left is null || right is null ? null : new IntegerOperation(known, left, right);
    }

    /// <summary>Derived code computes ints as the project does by default.</summary>
    private bool CheckOverflow(IOperation operation, bool isChecked)
    {
        if (isChecked == program.Compilation.Options.CheckOverflow)
            return true;
        program.Fail(
            ProgramDiagnostics.Expression, operation, $"this is {(isChecked ? "checked" : "unchecked")} for overflow, unlike the project",
            $"leave out '{(isChecked ? "checked" : "unchecked")}'");
        return false;
    }
}

using System.Collections.Immutable;
using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads loops with one int that counts, and loops over the elements of a span.</summary>
internal sealed class LoopReader(ProgramReader program)
{
    private const string Advice = "write 'for (int i = first; i < end; i++)'";

    public void Read(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                ReadFor(counted);
                break;
            case IForEachLoopOperation elements:
                ReadForEach(elements);
                break;
            default:
                program.Fail(ProgramDiagnostics.LoopForm, loop, "how often this loop runs is not known before it does", Advice);
                break;
        }
    }

    private void ReadFor(IForLoopOperation loop)
    {
        if (loop.Before is not [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }] }]
            || !declarator.Symbol.Type.IsInteger()
            || declarator.GetVariableInitializer() is not { } initializer)
        {
            program.Fail(
                ProgramDiagnostics.LoopForm, loop.Before.FirstOrDefault() ?? loop, "this loop does not declare one int to count with",
                Advice);
            return;
        }

        if (program.Integers.Read(initializer.Value) is not { } start)
            return;
        LoopCounter counter = program.CreateCounter(declarator.Symbol.Name);
        program.Frame.Define(declarator.Symbol, new CounterValue(counter));
        int? step = ReadStep(loop, counter);
        IntegerExpression? end = step is { } known ? ReadEnd(loop.Condition ?? loop, counter, known > 0) : null;
        // The body is read in any case, for what else there is to say about it.
        EquatableArray<Statement> body = program.Collect(() => program.Statements.ReadLoopBody(loop.Body));
        if (end is not null)
            program.Emit(new Loop(counter, start, end, step!.Value, body));
    }

    private int? ReadStep(IForLoopOperation loop, LoopCounter counter)
    {
        if (loop.AtLoopBottom is [IExpressionStatementOperation { Operation: var operation }])
        {
            int? step = operation switch
            {
                IIncrementOrDecrementOperation { Kind: OperationKind.Increment } increment when IsCounter(increment.Target) => 1,
                IIncrementOrDecrementOperation { Kind: OperationKind.Decrement } decrement when IsCounter(decrement.Target) => -1,
                ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } add when IsCounter(add.Target) =>
                    GetConstant(add.Value),
                ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } subtract when IsCounter(subtract.Target) =>
                    -GetConstant(subtract.Value),
                ISimpleAssignmentOperation assignment when IsCounter(assignment.Target)
                    && program.Integers.Read(assignment.Value) is { } next =>
                    (IntegerMath.GetOffset(next, counter) as IntegerConstant)?.Value,
                _ => null,
            };
            if (step is not (null or 0 or int.MinValue))
                return step;
        }

        program.Fail(
            ProgramDiagnostics.LoopForm, loop.AtLoopBottom.FirstOrDefault() ?? loop,
            $"'{counter.Name}' does not go on by a constant", "write 'i++', 'i--', 'i += 2' or the like");
        return null;

        bool IsCounter(IOperation target) =>
            target is ILocalReferenceOperation local && program.Frame.Find(local.Local) is CounterValue value && value.Counter == counter;

        static int? GetConstant(IOperation value) => value.ConstantValue is { HasValue: true, Value: int constant } ? constant : null;
    }

    /// <summary>The value that the counter does not reach.</summary>
    private IntegerExpression? ReadEnd(IOperation condition, LoopCounter counter, bool isUpwards)
    {
        if (condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both)
        {
            return ReadEnd(both.LeftOperand, counter, isUpwards) is { } first
                && ReadEnd(both.RightOperand, counter, isUpwards) is { } second
                ? new IntegerOperation(isUpwards ? IntegerOperator.Min : IntegerOperator.Max, first, second)
                : null;
        }

        if (condition is not IBinaryOperation comparison
            || ConditionReader.GetRelation(comparison.OperatorKind) is not { } relation
            || !comparison.LeftOperand.Type.IsInteger() || !comparison.RightOperand.Type.IsInteger())
        {
            return FailEnd(condition, $"this does not compare '{counter.Name}' with an int", isUpwards);
        }

        IntegerExpression? left = program.Integers.Read(comparison.LeftOperand), right = program.Integers.Read(comparison.RightOperand);
        if (left is null || right is null)
            return null;
        if (IntegerMath.Contains(right, counter))
        {
            (left, right) = (right, left);
            relation = relation switch
            {
                Relation.Less => Relation.Greater,
                Relation.LessOrEqual => Relation.GreaterOrEqual,
                Relation.Greater => Relation.Less,
                Relation.GreaterOrEqual => Relation.LessOrEqual,
                _ => relation,
            };
        }

        if (IntegerMath.Contains(right, counter) || IntegerMath.GetOffset(left, counter) is not { } offset)
        {
            return FailEnd(
                condition, $"this does not compare '{counter.Name}', or '{counter.Name}' plus something, with an int", isUpwards);
        }

        IntegerExpression end = IntegerMath.Subtract(right, offset);
        switch (relation)
        {
            case Relation.Less when isUpwards:
            case Relation.Greater when !isUpwards:
                return end;
            case Relation.LessOrEqual when isUpwards:
                return IntegerMath.Add(end, IntegerMath.One);
            case Relation.GreaterOrEqual when !isUpwards:
                return IntegerMath.Subtract(end, IntegerMath.One);
            default:
                return FailEnd(
                    condition, $"'{counter.Name}' counts {(isUpwards ? "up" : "down")}, and this does not end it there", isUpwards);
        }
    }

    private IntegerExpression? FailEnd(IOperation condition, string found, bool isUpwards) =>
        program.Fail<IntegerExpression>(
            ProgramDiagnostics.LoopForm, condition, found,
            isUpwards ? "write 'i < end' or 'i <= last'" : "write 'i >= first' or 'i > end'");

    private void ReadForEach(IForEachLoopOperation loop)
    {
        IOperation collection = loop.Collection;
        while (collection is IConversionOperation { Operand: var operand } && operand.Type.IsVector(out _))
            collection = operand;
        if (!collection.Type.IsVector(out ScalarType element)
            || loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: var symbol }
            || symbol.RefKind is RefKind.Ref
            || !symbol.Type.IsReal(out ScalarType type))
        {
            program.Fail(
                ProgramDiagnostics.LoopForm, loop.Collection, "this loop does not go over the real numbers of a span or an array", Advice);
            return;
        }

        if (program.Spans.Read(collection) is not { } span || program.Spans.GetLength(span) is not { } length)
            return;
        LoopCounter counter = program.CreateCounter(symbol.Name + "Index");
        RealLocal local = program.CreateLocal(symbol.Name, type);
        program.Frame.Define(symbol, local);
        EquatableArray<Statement> body = program.Collect(() =>
        {
            program.Emit(new Declaration(local, RealReader.Convert(span.GetElement(new CounterValue(counter)), type)));
            program.Statements.ReadLoopBody(loop.Body);
        });
        program.Emit(new Loop(counter, IntegerMath.Zero, length, 1, body));
    }
}

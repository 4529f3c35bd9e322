using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads the statements that change a local or an element of scratch.</summary>
internal sealed class AssignmentReader(ProgramReader program)
{
    public void Read(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                if (ReadTarget(assignment.Target) is { } target && program.Reals.Read(assignment.Value) is { } value)
                    Write(target, value);
                break;
            case ICompoundAssignmentOperation compound:
                ReadCompound(compound);
                break;
            case IIncrementOrDecrementOperation increment:
                if (ReadTarget(increment.Target) is { } counted)
                {
                    Operator sign = increment.Kind == OperationKind.Increment ? Operator.Add : Operator.Subtract;
                    Write(counted, new Operation(sign, counted, new RealConstant(counted.Type, 1)));
                }

                break;
            case IDeconstructionAssignmentOperation { Target: ITupleOperation targets } deconstruction:
                ReadDeconstruction(targets, deconstruction.Value);
                break;
            case IDeconstructionAssignmentOperation { Target: IDeclarationExpressionOperation { Expression: ITupleOperation fresh } } pair:
                ReadDeconstruction(fresh, pair.Value);
                break;
            case IInvalidOperation:
                program.LeaveToCompiler<object>();
                break;
            default:
                program.Fail(
                    ProgramDiagnostics.Effect, operation, "this statement is not known",
                    "write one assignment a statement, such as 'a = b' or 'a += b'");
                break;
        }
    }

    private void ReadCompound(ICompoundAssignmentOperation compound)
    {
        if (ReadTarget(compound.Target) is not { } target)
            return;
        int position = program.BlockLength, writes = program.ScratchWrites;
        if (program.Reals.Read(compound.Value) is not { } value)
            return;
        RealExpression old = target;
        if (target is ScratchElement && program.ScratchWrites != writes)
        {
            // A helper method in the value may write the element that was read before.
            RealLocal kept = program.CreateLocal("kept", target.Type);
            program.Insert(position, new Declaration(kept, target));
            old = new LocalValue(kept);
        }

        if (program.Reals.Combine(compound, compound.OperatorKind, RealReader.Convert(old, value.Type), value) is { } combined)
            Write(target, RealReader.Convert(combined, target.Type));
    }

    /// <summary>Reads <c>(a, b) = (c, d)</c>: every value is there before the first is assigned.</summary>
    private void ReadDeconstruction(ITupleOperation targets, IOperation values)
    {
        while (values is IConversionOperation conversion)
            values = conversion.Operand;
        if (values is not ITupleOperation tuple)
        {
            program.Fail(
                ProgramDiagnostics.Expression, values, "this tuple is not written out", "write '(a, b) = (c, d)', or one assignment each");
            return;
        }

        RealExpression?[] destinations = [.. targets.Elements.Select(ReadTarget)];
        if (program.Reals.ReadAll(tuple.Elements) is not { } read || destinations.Contains(null))
            return;
        RealExpression[] kept = [.. read.Select(value => value is RealConstant ? value : program.Declare("kept", value))];
        for (int i = 0; i < kept.Length; i++)
            Write(destinations[i]!, RealReader.Convert(kept[i], destinations[i]!.Type));
    }

    /// <summary>What is assigned to, as the expression that reads it.</summary>
    private RealExpression? ReadTarget(IOperation target)
    {
        ISymbol? name = target switch
        {
            ILocalReferenceOperation reference => reference.Local,
            IParameterReferenceOperation reference when !DataReader.IsCaptured(reference) => reference.Parameter,
            _ => null,
        };
        switch (target)
        {
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local }:
                return ReadTarget(local);
            case ILocalReferenceOperation { IsDeclaration: true, Local: var declared } when declared.Type.IsReal(out ScalarType type):
                RealLocal created = program.CreateLocal(declared.Name, type);
                program.Emit(new Declaration(created, Value: null));
                program.Frame.Define(declared, created);
                return new LocalValue(created);
            case ILocalReferenceOperation or IParameterReferenceOperation when name is not null && target.Type.IsReal(out _):
                return program.Find<RealLocal>(target, name) is { } assigned ? new LocalValue(assigned) : null;
            case ILocalReferenceOperation or IParameterReferenceOperation when name is not null && target.Type.IsInteger():
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.ChangingInteger, target, $"the int '{target.Syntax}' changes",
                    "count with the counter of a 'for' loop, and give each int one value where it is declared");
            case IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation
                or IPropertyReferenceOperation { Arguments.Length: > 0 }:
                return program.Spans.ReadElement(target) switch
                {
                    null => null,
                    ScratchElement element => element,
                    _ => FailTarget(target),
                };
            case IInvalidOperation:
                return program.LeaveToCompiler<RealExpression>();
            default:
                return FailTarget(target);
        }
    }

    private RealExpression? FailTarget(IOperation target) =>
        program.Fail<RealExpression>(
            ProgramDiagnostics.Effect, target, $"this changes '{target.Syntax}', which is not a real local or scratch",
            "declare a local for the value");

    private void Write(RealExpression target, RealExpression value)
    {
        if (target is ScratchElement element)
            program.Emit(new ScratchAssignment(element.Index, value));
        else
            program.Emit(new Assignment(((LocalValue)target).Local, value));
    }
}

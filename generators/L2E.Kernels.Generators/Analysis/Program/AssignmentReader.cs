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

    /// <summary>Reads <c>Clear</c>, <c>Fill</c> and <c>CopyTo</c> of spans, which are loops.</summary>
    public void ReadSpanCall(IInvocationOperation call, IOperation instance)
    {
        string name = call.TargetMethod.Name;
        if (name is not ("Clear" or "Fill" or "CopyTo"))
        {
            program.Calls.FailUnknown<object>(call);
            return;
        }

        if (program.Spans.Read(instance) is not { } span)
            return;
        if (name == "CopyTo")
        {
            ReadCopy(call, span);
            return;
        }

        RealExpression? value = name == "Clear" ? new RealConstant(span.Element, 0) : program.Reals.Read(call.Arguments[0].Value);
        if (value is null || !CheckWritable(call, span))
            return;
        // A call in the value is made once.
        RealExpression filled = value is RealConstant or LocalValue ? value : program.Declare("filled", value);
        program.Loops.WriteAll(span, _ => filled);
    }

    private void ReadCopy(IInvocationOperation call, SpanView source)
    {
        if (program.Spans.Read(call.Arguments[0].Value) is not { } destination || program.Spans.GetLength(source) is not { } length)
            return;
        if (!CheckWritable(call, destination))
            return;
        if (source.Memory == SpanMemory.Scratch)
        {
            program.Fail(
                ProgramDiagnostics.Effect, call, "this copies scratch to scratch, and the two may overlap", "write a 'for' loop");
            return;
        }

        program.Loops.WriteAll(destination with { Length = length }, source.GetElement);
    }

    private bool CheckWritable(IInvocationOperation call, SpanView destination)
    {
        if (destination.Memory == SpanMemory.Scratch)
            return true;
        program.Fail(
            ProgramDiagnostics.Effect, call, "this changes the objective's data", "write to scratch, and fill data when the objective is made");
        return false;
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

    /// <summary>What is assigned to, as the expression that reads it.</summary>
    private RealExpression? ReadTarget(IOperation target)
    {
        object? meaning = target switch
        {
            ILocalReferenceOperation local => program.Frame.Find(local.Local),
            IParameterReferenceOperation parameter when !DataReader.IsCaptured(parameter) => program.Frame.Find(parameter.Parameter),
            _ => null,
        };
        switch (target)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation when meaning is RealLocal local:
                return new LocalValue(local);
            case ILocalReferenceOperation or IParameterReferenceOperation when target.Type.IsInteger():
                return program.Fail<RealExpression>(
                    ProgramDiagnostics.ChangingInteger, target, $"the int '{target.Syntax}' changes",
                    "count with the counter of a 'for' loop, and give each int one value where it is declared");
            case IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation or IPropertyReferenceOperation { Arguments.Length: > 0 }:
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

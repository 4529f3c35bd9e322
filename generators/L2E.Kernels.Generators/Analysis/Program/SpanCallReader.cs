using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads <c>Clear</c>, <c>Fill</c> and <c>CopyTo</c> of spans, which are loops.</summary>
internal sealed class SpanCallReader(ProgramReader program)
{
    public void Read(IInvocationOperation call, IOperation instance)
    {
        string name = call.TargetMethod.Name;
        if (name is not ("Clear" or "Fill" or "CopyTo"))
        {
            program.Calls.FailUnknown<object>(call);
            return;
        }

        if (program.Spans.Read(instance) is not { } span || program.Spans.GetLength(span) is not { } length)
            return;
        if (name == "CopyTo")
        {
            if (program.Spans.Read(call.Arguments[0].Value) is { } destination && CheckWritable(call, destination))
                WriteCopy(span, destination, length);
            return;
        }

        RealExpression? value = name == "Clear" ? new RealConstant(span.Element, 0) : program.Reals.Read(call.Arguments[0].Value);
        if (value is null || !CheckWritable(call, span))
            return;
        // A value that takes computing is computed once.
        RealExpression filled = value is RealConstant or LocalValue ? value : program.Declare("filled", value);
        program.Emit(CreateLoop(span, length, isUpwards: true, _ => filled));
    }

    /// <summary>Source and destination may overlap in scratch: no element is written before it is read.</summary>
    private void WriteCopy(SpanView source, SpanView destination, IntegerExpression length)
    {
        Loop upwards = CreateLoop(destination, length, isUpwards: true, source.GetElement);
        IntegerExpression distance = IntegerMath.Subtract(destination.Offset, source.Offset);
        if (source.Memory != SpanMemory.Scratch || distance is IntegerConstant { Value: <= 0 } || distance == length)
        {
            program.Emit(upwards);
            return;
        }

        Loop downwards = CreateLoop(destination, length, isUpwards: false, source.GetElement);
        if (distance is IntegerConstant)
        {
            program.Emit(downwards);
            return;
        }

        Condition isForwards = new IntegerComparison(Relation.LessOrEqual, destination.Offset, source.Offset);
        program.Emit(new Branch(isForwards, new([upwards]), new([downwards])));
    }

    private Loop CreateLoop(
        SpanView destination, IntegerExpression length, bool isUpwards, Func<IntegerExpression, RealExpression> getValue)
    {
        LoopCounter counter = program.CreateCounter("i");
        CounterValue index = new(counter);
        EquatableArray<Statement> body = program.Collect(() =>
            program.Emit(new ScratchAssignment(IntegerMath.Add(destination.Offset, index), getValue(index))));
        return isUpwards
            ? new Loop(counter, IntegerMath.Zero, length, 1, body)
            : new Loop(counter, IntegerMath.Subtract(length, IntegerMath.One), new IntegerConstant(-1), -1, body);
    }

    private bool CheckWritable(IInvocationOperation call, SpanView destination)
    {
        if (destination.Memory == SpanMemory.Scratch)
            return true;
        program.Fail(
            ProgramDiagnostics.Effect, call, "this changes the objective's data",
            "write to scratch, and fill data when the objective is made");
        return false;
    }
}

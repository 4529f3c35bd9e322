using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads expressions that are arrays and spans, and their elements.</summary>
internal sealed class SpanReader(ProgramReader program)
{
    public SpanView? Read(IOperation operation) => program.Nest(operation, () => ReadNested(operation));

    /// <summary>Reads <c>span[index]</c>.</summary>
    public RealExpression? ReadElement(IOperation operation)
    {
        (IOperation? span, IOperation? index) = operation switch
        {
            IArrayElementReferenceOperation { Indices: [var only] } array => (array.ArrayReference, only),
            IImplicitIndexerReferenceOperation implicitly => (implicitly.Instance, implicitly.Argument),
            IPropertyReferenceOperation { Arguments: [var only] } property => (property.Instance, only.Value),
            _ => (null, null),
        };
        if (span is null || index is null || !span.Type.IsVector(out _))
        {
            return program.Fail<RealExpression>(
                ProgramDiagnostics.Data, operation, "this is not an element of an array with one index or of a span",
                "keep the rows of a matrix one after the other in one array, 'matrix[row * columns + column]'");
        }

        if (Read(span) is not { } view || ReadIndex(index, view) is not { } position)
            return null;
        RealExpression element = view.GetElement(position);
        IntegerExpression? affine = (element as InputElement)?.Index ?? (element as ScratchElement)?.Index;
        return affine is null || IntegerMath.IsAffine(affine)
            ? element
            : program.Fail<RealExpression>(
                ProgramDiagnostics.Index, index, "this index is not a sum of counters times constants",
                "write one such as 'i', 'i + 1', 'n - 1 - i' or 'n * i + j', with a loop for each counter");
    }

    public IntegerExpression? ReadLength(IOperation span) => Read(span) is { } view ? GetLength(view) : null;

    /// <summary>The number of elements; that of the whole scratch is what the objective's own method says.</summary>
    public IntegerExpression? GetLength(SpanView view) => view.Length ?? program.Calls.ReadScratchLength();

    private SpanView? ReadNested(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return program.Find<SpanView>(local, local.Local);
            case IParameterReferenceOperation parameter when !DataReader.IsCaptured(parameter):
                return program.Find<SpanView>(parameter, parameter.Parameter);
            case IConversionOperation conversion when conversion.Operand.Type.IsVector(out _):
                return Read(conversion.Operand);
            case IImplicitIndexerReferenceOperation { Argument: IRangeOperation range } slice:
                return Read(slice.Instance) is { } whole ? ReadRange(whole, range) : null;
            case IInvocationOperation invocation:
                return ReadCall(invocation);
            case IPropertyReferenceOperation property when program.Calls.IsExpanded(property):
                return program.Calls.Expand<SpanView>(property, property.Property.GetMethod!, property.Instance, []);
            case IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.Length: 0 }
                when operation.Type.IsVector(out ScalarType element):
                return program.Data.ReadArray(operation, element);
            case IInvalidOperation:
                return program.LeaveToCompiler<SpanView>();
            default:
                return Allocates(operation)
                    ? program.Fail<SpanView>(
                        ProgramDiagnostics.Allocation, operation, "this makes memory of its own",
                        "take 'Span<double> scratch' as the second parameter of Evaluate, and keep constants in a 'static readonly' array")
                    : program.Fail<SpanView>(
                        ProgramDiagnostics.Data, operation, "this is not the point, the scratch or one of the objective's arrays",
                        "refer to one of those, or to a slice of it");
        }
    }

    private SpanView? ReadCall(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        IOperation? whole = method switch
        {
            { Name: "Slice" } when invocation.Instance is { } instance && instance.Type.IsVector(out _) => instance,
            { Name: "AsSpan", ContainingType.Name: "MemoryExtensions" } => invocation.Arguments[0].Value,
            _ => null,
        };
        if (whole is null)
            return program.Calls.Expand<SpanView>(invocation);
        IArgumentOperation[] bounds = [.. invocation.Arguments.Where(argument => argument.Value != whole)];
        if (Read(whole) is not { } view)
            return null;
        if (bounds.Length == 0)
            return view;
        // Named arguments may come in any order.
        Array.Sort(bounds, (left, right) => left.Parameter!.Ordinal.CompareTo(right.Parameter!.Ordinal));
        if (program.Integers.Read(bounds[0].Value) is not { } start)
            return null;
        if (bounds.Length > 1)
            return program.Integers.Read(bounds[1].Value) is { } length ? Slice(view, start, length) : null;
        return GetLength(view) is { } total ? Slice(view, start, IntegerMath.Subtract(total, start)) : null;
    }

    private SpanView? ReadRange(SpanView whole, IRangeOperation range)
    {
        IntegerExpression? start = range.LeftOperand is { } left ? ReadIndex(left, whole) : IntegerMath.Zero;
        IntegerExpression? end = range.RightOperand is { } right ? ReadIndex(right, whole) : GetLength(whole);
        return start is null || end is null ? null : Slice(whole, start, IntegerMath.Subtract(end, start));
    }

    /// <summary>Reads an index that is an int or a <c>System.Index</c>.</summary>
    private IntegerExpression? ReadIndex(IOperation index, SpanView span)
    {
        switch (index)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd:
                return program.Integers.Read(fromEnd.Operand) is { } distance && GetLength(span) is { } length
                    ? IntegerMath.Subtract(length, distance)
                    : null;
            case IConversionOperation { Type.Name: "Index" } conversion:
                return ReadIndex(conversion.Operand, span);
            default:
                return program.Integers.Read(index);
        }
    }

    private static SpanView Slice(SpanView whole, IntegerExpression start, IntegerExpression length) =>
        whole with { Offset = IntegerMath.Add(whole.Offset, start), Length = length };

    private static bool Allocates(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation is IArrayCreationOperation or ICollectionExpressionOperation or IObjectCreationOperation
            || operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax
            || operation is IArrayElementReferenceOperation { Indices: [IRangeOperation] };
    }
}

using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>
/// Reads what the objective has of its own: fields and properties of it, of objects in them, and static ones. Derived code lies in
/// another part of the objective's type and refers to them by the path that is found here.
/// </summary>
internal sealed class DataReader(ProgramReader program)
{
    private const string Advice = "keep numbers in fields of type 'float', 'double', 'int', 'float[]' or 'double[]'";

    /// <summary>Whether an operation refers to a parameter of a primary constructor, which is data under the parameter's name.</summary>
    public static bool IsCaptured(IParameterReferenceOperation parameter) =>
        parameter.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };

    public RealExpression? ReadReal(IOperation operation, ScalarType type) =>
        GetPath(operation) is { } path ? new DataScalar(program.GetData(DataKind.Real, path, type)) : null;

    public IntegerExpression? ReadInteger(IOperation operation) =>
        GetPath(operation) is { } path ? new IntegerData(program.GetData(DataKind.Integer, path, ScalarType.Double)) : null;

    public SpanView? ReadArray(IOperation operation, ScalarType element)
    {
        if (GetPath(operation) is not { } path)
            return null;
        DataSource source = program.GetData(DataKind.Array, MayBeNull(operation) ? path + "!" : path, element);
        return new SpanView(SpanMemory.Data, element, IntegerMath.Zero, new DataLength(source), source);
    }

    /// <summary>How C# text in the objective's type refers to something of its own.</summary>
    public string? GetPath(IOperation operation)
    {
        switch (operation)
        {
            case IInstanceReferenceOperation:
                return program.Frame.Receiver;
            case IParameterReferenceOperation parameter when IsCaptured(parameter) && program.IsPlaced:
                return program.Fail<string>(
                    ProgramDiagnostics.Data, operation, $"'{parameter.Parameter.Name}' is a parameter of the constructor",
                    "keep it in a field");
            case IParameterReferenceOperation parameter when IsCaptured(parameter):
                return Symbols.Escape(parameter.Parameter.Name);
            case ILocalReferenceOperation local:
                return program.Find<string>(local, local.Local);
            case IParameterReferenceOperation parameter:
                return program.Find<string>(parameter, parameter.Parameter);
            case IFieldReferenceOperation field:
                return GetMemberPath(field, isConstant: true);
            case IPropertyReferenceOperation { Arguments.Length: 0 } property:
                return GetMemberPath(
                    property, property.Property.SetMethod is null && property.Property.Locations.Any(place => place.IsInSource));
            case IInvalidOperation:
                return program.LeaveToCompiler<string>();
            default:
                return operation.Type is null or IErrorTypeSymbol
                    ? program.LeaveToCompiler<string>()
                    : program.Fail<string>(
                        ProgramDiagnostics.Data, operation, $"this '{operation.Type.ToText()}' is not a part of its data", Advice);
        }
    }

    private string? GetMemberPath(IMemberReferenceOperation reference, bool isConstant)
    {
        ISymbol member = reference.Member;
        string name = Symbols.Escape(member.Name);
        if (Symbols.IsGenerated(member))
        {
            return program.Fail<string>(
                ProgramDiagnostics.Data, reference, $"'{member.Name}' is itself generated from this code",
                "write the value out, or declare a constant for it");
        }

        if (!program.Compilation.IsSymbolAccessibleWithin(member, program.Type))
        {
            return program.Fail<string>(
                ProgramDiagnostics.Data, reference, $"'{member.ToText()}' is {member.DeclaredAccessibility.ToText()}",
                "make it internal, so that code derived from this can read it");
        }

        if (member.ContainingType.TypeKind == TypeKind.Interface)
        {
            return program.Fail<string>(
                ProgramDiagnostics.Data, reference, $"'{member.ToText()}' belongs to an interface", "refer to it by the type that has it");
        }

        if (reference.Instance is { } instance)
            return GetPath(instance) is { } path ? $"{path}{(MayBeNull(instance) ? "!" : "")}.{name}" : null;
        if (!isConstant)
        {
            return program.Fail<string>(
                ProgramDiagnostics.Data, reference, $"'{member.ToText()}' may have another value each time it is read",
                "keep the value in a 'static readonly' field");
        }

        return $"{member.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{name}";
    }

    /// <summary>Whether the compiler would warn where derived code reads a member of this.</summary>
    private static bool MayBeNull(IOperation instance) => (instance as IMemberReferenceOperation)?.Member switch
    {
        IFieldSymbol field => field.NullableAnnotation == NullableAnnotation.Annotated,
        IPropertySymbol property => property.NullableAnnotation == NullableAnnotation.Annotated,
        _ => false,
    };
}

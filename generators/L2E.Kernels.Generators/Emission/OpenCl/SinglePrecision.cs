using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Makes a program compute in float throughout, as devices do best.</summary>
internal static class SinglePrecision
{
    public static ObjectiveProgram Convert(ObjectiveProgram program) => new(
        ScalarType.Single,
        new([.. Convert(program.Body)]),
        Convert(program.Result),
        new([.. program.Data.Select(Convert)]));

    private static List<Statement> Convert(IEnumerable<Statement> statements) =>
        [.. statements.Select(statement => Rename(statement.Rewrite(Convert, Convert)))];

    private static Statement Rename(Statement statement) => statement switch
    {
        Declaration declaration => declaration with { Local = Convert(declaration.Local) },
        Assignment assignment => assignment with { Local = Convert(assignment.Local) },
        _ => statement,
    };

    private static RealExpression Convert(RealExpression expression) => expression.Rewrite(part => part switch
    {
        RealConstant constant => new RealConstant(ScalarType.Single, (float)constant.Value),
        LocalValue value => new LocalValue(Convert(value.Local)),
        InputElement element => element with { Type = ScalarType.Single },
        ScratchElement element => element with { Type = ScalarType.Single },
        DataElement element => new DataElement(Convert(element.Source), element.Index),
        DataScalar scalar => new DataScalar(Convert(scalar.Source)),
        IntegerValue value => value with { Type = ScalarType.Single },
        Conversion conversion => Convert(conversion.Operand),
        _ => null,
    });

    private static RealLocal Convert(RealLocal local) => local with { Type = ScalarType.Single };

    private static DataSource Convert(DataSource source) => source with { Type = ScalarType.Single };
}

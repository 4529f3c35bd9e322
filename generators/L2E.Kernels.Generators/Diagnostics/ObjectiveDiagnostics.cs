using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Diagnostics;

/// <summary>Every diagnostic of objectives. Argument 0 is the name of the type throughout.</summary>
internal static class ObjectiveDiagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "L2E0001", "Objective is not partial",
        "'{0}' cannot receive generated code: '{1}' is not partial; declare it 'partial'");

    public static readonly DiagnosticDescriptor ClassNotStatic = Error(
        "L2E0002", "Objective class is not static",
        "'{0}' is a class that is not static; write 'static partial class', or 'partial struct' for an objective with data");

    public static readonly DiagnosticDescriptor Generic = Error(
        "L2E0003", "Objective is generic",
        "'{0}' cannot be an objective: '{1}' is generic; write an objective without type parameters");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "L2E0004", "Type cannot be an objective",
        "'{0}' cannot be an objective: '{1}' is {2}; write 'static partial class' or 'partial struct'");

    public static readonly DiagnosticDescriptor NoEvaluate = Error(
        "L2E0005", "Objective has no Evaluate",
        "'{0}' has {1}; write '{2}'");

    public static readonly DiagnosticDescriptor SeveralEvaluates = Error(
        "L2E0006", "Objective has several Evaluate methods",
        "'{0}' has {1} methods 'Evaluate' that take a row of coordinates; keep one");

    public static readonly DiagnosticDescriptor EvaluateParameters = Error(
        "L2E0007", "Parameters of Evaluate",
        "'{0}.Evaluate' takes {1}; write '{2}'");

    public static readonly DiagnosticDescriptor EvaluateReturn = Error(
        "L2E0008", "Return type of Evaluate",
        "'{0}.Evaluate' returns '{1}'; return 'float' or 'double'");

    public static readonly DiagnosticDescriptor EvaluateStatic = Error(
        "L2E0009", "Evaluate is static in a struct, or not in a class",
        "'{0}.Evaluate' is {1}; {2}");

    public static readonly DiagnosticDescriptor EvaluateAccess = Error(
        "L2E0010", "Evaluate is not accessible",
        "'{0}.Evaluate' is {1}; make it public or internal");

    public static readonly DiagnosticDescriptor ScratchLength = Error(
        "L2E0011", "Scratch without GetScratchLength",
        "'{0}.Evaluate' takes scratch, but there is no '{1}'; declare it");

    public static readonly DiagnosticDescriptor BatchWithoutWorkspaceLength = Error(
        "L2E0012", "Batch Evaluate and GetWorkspaceLength belong together",
        "'{0}' declares {1} but not {2}; declare both or neither");

    public static readonly DiagnosticDescriptor ContractMember = Error(
        "L2E0013", "Member of the contract declared differently",
        "'{0}' declares '{1}'; {2}");

    public static readonly DiagnosticDescriptor Bounds = Error(
        "L2E0014", "Bounds of an objective",
        "The bounds of '{0}': {1}; {2}");

    public static readonly DiagnosticDescriptor InvalidName = Error(
        "L2E0015", "Name of an objective",
        "The name of '{0}' is {1}; use lower case letters, digits and hyphens, starting with a letter or digit, such as \"{2}\"");

    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "L2E0016", "Two objectives with one name",
        "The name of '{0}', \"{1}\", is already that of '{2}'; give each objective of the assembly a name of its own",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor Dimensions = Error(
        "L2E0017", "Dimensions of an objective",
        "The dimensions of '{0}': {1}; {2}");

    public static readonly DiagnosticDescriptor Optimum = Error(
        "L2E0018", "Optimum of an objective",
        "The optimum of '{0}' is {1}; give a finite Optimum, or leave it out where it is not known");

    public static readonly DiagnosticDescriptor NoCreate = Info(
        "L2E0019", "Objective with data is not in the catalogue",
        "'{0}' has data but no 'public static {0} Create(ObjectiveInstance instance)', so the catalogue does not list it");

    public static readonly DiagnosticDescriptor NotReachable = Info(
        "L2E0020", "Inaccessible objective is not in the catalogue",
        "'{0}' cannot be reached from the catalogue: '{1}' is {2}, so the catalogue does not list it");

    public static readonly DiagnosticDescriptor CatalogueTaken = Error(
        "L2E0021", "The catalogue's place is taken",
        "'{0}' stands where the catalogue of objectives is generated: {1}; {2}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor Gradient = Error(
        "L2E0035", "Gradient of an objective",
        "'{0}' names '{1}' as its gradient, but {2}; {3}");

    public static readonly DiagnosticDescriptor Placement = Error(
        "L2E0036", "Placement of an objective",
        "'{0}' names '{1}' as its placement, but {2}; write '{3}'");

    public static readonly DiagnosticDescriptor Constraints = Error(
        "L2E0037", "Constraints of an objective",
        "'{0}' names '{1}' as its constraints, but {2}; {3}");

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) =>
        new(id, title, message, "L2E.Objectives", DiagnosticSeverity.Error, isEnabledByDefault: true, customTags: tags);

    private static DiagnosticDescriptor Info(string id, string title, string message) =>
        new(id, title, message, "L2E.Objectives", DiagnosticSeverity.Info, isEnabledByDefault: true);
}

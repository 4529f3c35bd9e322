using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Diagnostics;

/// <summary>
/// What keeps an objective from having more than its scalar code. It still works, so these inform; a project that counts on gradients
/// raises their severity. Argument 0 is the name of the type, 1 what is there and why that cannot be, 2 what to write instead.
/// </summary>
internal static class ProgramDiagnostics
{
    public static readonly DiagnosticDescriptor Call = Create("L2E0022", "Call that cannot be differentiated");

    public static readonly DiagnosticDescriptor Recursion = Create("L2E0023", "Recursion cannot be differentiated");

    public static readonly DiagnosticDescriptor LoopForm = Create("L2E0024", "Loop that is not counted");

    public static readonly DiagnosticDescriptor Jump = Create("L2E0025", "Jump that cannot be differentiated");

    public static readonly DiagnosticDescriptor Allocation = Create("L2E0026", "Memory of its own in an objective");

    public static readonly DiagnosticDescriptor Index = Create("L2E0027", "Index that is not affine");

    public static readonly DiagnosticDescriptor ChangingInteger = Create("L2E0028", "Integer that changes");

    public static readonly DiagnosticDescriptor ValueType = Create("L2E0029", "Type that cannot be differentiated");

    public static readonly DiagnosticDescriptor Expression = Create("L2E0030", "Expression that cannot be differentiated");

    public static readonly DiagnosticDescriptor Data = Create("L2E0031", "Data that derived code cannot read");

    public static readonly DiagnosticDescriptor Effect = Create("L2E0032", "Change of something other than a local or scratch");

    public static readonly DiagnosticDescriptor Size = Create("L2E0033", "Objective that is too large to differentiate");

    public static readonly DiagnosticDescriptor MathInFloat =
        Create("L2E0034", "Math in an objective of floats", "In '{0}' {1}; {2}");

    private static DiagnosticDescriptor Create(
        string id, string title, string message = "'{0}' has no gradient, vector or device code: {1}; {2}") =>
        new(id, title, message, "L2E.Objectives", DiagnosticSeverity.Info, isEnabledByDefault: true);
}

using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>
/// Finds the user's <c>Evaluate</c>, which takes one row of coordinates with or without scratch, or the whole batch, and the
/// method that says how much memory it needs.
/// </summary>
/// <param name="type">The marked type.</param>
/// <param name="identifier">Where its name stands.</param>
/// <param name="isPlaced">Whether the attribute names a placement: the method may then be static in a struct too.</param>
/// <param name="findings">Receives what is wrong.</param>
internal sealed class EvaluateRules(INamedTypeSymbol type, Location identifier, bool isPlaced, FindingSink findings)
{
    private const string BatchSignature =
        "Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)";

    private string TypeName => type.ToText();
    private readonly string modifiers = type.IsStatic ? "public static " : "public ";

    private string RowSignature => modifiers + "double Evaluate(ReadOnlySpan<double> x)";

    /// <summary>The method that evaluates one row; null before it is found, and where the user wrote the batch evaluation.</summary>
    public IMethodSymbol? Row { get; private set; }

    /// <summary>How the method is called, or null when there is none that could be.</summary>
    public EvaluateModel? Check()
    {
        List<IMethodSymbol> methods = [.. type.GetOwnMembers("Evaluate").OfType<IMethodSymbol>()];
        IMethodSymbol? workspaceLength = FindLengthMethod("GetWorkspaceLength");
        if (methods.Find(TakesBatch) is { } batch)
        {
            CheckBatch(batch, workspaceLength);
            return new EvaluateModel(IsBatch: true, TakesFloat: false, TakesScratch: false, batch.IsStatic, IsScratchLengthStatic: false);
        }

        if (workspaceLength is not null)
        {
            findings.Add(
                ObjectiveDiagnostics.BatchWithoutWorkspaceLength, workspaceLength.GetIdentifier(), TypeName,
                "GetWorkspaceLength(int dimension)", BatchSignature);
        }

        List<IMethodSymbol> rows = methods.FindAll(TakesRow);
        switch (rows.Count)
        {
            case 1:
                return CheckRow(rows[0]);
            case 0:
                ReportMissing(methods);
                return null;
            default:
                findings.Add(ObjectiveDiagnostics.SeveralEvaluates, rows[1].GetIdentifier(), TypeName, rows.Count);
                return null;
        }
    }

    private static bool TakesBatch(IMethodSymbol method) =>
        method is { IsGenericMethod: false, Parameters: [var first, var second, var third] }
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && first.Type.IsReadOnlySpan2DOf(out SpecialType candidate) && candidate == SpecialType.System_Double
        && second.Type.IsSpanOf(out SpecialType fitness) && fitness == SpecialType.System_Double
        && third.Type.IsSpanOf(out SpecialType workspace) && workspace == SpecialType.System_Double;

    private static bool TakesRow(IMethodSymbol method) =>
        method is { IsGenericMethod: false, Parameters.Length: 1 or 2 } && FindWrongParameter(method) < 0;

    /// <summary>The first parameter that is not as a row evaluation has it; -1 when none is.</summary>
    private static int FindWrongParameter(IMethodSymbol method)
    {
        SpecialType row = SpecialType.None;
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            bool fits = i switch
            {
                0 => parameter.Type.IsReadOnlySpanOf(out row) && row is SpecialType.System_Single or SpecialType.System_Double,
                1 => parameter.Type.IsSpanOf(out SpecialType scratch) && scratch == row,
                _ => false,
            };
            if (!fits || parameter.RefKind != RefKind.None)
                return i;
        }

        return -1;
    }

    private void CheckBatch(IMethodSymbol batch, IMethodSymbol? workspaceLength)
    {
        MemberRules.CheckShape(
            type, batch, batch.ReturnsVoid && batch.IsStatic == type.IsStatic, modifiers + "void " + BatchSignature, findings);
        if (workspaceLength is null)
        {
            findings.Add(
                ObjectiveDiagnostics.BatchWithoutWorkspaceLength, batch.GetIdentifier(), TypeName,
                BatchSignature, "GetWorkspaceLength(int dimension)");
            return;
        }

        bool fits = workspaceLength is { ReturnType.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None }
            && workspaceLength.IsStatic == type.IsStatic;
        MemberRules.CheckShape(type, workspaceLength, fits, modifiers + "int GetWorkspaceLength(int dimension)", findings);
    }

    private EvaluateModel CheckRow(IMethodSymbol row)
    {
        if (row.RefKind != RefKind.None || row.ReturnType.SpecialType is not (SpecialType.System_Single or SpecialType.System_Double))
        {
            string found = (row.RefKind == RefKind.None ? "" : "ref ") + row.ReturnType.ToText();
            findings.Add(ObjectiveDiagnostics.EvaluateReturn, row.GetReturnTypeLocation(), TypeName, found);
        }

        if (row.IsStatic != type.IsStatic && !(row.IsStatic && isPlaced))
        {
            findings.Add(
                ObjectiveDiagnostics.EvaluateStatic, row.GetIdentifier(), TypeName,
                row.IsStatic ? "static" : "not static",
                row.IsStatic ? "a struct evaluates with its data: leave out 'static'" : "a static class needs 'static'");
        }

        if (!TypeRules.IsReachable(row.DeclaredAccessibility))
            findings.Add(ObjectiveDiagnostics.EvaluateAccess, row.GetIdentifier(), TypeName, row.DeclaredAccessibility.ToText());

        bool takesScratch = row.Parameters.Length == 2;
        IMethodSymbol? scratchLength = takesScratch ? FindScratchLength() : null;
        if (takesScratch && scratchLength is null)
        {
            string length = (type.IsStatic ? "static " : "") + "int GetScratchLength(int dimension)";
            findings.Add(ObjectiveDiagnostics.ScratchLength, row.GetParameterLocation(1), TypeName, length);
        }

        Row = row;
        row.Parameters[0].Type.IsReadOnlySpanOf(out SpecialType element);
        return new EvaluateModel(
            IsBatch: false, element == SpecialType.System_Single, takesScratch, row.IsStatic, scratchLength is { IsStatic: true });
    }

    private void ReportMissing(List<IMethodSymbol> methods)
    {
        if (methods.Count != 1)
        {
            string found = methods.Count == 0
                ? "no method 'Evaluate'"
                : $"{methods.Count} methods 'Evaluate', none of which takes a row of coordinates";
            findings.Add(ObjectiveDiagnostics.NoEvaluate, identifier, TypeName, found, RowSignature);
            return;
        }

        IMethodSymbol method = methods[0];
        if (method.IsGenericMethod)
        {
            findings.Add(
                ObjectiveDiagnostics.EvaluateParameters, method.GetIdentifier(), TypeName, "type parameters", RowSignature);
            return;
        }

        int wrong = Math.Max(FindWrongParameter(method), 0);
        findings.Add(
            ObjectiveDiagnostics.EvaluateParameters, method.GetParameterLocation(wrong), TypeName,
            wrong < method.Parameters.Length ? $"'{method.Parameters[wrong].ToText()}'" : "no parameter",
            wrong == 0 ? RowSignature : modifiers + "double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)");
    }

    private IMethodSymbol? FindScratchLength() =>
        FindLengthMethod("GetScratchLength") is { ReturnType.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None } length
        && (length.IsStatic || !type.IsStatic)
            ? length
            : null;

    private IMethodSymbol? FindLengthMethod(string name) =>
        type.GetOwnMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => method is
        {
            IsGenericMethod: false,
            Parameters: [{ Type.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None }],
        });
}

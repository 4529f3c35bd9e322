using System.Collections.Concurrent;
using System.Collections.Immutable;
using L2E.Kernels.Generators.Analysis;
using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace L2E.Kernels.Generators;

/// <summary>Reports what keeps a marked type from becoming an objective, and two objectives with one name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ObjectiveAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ObjectiveDiagnostics.NotPartial,
        ObjectiveDiagnostics.ClassNotStatic,
        ObjectiveDiagnostics.Generic,
        ObjectiveDiagnostics.UnsupportedType,
        ObjectiveDiagnostics.NoEvaluate,
        ObjectiveDiagnostics.SeveralEvaluates,
        ObjectiveDiagnostics.EvaluateParameters,
        ObjectiveDiagnostics.EvaluateReturn,
        ObjectiveDiagnostics.EvaluateStatic,
        ObjectiveDiagnostics.EvaluateAccess,
        ObjectiveDiagnostics.ScratchLength,
        ObjectiveDiagnostics.BatchWithoutWorkspaceLength,
        ObjectiveDiagnostics.ContractMember,
        ObjectiveDiagnostics.Bounds,
        ObjectiveDiagnostics.InvalidName,
        ObjectiveDiagnostics.DuplicateName,
        ObjectiveDiagnostics.Dimensions,
        ObjectiveDiagnostics.Optimum,
        ObjectiveDiagnostics.NoCreate,
        ObjectiveDiagnostics.NotReachable,
        ObjectiveDiagnostics.CatalogueTaken,
        ProgramDiagnostics.Call,
        ProgramDiagnostics.Recursion,
        ProgramDiagnostics.LoopForm,
        ProgramDiagnostics.Jump,
        ProgramDiagnostics.Allocation,
        ProgramDiagnostics.Index,
        ProgramDiagnostics.ChangingInteger,
        ProgramDiagnostics.ValueType,
        ProgramDiagnostics.Expression,
        ProgramDiagnostics.Data,
        ProgramDiagnostics.Effect,
        ProgramDiagnostics.Size,
        ProgramDiagnostics.MathInFloat,
        ObjectiveDiagnostics.Gradient,
        ObjectiveDiagnostics.Placement,
        ObjectiveDiagnostics.Constraints,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A marked type in a file that calls itself generated is bound like any other.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            ConcurrentBag<NamedObjective> objectives = [];
            start.RegisterSymbolAction(symbol => Analyze(symbol, objectives), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => AnalyzeAssembly(end, objectives));
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ConcurrentBag<NamedObjective> objectives)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (ObjectiveAnalysis.FindAttribute(type) is not { } attribute)
            return;
        ObjectiveModel? model = ObjectiveAnalysis.Run(
            type, attribute, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
        if (model is not null && attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is AttributeSyntax syntax)
            objectives.Add(new NamedObjective(model.Facts.Name, model.BindingName, type.ToText(), AttributeRules.GetNameLocation(syntax)));
    }

    private static void AnalyzeAssembly(CompilationAnalysisContext context, ConcurrentBag<NamedObjective> objectives)
    {
        if (objectives.IsEmpty)
            return;
        // The same order as in the catalogue, whatever the order in which threads found the types.
        foreach (var sameName in objectives.OrderBy(item => item.BindingName, StringComparer.Ordinal).GroupBy(item => item.Name))
        {
            NamedObjective first = sameName.First();
            foreach (NamedObjective other in sameName.Skip(1))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    ObjectiveDiagnostics.DuplicateName, other.NameLocation, other.TypeName, other.Name, first.TypeName));
            }
        }

        string[] rootNamespace = CatalogueRules.GetRootNamespace(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        CatalogueRules.CheckPlace(context.Compilation, rootNamespace, context.ReportDiagnostic);
    }

    private sealed record NamedObjective(string Name, string BindingName, string TypeName, Location NameLocation);
}

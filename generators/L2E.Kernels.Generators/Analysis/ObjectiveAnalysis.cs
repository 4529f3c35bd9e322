using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>
/// Reads one marked type. The analyzer runs it for what it reports, the generator for the model: they cannot disagree.
/// </summary>
internal static class ObjectiveAnalysis
{
    /// <summary>The attribute of a type; the first one where the user wrote several, which the compiler rejects.</summary>
    public static AttributeData? FindAttribute(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute =>
            attribute.AttributeClass is { Name: "ObjectiveAttribute" } candidate
            && candidate.ToDisplayString() == Symbols.ObjectiveAttribute);

    /// <summary>Checks a type and describes it.</summary>
    /// <param name="type">The marked type.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="compilation">The compilation that it is in.</param>
    /// <param name="report">Receives the findings; null when nobody asks.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The model, or null when there is an error.</returns>
    public static ObjectiveModel? Run(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, Action<Diagnostic>? report,
        CancellationToken cancellationToken)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
            return null;
        FindingSink findings = new(report);
        Location identifier = syntax.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()?.Identifier.GetLocation()
            ?? syntax.GetLocation();

        TypeModel model = TypeRules.Check(type, identifier, findings);
        ObjectiveFacts? facts = new AttributeRules(type, attribute, syntax, findings).Check();
        // What is wrong with the members of a type that is none of ours would only distract.
        if (findings.HasErrors || facts is null)
            return null;

        cancellationToken.ThrowIfCancellationRequested();
        EvaluateRules rules = new(type, identifier, PlacementRules.GetName(attribute) is not null, findings);
        EvaluateModel? evaluate = rules.Check();
        OwnMembers ownMembers = MemberRules.Check(type, identifier, findings);
        OwnGradientModel? ownGradient = GradientRules.Check(type, attribute, syntax, ownMembers, findings);
        ConstraintsModel? constraints = ConstraintRules.Check(type, attribute, syntax, findings);
        string? placement = PlacementRules.Check(type, attribute, syntax, evaluate, findings);
        if (findings.HasErrors || evaluate is null)
            return null;

        CatalogueEntry entry = CatalogueRules.GetEntry(type, identifier, findings);
        ObjectiveProgram? program = rules.Row is { } row
            ? ProgramReader.Read(type, row, placement is not null, compilation, findings, cancellationToken)
            : null;
        return new ObjectiveModel(
            model, type.IsStatic, facts, evaluate, ownMembers, ownGradient, constraints, placement, entry, program);
    }
}

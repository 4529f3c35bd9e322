using System.Collections.Immutable;
using System.Text;
using L2E.Kernels.Generators.Analysis;
using L2E.Kernels.Generators.Emission;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace L2E.Kernels.Generators;

/// <summary>
/// Writes a typed binding for every type marked with <c>ObjectiveAttribute</c>, and the assembly's catalogue of them. A type
/// with an error gets nothing: <see cref="ObjectiveAnalyzer"/> says why.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ObjectiveGenerator : IIncrementalGenerator
{
    /// <summary>The tracked step that turns marked types into models.</summary>
    public const string ObjectivesStep = "Objectives";

    /// <summary>The tracked step that begins with the text of each binding.</summary>
    public const string BindingsStep = "Bindings";

    /// <summary>The tracked step that orders what the catalogue lists.</summary>
    public const string CatalogueItemsStep = "CatalogueItems";

    /// <summary>The tracked step that decides where the catalogue stands.</summary>
    public const string CatalogueTargetStep = "CatalogueTarget";

    /// <summary>The project's property that asks for device code where ILGPU is not referenced.</summary>
    public const string DeviceBindingsProperty = "build_property.L2EDeviceBindings";

    /// <summary>The tracked step that finds out whether device code is wanted: ILGPU is referenced, or the project asks for it.</summary>
    public const string IlgpuStep = "Ilgpu";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ObjectiveModel> objectives = context.SyntaxProvider
            .ForAttributeWithMetadataName(Symbols.ObjectiveAttribute, static (_, _) => true, GetModel)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ObjectivesStep);

        IncrementalValueProvider<EquatableArray<CatalogueItem>> items = objectives
            .Select(static (model, _) => new CatalogueItem(model.Facts.Name, model.BindingName, model.Catalogue))
            .Collect()
            .Select(static (items, _) => Order(items))
            .WithTrackingName(CatalogueItemsStep);

        IncrementalValueProvider<CatalogueTarget> target = context.CompilationProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) =>
                CatalogueRules.GetTarget(pair.Left, CatalogueRules.GetRootNamespace(pair.Left, pair.Right)))
            .WithTrackingName(CatalogueTargetStep);

        // Where kernels were lowered ahead of time there is no ILGPU, and the host needs the objective's data all the same.
        IncrementalValueProvider<bool> hasIlgpu = context.CompilationProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => pair.Left.GetTypeByMetadataName(Symbols.IlgpuView) is not null
                || (pair.Right.GlobalOptions.TryGetValue(DeviceBindingsProperty, out string? value)
                    && value.Equals("true", StringComparison.OrdinalIgnoreCase)))
            .WithTrackingName(IlgpuStep);

        IncrementalValuesProvider<BindingText> bindings = objectives.Combine(hasIlgpu)
            .Select(static (pair, _) => new BindingText(pair.Left, pair.Right))
            .WithTrackingName(BindingsStep);

        context.RegisterSourceOutput(bindings, static (output, binding) =>
            output.AddSource(binding.HintName, SourceText.From(binding.Get(), Encoding.UTF8)));
        context.RegisterSourceOutput(items.Combine(target), static (output, pair) => WriteCatalogue(output, pair.Left, pair.Right));
    }

    private static ObjectiveModel? GetModel(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        // A type with the attribute on two of its parts comes here twice; it is written once.
        if (context.TargetSymbol is not INamedTypeSymbol type
            || ObjectiveAnalysis.FindAttribute(type) is not { ApplicationSyntaxReference: { } place } attribute
            || place.SyntaxTree != context.TargetNode.SyntaxTree
            || !context.TargetNode.Span.Contains(place.Span))
        {
            return null;
        }

        return ObjectiveAnalysis.Run(type, attribute, context.SemanticModel.Compilation, report: null, cancellationToken);
    }

    /// <summary>In ordinal order; of several objectives with one name, an error of its own, the first type's is listed.</summary>
    private static EquatableArray<CatalogueItem> Order(ImmutableArray<CatalogueItem> items) =>
        new([.. items
            .OrderBy(item => item.Name, StringComparer.Ordinal)
            .ThenBy(item => item.BindingName, StringComparer.Ordinal)]);

    private static void WriteCatalogue(SourceProductionContext output, EquatableArray<CatalogueItem> items, CatalogueTarget target)
    {
        if (items.Count == 0 || !target.IsFree)
            return;
        List<CatalogueItem> listed = [.. items
            .Where(item => item.Entry != CatalogueEntry.None)
            .GroupBy(item => item.Name, StringComparer.Ordinal)
            .Select(sameName => sameName.First())];
        string text = CatalogueWriter.Write(target.Namespace, listed);
        output.AddSource(CatalogueWriter.TypeName + ".g.cs", SourceText.From(text, Encoding.UTF8));
    }
}

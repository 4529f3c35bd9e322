using System.Reflection;
using System.Runtime.Loader;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>A compiled sample; its objectives are used through the contract of Core alone.</summary>
internal sealed class GeneratedAssembly(Stream image)
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Assembly assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);

    public Type GetType(string name) => assembly.GetType(name, throwOnError: true)!;

    public Type GetCatalogue(string @namespace = GeneratorHost.RootNamespace) =>
        GetType(@namespace.Length == 0 ? "ObjectiveCatalogue" : @namespace + ".ObjectiveCatalogue");

    public IReadOnlyList<ObjectiveDescription> GetObjectives() =>
        (IReadOnlyList<ObjectiveDescription>)GetCatalogue().GetProperty("Objectives", Static)!.GetValue(null)!;

    public bool TryFind(string name, out ObjectiveDescription? description)
    {
        object?[] arguments = [name, null];
        bool found = (bool)GetCatalogue().GetMethod("TryFind", Static)!.Invoke(null, arguments)!;
        description = (ObjectiveDescription?)arguments[1];
        return found;
    }

    /// <summary>Has the catalogue make an objective and visit with it.</summary>
    public TResult Create<TVisitor, TResult>(string name, ObjectiveInstance instance, TVisitor visitor)
        where TVisitor : IObjectiveVisitor<TResult> =>
        (TResult)GetCatalogue().GetMethod("Create", Static)!.MakeGenericMethod(typeof(TVisitor), typeof(TResult))
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [name, instance, visitor], null)!;

    /// <summary>Has the catalogue make an objective, and evaluates it.</summary>
    public Observation Observe(string name, double[,] candidates, int instance = 1) =>
        Create<Observer, Observation>(
            name, new ObjectiveInstance(candidates.GetLength(1), instance), new Observer(candidates));

    /// <summary>Visits with the default value of a binding that the catalogue need not list.</summary>
    public TResult Visit<TResult>(string bindingType, IObjectiveVisitor<TResult> visitor) =>
        (TResult)typeof(IObjectiveVisitor<TResult>).GetMethod("Visit")!.MakeGenericMethod(GetType(bindingType))
            .Invoke(visitor, BindingFlags.DoNotWrapExceptions, null, [Activator.CreateInstance(GetType(bindingType))], null)!;
}

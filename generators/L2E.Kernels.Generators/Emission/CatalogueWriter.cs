using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes the assembly's catalogue: a switch on the name, so that nothing is looked up by reflection.</summary>
internal static class CatalogueWriter
{
    public const string TypeName = "ObjectiveCatalogue";

    /// <summary>The members that the catalogue has; the user's part of it may have any others.</summary>
    public static readonly string[] MemberNames = ["Objectives", "TryFind", "Create"];

    /// <param name="namespace">Escaped namespace.</param>
    /// <param name="objectives">What it lists, each name once, in the order of the names.</param>
    public static string Write(string @namespace, IReadOnlyList<CatalogueItem> objectives)
    {
        CodeWriter writer = new();
        GeneratedText.WriteHeader(writer, @namespace);
        writer.Write("""
            /// <summary>The objectives of this assembly by name.</summary>
            /// <remarks>Internal, unless another part of the class says <c>public</c>.</remarks>
            """);
        writer.Write($"static partial class {TypeName}");
        writer.Open();
        WriteObjectives(writer, objectives);
        writer.Write("");
        WriteTryFind(writer, objectives);
        writer.Write("");
        WriteCreate(writer, objectives);
        writer.Close();
        return writer.ToString();
    }

    private static void WriteObjectives(CodeWriter writer, IReadOnlyList<CatalogueItem> objectives)
    {
        writer.Write($$"""
            /// <summary>All of them, in ordinal order of their names.</summary>
            {{GeneratedText.Attribute}}
            public static global::System.Collections.Generic.IReadOnlyList<global::L2E.Kernels.ObjectiveDescription> Objectives { get; } =
                global::System.Array.AsReadOnly(new global::L2E.Kernels.ObjectiveDescription[]
                {
            """);
        foreach (CatalogueItem objective in objectives)
            writer.Write($"        {objective.BindingName}.Description,");
        writer.Write("    });");
    }

    private static void WriteTryFind(CodeWriter writer, IReadOnlyList<CatalogueItem> objectives)
    {
        writer.Write($"""
            /// <summary>Finds the description of an objective.</summary>
            /// <param name="name">Its name, exactly.</param>
            /// <param name="description">The description, or null.</param>
            /// <returns>Whether there is such an objective.</returns>
            {GeneratedText.Attribute}
            public static bool TryFind(
                string name,
                [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out global::L2E.Kernels.ObjectiveDescription? description)
            """);
        writer.Open();
        writer.Write("""
            description = name switch
            {
            """);
        foreach (CatalogueItem objective in objectives)
            writer.Write($"    {GeneratedText.Literal(objective.Name)} => {objective.BindingName}.Description,");
        writer.Write("""
                _ => null,
            };
            return description is not null;
            """);
        writer.Close();
    }

    private static void WriteCreate(CodeWriter writer, IReadOnlyList<CatalogueItem> objectives)
    {
        writer.Write($"""
            /// <summary>Makes an objective and does the work of <paramref name="visitor"/> with it, compiled for its type.</summary>
            /// <typeparam name="TVisitor">Type of the work.</typeparam>
            /// <typeparam name="TResult">What the work returns.</typeparam>
            /// <param name="name">Name of the objective, exactly.</param>
            /// <param name="instance">Which member of its family to make.</param>
            /// <param name="visitor">The work; a struct keeps what it changes of itself.</param>
            /// <returns>What the work returned.</returns>
            /// <exception cref="global::System.ArgumentException">
            /// There is no such objective, its dimension is another, or it cannot be rotated.
            /// </exception>
            {GeneratedText.Attribute}
            public static TResult Create<TVisitor, TResult>(
                string name, global::L2E.Kernels.ObjectiveInstance instance, ref TVisitor visitor)
                where TVisitor : global::L2E.Kernels.IObjectiveVisitor<TResult>
            """);
        writer.Open();
        writer.Write("switch (name)");
        writer.Open();
        foreach (CatalogueItem objective in objectives)
        {
            bool isFixed = objective.Entry == CatalogueEntry.Default;
            string value = isFixed ? $"default({objective.BindingName})" : $"{objective.BindingName}.Create(instance)";
            writer.Write($"""
                case {GeneratedText.Literal(objective.Name)}:
                    global::L2E.Kernels.ObjectiveGuard.CheckInstance(
                        instance, {objective.BindingName}.Description, isFixed: {(isFixed ? "true" : "false")});
                    return visitor.Visit({value});
                """);
        }

        writer.Write("""
            default:
                global::L2E.Kernels.ObjectiveGuard.ThrowUnknownName(name);
                return default; // not reached
            """);
        writer.Close();
        writer.Close();
    }
}

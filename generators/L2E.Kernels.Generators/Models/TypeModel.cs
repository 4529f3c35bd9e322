using System.Text;

namespace L2E.Kernels.Generators.Models;

/// <summary>One partial declaration on the way to a type, such as <c>record struct Shifted</c>.</summary>
/// <param name="Keyword">The kind as C# writes it after <c>partial</c>, such as <c>class</c> or <c>record struct</c>.</param>
/// <param name="Name">The identifier, escaped where it is a keyword.</param>
internal sealed record TypeDeclarationModel(string Keyword, string Name);

/// <summary>Where a type lies: enough to write another part of it and to refer to it from anywhere.</summary>
/// <param name="Namespace">Namespace, escaped; empty for the global one.</param>
/// <param name="Declarations">The type and the types around it, outermost first.</param>
internal sealed record TypeModel(string Namespace, EquatableArray<TypeDeclarationModel> Declarations)
{
    /// <summary>The name by which any code of the assembly can refer to the type.</summary>
    public string FullName => "global::" + (Namespace.Length == 0 ? "" : Namespace + ".") + string.Join(".", Names);

    /// <summary>
    /// A name for the generated file. The compiler compares these without regard to case, and two types may differ in
    /// nothing else; a hash of the exact name keeps them apart.
    /// </summary>
    public string HintName
    {
        get
        {
            string path = FullName.Substring("global::".Length).Replace("@", "");
            uint hash = 2166136261; // FNV-1a: string.GetHashCode differs from run to run
            foreach (byte value in Encoding.UTF8.GetBytes(path))
                hash = unchecked((hash ^ value) * 16777619);
            return $"{path}.Objective.{hash:x8}.g.cs";
        }
    }

    private IEnumerable<string> Names => Declarations.Select(declaration => declaration.Name);
}

using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis.CSharp;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>
/// The identifiers of a program's variables in generated methods: those of the source where they are free, else with a number behind them.
/// One variable has one name in all of the methods.
/// </summary>
internal sealed class SharedNames
{
    private readonly Dictionary<object, string> names = [];
    private readonly HashSet<string> taken =
    [
        "x", "scratch", "dimension", "scratchLength", "workspace", "gradient", "kept", LaneText.Functions, LaneText.Vectors,
        LaneText.Doubles, LaneText.Floats, "global",
    ];

    /// <param name="reserved">Names that mean something else in the text.</param>
    public SharedNames(params string[] reserved) => taken.UnionWith(reserved);

    public string this[RealLocal local] => Get(local.Id, local.Name);

    public string this[LoopCounter counter] => Get(counter.Id, counter.Name);

    public string this[WorkArray array] => Get(array, array.Name);

    /// <summary>
    /// The local that holds a data source. A captured parameter of the struct is itself a name without a path: its local is named
    /// otherwise.
    /// </summary>
    public string this[DataSource source] =>
        Get(source, source.Path.Split('.').Last().TrimEnd('!') + (source.Path.Contains('.') ? "" : "Data"));

    /// <summary>Says that a variable has a name already.</summary>
    public void Set(WorkArray array, string name)
    {
        taken.Add(name.TrimStart('@'));
        names.Add(array, name);
    }

    /// <summary>A name that nothing has.</summary>
    public string Create(string name)
    {
        string plain = name.TrimStart('@'), free = plain;
        for (int number = 2; !taken.Add(free); number++)
            free = plain + number;
        return SyntaxFacts.GetKeywordKind(free) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(free) == SyntaxKind.None
            ? free
            : "@" + free;
    }

    private string Get(object variable, string name)
    {
        if (!names.TryGetValue(variable, out string? known))
            names.Add(variable, known = Create(name));
        return known;
    }
}

using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>What a generated method takes from the method that calls it, in the order of first use.</summary>
internal sealed class Captures
{
    private readonly List<(string Name, string Type, string Argument)> items = [];
    private readonly List<(string Array, ScalarType Type)> starts = [];
    private readonly HashSet<string> own = [];

    /// <summary>Declarations of the parameters.</summary>
    public IEnumerable<string> Parameters => items.Select(item => $"{item.Type} {item.Name}");

    /// <summary>The arrays whose first element is taken by reference, as the variable that is named after them.</summary>
    public IReadOnlyList<(string Array, ScalarType Type)> Starts => starts;

    /// <summary>What is passed for the parameters.</summary>
    /// <param name="others">What to pass for some of them instead of a variable of the same name.</param>
    public IEnumerable<string> GetArguments(IReadOnlyDictionary<string, string> others) =>
        items.Select(item => others.TryGetValue(item.Name, out string? other) ? other : item.Argument);

    public bool Takes(string name) => items.Any(item => item.Name == name);

    /// <summary>Says that a name is the method's own.</summary>
    public void Declare(string name) => own.Add(name);

    /// <summary>Takes a variable that has the same name there, unless it is the method's own or taken already.</summary>
    public void TakeLocal(string name, string type) => Take(type, name, name);

    /// <summary>Takes a reference to the first element of an array.</summary>
    public void TakeStart(string array, ScalarType type)
    {
        NeedStart(array, type);
        string name = array + "Start";
        Take("ref " + LaneText.Scalar(type), name, "ref " + name);
    }

    /// <summary>Says that a reference to the first element of an array is needed to make the arguments.</summary>
    public void NeedStart(string array, ScalarType type)
    {
        if (!starts.Contains((array, type)))
            starts.Add((array, type));
    }

    /// <summary>Takes what the caller computes as an argument.</summary>
    public void Take(string type, string name, string argument)
    {
        if (own.Add(name))
            items.Add((name, type, argument));
    }
}

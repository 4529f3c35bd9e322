using System.Reflection;
using System.Text.RegularExpressions;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>A problem with the OpenCL C that was derived from it, and the data that its function takes.</summary>
internal sealed partial class DeviceProblem
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly IObjective objective;
    private readonly double[] shift;
    private readonly double[] workspace;

    private DeviceProblem(string name, string source, object made, int dimension)
    {
        (Name, Source, Dimension) = (name, source, dimension);
        Parameters = Signature().Match(source).Groups["parameters"].Value;
        Data = [.. DataParameter().Matches(Parameters).Select(match => Read(made, match.Groups["path"].Value.Split('_')))];
        objective = (IObjective)made;
        workspace = new double[objective.GetWorkspaceLength(dimension)];
        // The functions of placed problems take the placement's coordinates.
        shift = made.GetType().GetField("placement", All)?.GetValue(made) is Placement placement
            ? placement.Shift.ToArray()
            : new double[dimension];
    }

    public string Name { get; }

    public string Source { get; }

    public int Dimension { get; }

    /// <summary>What the function takes behind the point and the dimension, as it is declared.</summary>
    public string Parameters { get; }

    public string Function => "objective_" + Name.Replace('-', '_');

    public bool TakesScratch => Parameters.EndsWith("*scratch", StringComparison.Ordinal);

    /// <summary>The arguments for data: arrays, which are the problem's own, and numbers.</summary>
    public IReadOnlyList<object> Data { get; }

    /// <summary>Every problem that has device code, of a number of coordinates where it has none of its own.</summary>
    public static IEnumerable<DeviceProblem> CreateAll(int dimension)
    {
        foreach (Type type in typeof(ObjectiveCatalogue).Assembly.GetTypes())
        {
            if (type.GetField("OpenClSource", All) is not { } source)
                continue;
            ObjectiveDescription description = (ObjectiveDescription)type.GetProperty("Description", All)!.GetValue(null)!;
            int size = Math.Clamp(dimension, description.MinDimension, description.MaxDimension);
            object made = type.GetMethod("Create", All) is { } create
                ? create.Invoke(null, [new ObjectiveInstance(size, 2)])!
                : Activator.CreateInstance(type)!;
            yield return new DeviceProblem(description.Name, (string)source.GetRawConstantValue()!, made, size);
        }
    }

    /// <summary>The value at a point in the coordinates that the function takes, in double.</summary>
    public double Evaluate(ReadOnlySpan<float> point)
    {
        double[] x = new double[point.Length], fitness = new double[1];
        for (int i = 0; i < x.Length; i++)
            x[i] = point[i] + shift[i];
        objective.Evaluate(new ReadOnlySpan2D<double>(x, 1, x.Length), fitness, workspace);
        return fitness[0];
    }

    /// <summary>Follows a path of members from an object; arrays are handed out themselves.</summary>
    private static object Read(object owner, string[] path) => path.Aggregate(owner, (current, name) =>
        current.GetType().GetField(name, All)?.GetValue(current)
        ?? current.GetType().GetProperty(name, All)?.GetValue(current)
        ?? throw new InvalidOperationException($"{current.GetType().Name} has no '{name}' ({string.Join(".", path)})."));

    [GeneratedRegex(@"float objective_\w+\(__global const float \*x, int dimension(?<parameters>[^)]*)\)")]
    private static partial Regex Signature();

    [GeneratedRegex(@"data_(?<path>\w+)")]
    private static partial Regex DataParameter();
}

using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Checking;

/// <summary>The BBOB functions against values of an independent implementation.</summary>
internal static class BbobCheck
{
    private const int Functions = 24;

    public static CheckReport Check(ReferenceNode root)
    {
        SortedDictionary<int, (List<double> Reference, List<double> Computed)> values = [];
        List<double> referenceOptima = [], computedOptima = [];
        foreach (ReferenceNode item in root["cases"].Elements())
        {
            int function = item["function"].Int32(1, Functions), dimension = item["dimension"].Size();
            ReferenceNode[] points = [.. item["points"].Elements()];
            IObjective objective = AnyObjective.Create(
                $"bbob-f{function:00}", new ObjectiveInstance(dimension, item["instance"].Int32(1, int.MaxValue)));
            double[] x = [.. points.SelectMany(point => point["x"].Numbers(dimension))], computed = new double[points.Length];
            objective.Evaluate(
                new ReadOnlySpan2D<double>(x, points.Length, dimension), computed, new double[objective.GetWorkspaceLength(dimension)]);
            if (!values.TryGetValue(function, out (List<double> Reference, List<double> Computed) lists))
                values[function] = lists = ([], []);
            lists.Reference.AddRange(points.Select(point => point["f"].Number()));
            lists.Computed.AddRange(computed);
            referenceOptima.Add(item["optimum"].Number());
            computedOptima.Add(objective.KnownOptimum);
        }

        List<TensorComparison> tensors =
        [
            .. values.Select(entry => Compare($"f{entry.Key:00}", entry.Value.Reference, entry.Value.Computed)),
            Compare("optimum", referenceOptima, computedOptima),
        ];
        return CheckReport.Of("BBOB functions", tensors);
    }

    private static TensorComparison Compare(string name, List<double> reference, List<double> computed) => TensorComparison.Of(
        name, CollectionsMarshal.AsSpan(reference), CollectionsMarshal.AsSpan(computed), Tolerance.BenchmarkFunction);
}

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
            EvaluatePoints evaluate = new([.. points.SelectMany(point => point["x"].Numbers(dimension))], points.Length, dimension);
            ObjectiveInstance instance = new(dimension, item["instance"].Int32(1, int.MaxValue));
            (double[] computed, double optimum) =
                ObjectiveCatalogue.Create<EvaluatePoints, (double[], double)>($"bbob-f{function:00}", instance, ref evaluate);
            if (!values.TryGetValue(function, out (List<double> Reference, List<double> Computed) lists))
                values[function] = lists = ([], []);
            lists.Reference.AddRange(points.Select(point => point["f"].Number()));
            lists.Computed.AddRange(computed);
            referenceOptima.Add(item["optimum"].Number());
            computedOptima.Add(optimum);
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

    private readonly struct EvaluatePoints(double[] points, int count, int dimension) : IObjectiveVisitor<(double[] Values, double Optimum)>
    {
        public (double[] Values, double Optimum) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[] values = new double[count];
            objective.Evaluate(
                new ReadOnlySpan2D<double>(points, count, dimension), values, new double[objective.GetWorkspaceLength(dimension)]);
            return (values, objective.KnownOptimum);
        }
    }
}

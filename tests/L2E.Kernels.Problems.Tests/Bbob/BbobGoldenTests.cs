using System.Text.Json;

namespace L2E.Kernels.Problems.Tests.Bbob;

/// <summary>Comparison with the values of an independent implementation (IOHexperimenter, C++).</summary>
public class BbobGoldenTests
{
    private const double Tolerance = 1e-9;

    private static readonly Lazy<GoldenCase[]> cases = new(() =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", "bbob.json");
        return JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(path), JsonSerializerOptions.Web)!.Cases;
    });

    public static TheoryData<int, int, int> FunctionsInstancesDimensions =>
        [.. cases.Value.Select(golden => (golden.Function, golden.Instance, golden.Dimension))];

    [Fact]
    public void Reference_covers_every_function() =>
        Assert.Equal(Enumerable.Range(1, 24), cases.Value.Select(golden => golden.Function).Distinct().Order());

    [Theory]
    [MemberData(nameof(FunctionsInstancesDimensions))]
    public void Values_and_optimum_agree_with_the_reference(int function, int instance, int dimension)
    {
        GoldenCase golden = cases.Value.Single(
            other => other.Function == function && other.Instance == instance && other.Dimension == dimension);
        Problem problem = Problem.Make($"bbob-f{function:00}", dimension, instance);
        Assert.Equal(golden.Optimum, problem.KnownOptimum);
        Assert.NotEmpty(golden.Points);
        foreach (GoldenPoint point in golden.Points)
            Assert.InRange(Math.Abs(problem.Evaluate(point.X) - point.F) / Math.Abs(point.F), 0, Tolerance);
    }

    private sealed record GoldenFile(string Suite, GoldenCase[] Cases);

    private sealed record GoldenCase(int Function, int Instance, int Dimension, double Optimum, GoldenPoint[] Points);

    private sealed record GoldenPoint(double[] X, double F);
}

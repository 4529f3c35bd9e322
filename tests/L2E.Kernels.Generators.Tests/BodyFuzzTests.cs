using System.Collections.Immutable;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Tests;

/// <summary>
/// Random bodies of <c>Evaluate</c>: either everything is derived and has the value that the method has, or a diagnostic says why not;
/// never an exception, never code that does not compile, never another value.
/// </summary>
public class BodyFuzzTests
{
    private const int Batches = 4, BodiesPerBatch = 25;

    [Theory]
    [InlineData(0.0, 0.75)]
    [InlineData(0.15, 0.05)]
    public async Task Derived_code_has_the_value_of_the_method_or_there_is_a_diagnostic(double strangeness, double leastDerived)
    {
        int derived = 0, bodies = 0;
        List<string> seen = [];
        for (int batch = 0; batch < Batches; batch++)
        {
            string[] sources = [.. Enumerable.Range(0, BodiesPerBatch).Select(i => RandomBodies.Write($"F{i}", new RandomBodies(1000 * batch + i, strangeness).Create()))];
            GeneratorRun run = GeneratorHost.Run([.. sources, IlgpuStandIn.Source, "readonly record struct Vector2D(double X, double Y) { public double Length => Math.Sqrt(X * X + Y * Y); }"]);
            Assert.Empty(run.GeneratorDiagnostics);
            Assert.Empty(run.Input.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            ImmutableArray<Diagnostic> findings = await run.AnalyzeAsync();
            GeneratedAssembly assembly = run.Load();
            for (int i = 0; i < BodiesPerBatch; i++)
            {
                string reasons = string.Join("\n", findings
                    .Where(finding => finding.Location.SourceTree!.FilePath == $"Source{i + 1}.cs" && finding.Id is not "L2E0034"));
                bool? hasGradient = assembly.Create<Comparer, bool>($"f{i}", new ObjectiveInstance(5), new Comparer(sources[i]));
                Assert.True(hasGradient == (reasons.Length == 0), $"HasGradient is {hasGradient}\n{reasons}\n{sources[i]}");
                derived += hasGradient is true ? 1 : 0;
                bodies++;
                seen.AddRange(reasons.Split('\n').Where(reason => reason.Length > 0));
            }
        }

        Assert.True(derived >= leastDerived * bodies, $"Only {derived} of {bodies} were derived:\n{string.Join("\n", seen)}");
    }

    /// <summary>Compares the value that comes with the gradient with that of the method, at a few points.</summary>
    private readonly struct Comparer(string source) : IObjectiveVisitor<bool>
    {
        private static readonly double[,] points =
        {
            { 0.5, -1.25, 2, 0.75, -0.5 },
            { -3.5, 4.25, -0.125, 1, 3 },
            { 0, 0, 0, 0, 0 },
            { double.NaN, 1, 2, -1, 0.5 },
        };

        public bool Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            if (!TObjective.HasGradient)
                return false;
            int dimension = points.GetLength(1);
            double[] workspace = new double[objective.GetWorkspaceLength(dimension)];
            double[] gradientWorkspace = new double[objective.GetGradientWorkspaceLength(dimension)];
            double[,] gradients = new double[1, dimension];
            double[] expected = new double[1], actual = new double[1];
            for (int i = 0; i < points.GetLength(0); i++)
            {
                ReadOnlySpan2D<double> point = new ReadOnlySpan2D<double>(points).Slice(i, 0, 1, dimension);
                // Scratch is undefined at the start, and these bodies read it: both get the same.
                workspace.AsSpan().Fill(0.375);
                gradientWorkspace.AsSpan().Fill(0.375);
                try
                {
                    objective.Evaluate(point, expected, workspace);
                }
                catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or ArithmeticException)
                {
                    continue;
                }

                objective.EvaluateGradient(point, actual, gradients, gradientWorkspace);
                Assert.True(
                    expected[0].Equals(actual[0]) || Math.Abs(expected[0] - actual[0]) <= 1e-9 * (1 + Math.Abs(expected[0])),
                    $"{actual[0]} rather than {expected[0]} at point {i}\n{source}");
            }

            return true;
        }
    }
}

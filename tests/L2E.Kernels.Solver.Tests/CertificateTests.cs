using System.Text.Json;
using System.Text.Json.Nodes;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Solver.Tests;

public sealed class CertificateTests
{
    public static TheoryData<string, int> EveryProblem
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (ObjectiveDescription problem in ObjectiveCatalogue.Objectives)
                data.Add(problem.Name, Math.Clamp(10, problem.MinDimension, problem.MaxDimension));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryProblem))]
    public void The_certificate_holds_for_random_weights_and_checks_from_its_trace(string problem, int dimension)
    {
        // A control run takes milliseconds an evaluation, everything else microseconds.
        long budget = problem is "acrobot" or "cartpole" or "pendulum" or "reacher" ? 150 : 900;
        for (ulong seed = 1; seed <= 6; seed++)
        {
            (ConvergenceCertificate certificate, JsonObject document) = Record(problem, dimension, budget, seed, OperatorWeights.Random(seed));
            Assert.True(certificate.Holds, $"seed {seed}: {certificate}");
            Assert.True(certificate.WorstContraction > 0, $"seed {seed}: the operator never acted");
            Assert.InRange(certificate.WorstContraction, 0, certificate.ContractionBound);
            AssertHolds(document);
        }
    }

    [Theory]
    [InlineData("rastrigin", 2, 20_000)]
    [InlineData("ackley", 30, 3000)]
    [InlineData("rosenbrock", 300, 12_000)]
    [InlineData("sphere", 3, 60_000)]
    public void The_certificate_holds_for_the_untrained_operator_over_whole_runs_and_restarts(string problem, int dimension, long budget)
    {
        (ConvergenceCertificate certificate, JsonObject document) = Record(problem, dimension, budget, 2, OperatorWeights.Default);
        Assert.True(certificate.Holds);
        Assert.True(certificate.AnchorUpdates > 0);
        Assert.True(certificate.PathLength <= certificate.PathBound);
        Assert.InRange(certificate.RelaxationMin, certificate.RelaxationLowerBound, 0.95);
        AssertHolds(document);
    }

    [Fact]
    public void The_population_converges_to_a_point_when_its_budget_is_long()
    {
        (ConvergenceCertificate certificate, _) = Record("rastrigin", 5, 200_000, 1, OperatorWeights.Random(9));
        Assert.InRange(certificate.FinalRadius, 0, certificate.RadiusBound * 1.0001);
        Assert.InRange(certificate.Restarts, 0, certificate.RestartLimit);
    }

    [Fact]
    public void Without_the_operator_the_certificate_says_that_it_never_acted()
    {
        (ConvergenceCertificate certificate, JsonObject document) = Record("ackley", 10, 900, 1, null);
        Assert.Equal(0, certificate.WorstContraction);
        Assert.Equal(1, certificate.RelaxationMin);
        AssertHolds(document);
    }

    [Theory]
    [InlineData("worstContraction", 0.001)]
    [InlineData("worstAveraged", 0.5)]
    [InlineData("relaxationMin", 0.3)]
    [InlineData("anchorUpdates", 3)]
    [InlineData("pathLength", 0.5)]
    [InlineData("pathBound", 1)]
    [InlineData("finalRadius", 1e-9)]
    [InlineData("radiusBound", 9)]
    [InlineData("worstRadius", 0.5)]
    [InlineData("generations", 1)]
    [InlineData("restarts", 50)]
    [InlineData("holds", false)]
    public void A_statement_that_differs_from_the_trace_is_found(string name, object value)
    {
        (_, JsonObject document) = Record("levy", 10, 1500, 4, OperatorWeights.Random(2));
        document["certificate"]![name] = JsonSerializer.SerializeToNode(value);
        Assert.Contains(Check(document), finding => !finding.Holds);
    }

    [Fact]
    public void A_trace_whose_elite_moved_without_sufficient_decrease_is_found()
    {
        (_, JsonObject document) = Record("levy", 10, 1500, 4, OperatorWeights.Default);
        JsonArray moves = document["moves"]!.AsArray();
        moves[2]![1] = moves[1]![1]!.GetValue<double>();
        Assert.Contains(Check(document), finding => finding.Statement.Contains("sufficient decrease", StringComparison.Ordinal) && !finding.Holds);
    }

    [Fact]
    public void A_trace_whose_relaxation_is_below_its_bound_is_found()
    {
        (_, JsonObject document) = Record("levy", 10, 1500, 4, OperatorWeights.Default);
        document["generations"]![0]!["relaxation"]![0] = 0.01;
        Assert.Contains(Check(document), finding => finding.Statement.Contains("smallest relaxation", StringComparison.Ordinal) && !finding.Holds);
    }

    [Theory]
    [InlineData("""{"format":"something else"}""")]
    [InlineData("""{"format":"l2e-certificate","version":2}""")]
    [InlineData("""{"format":"l2e-certificate","version":1}""")]
    [InlineData("""{"format":"l2e-certificate","version":1,"run":{"diagonal":1},"certificate":{},"moves":[[1]],"generations":[]}""")]
    [InlineData("""[]""")]
    [InlineData("""{"format":7}""")]
    public void A_malformed_document_is_refused_with_a_clear_error(string text)
    {
        using var document = JsonDocument.Parse(text);
        Assert.Contains("expected", Assert.Throws<InvalidDataException>(() => CertificateChecker.Check(document.RootElement)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_of_inconsistent_lengths_are_refused_with_a_clear_error()
    {
        (_, JsonObject document) = Record("levy", 10, 1500, 4, OperatorWeights.Default);
        document["generations"]![0]!["B"] = new JsonArray(1, 2, 3);
        Assert.Throws<InvalidDataException>(() => Check(document));
    }

    private static (ConvergenceCertificate Certificate, JsonObject Document) Record(
        string problem, int dimension, long budget, ulong seed, OperatorWeights? weights)
    {
        var recording = new Recording(dimension, budget, seed, weights);
        return ObjectiveCatalogue.Create<Recording, (ConvergenceCertificate, JsonObject)>(
            problem, new ObjectiveInstance(dimension, (int)seed), ref recording);
    }

    private static IReadOnlyList<CertificateFinding> Check(JsonObject document)
    {
        using var parsed = JsonDocument.Parse(document.ToJsonString());
        return CertificateChecker.Check(parsed.RootElement);
    }

    private static void AssertHolds(JsonObject document) => Assert.All(Check(document), finding => Assert.True(finding.Holds, $"{finding}"));

    private readonly struct Recording(int dimension, long budget, ulong seed, OperatorWeights? weights)
        : IObjectiveVisitor<(ConvergenceCertificate, JsonObject)>
    {
        public (ConvergenceCertificate, JsonObject) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            SolverOptions options = SolverOptions.For<TObjective>(dimension, budget) with { Seed = seed, Weights = weights, RecordTrace = true };
            using var solver = new Solver<TObjective>(objective, options);
            SolveResult result = solver.Solve();
            using var stream = new MemoryStream();
            CertificateFile.Write(stream, result.Certificate, solver.Engine.Trace!, CertificateRun.Of(TObjective.Description.Name, options));
            return (result.Certificate, JsonNode.Parse(stream.ToArray())!.AsObject());
        }
    }
}

using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Tests.Methods;

/// <summary>
/// A comparison is worth as much as its yardsticks: each method needs about as many evaluations to a gap of 1e-8 as an independent
/// implementation of it does, at the same box [-5, 5], start (uniform in the box), step size, population and budget.
/// </summary>
/// <remarks>
/// References are medians, over runs with instances and seeds of their own, of: pycma 4.4.0 (CMA-ES and sep-CMA-ES, by cma.fmin with
/// restarts and incpopsize 2); scipy 1.10.1 (differential_evolution with rand1bin and minimize with L-BFGS-B); and, where there is no
/// package, programs in numpy that follow PyBrain's SNES, pypop7's LM-MA-ES and the L-SHADE of its first author, and for SPSA with Adam one
/// written from the two papers. A cell that is not here is one where the reference did not come to 1e-8 in most of its runs.
/// </remarks>
public sealed class EvaluationsToTargetTests
{
    private const int Runs = 7;
    private const double Tolerance = 0.25;

    public static TheoryData<string, string, int, long, double> References => new()
    {
        { "sep-cma-es", "sphere", 10, 30_000, 1328 },
        { "sep-cma-es", "sphere", 30, 30_000, 3845 },
        { "sep-cma-es", "ellipsoid", 10, 30_000, 2281 },
        { "sep-cma-es", "ellipsoid", 30, 30_000, 7378 },
        { "de", "sphere", 10, 100_000, 7022 },
        { "de", "sphere", 30, 200_000, 83430 },
        { "de", "ellipsoid", 10, 100_000, 9197 },
        { "de", "ellipsoid", 30, 200_000, 110365 },
        { "l-bfgs-fd", "sphere", 10, 10_000, 23 },
        { "l-bfgs-fd", "sphere", 30, 10_000, 63 },
        { "l-bfgs-fd", "ellipsoid", 10, 30_000, 4247 },
        { "l-bfgs-fd", "rosenbrock", 10, 30_000, 683 },
        { "l-bfgs-fd", "rosenbrock", 30, 100_000, 6542 },
        { "spsa", "sphere", 10, 10_000, 6001 },
        { "spsa", "sphere", 30, 30_000, 19019 },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void A_method_needs_as_many_evaluations_as_its_reference(
        string method, string problem, int dimension, long budget, double reference)
    {
        double[] evaluations = [.. Enumerable.Range(1, Runs).Select(seed => EvaluationsOf(method, problem, dimension, budget, seed)).Order()];
        Assert.InRange(evaluations[Runs / 2], (1 - Tolerance) * reference, (1 + Tolerance) * reference);
    }

    private static double EvaluationsOf(string method, string problem, int dimension, long budget, int seed)
    {
        SolveOnce solve = new(MethodCatalogue.Methods.Single(candidate => candidate.Name == method), new RunSettings(dimension, budget, (ulong)seed)
        {
            StopAtGap = 1e-8,
        });
        BlackBox box = ObjectiveCatalogue.Create<SolveOnce, BlackBox>(problem, new ObjectiveInstance(dimension, seed), ref solve);
        return box.Record.Gap <= 1e-8 ? box.Evaluations : double.PositiveInfinity;
    }
}

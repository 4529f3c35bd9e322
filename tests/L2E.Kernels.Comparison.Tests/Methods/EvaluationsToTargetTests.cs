using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Tests.Methods;

/// <summary>
/// A comparison is worth as much as its yardsticks: each method needs about as many evaluations to a gap of 1e-8 as an independent
/// implementation of it does, at the same box [-5, 5], start (uniform in the box), step size, population and budget.
/// </summary>
/// <remarks>
/// References are medians, over runs with instances and seeds of their own, of: pycma 4.4.0 (CMA-ES and sep-CMA-ES, by cma.fmin with
/// restarts and incpopsize 2); scipy 1.10.1 (differential_evolution with rand1bin and minimize with L-BFGS-B); and, where there is no
/// package, programs in numpy that follow PyBrain's SNES and pypop7's LM-MA-ES, and for L-SHADE, SPSA with Adam, and CMA-ES on Rosenbrock
/// three written from the papers (L-SHADE at its paper's budget of 10,000 evaluations a dimension, on which its population depends; CMA-ES
/// from the tutorial, with IPOP restarts and points mirrored at the bounds: it needs 1611 on the sphere and 4131 on the ellipsoid in 10
/// dimensions). Not here: Rosenbrock for sep-cma-es, snes and (30 dimensions) lm-ma-es, and the ellipsoid for lm-ma-es and snes, for which
/// there is no reference yet; and cells in which the reference itself did not come to 1e-8 reliably in its runs (de on Rosenbrock, spsa
/// on the ellipsoid and Rosenbrock, l-bfgs-fd on the ellipsoid in 30 dimensions).
/// </remarks>
public sealed class EvaluationsToTargetTests
{
    private const double Tolerance = 0.25;

    public static TheoryData<string, string, int, long, int, double> References => new()
    {
        { "cma-es", "sphere", 10, 30_000, 9, 1560 },
        { "cma-es", "sphere", 30, 30_000, 5, 4369 },
        { "cma-es", "ellipsoid", 10, 30_000, 5, 4078 },
        { "cma-es", "ellipsoid", 30, 60_000, 3, 28_157 },
        { "cma-es", "rosenbrock", 10, 60_000, 15, 5904 },
        { "cma-es", "rosenbrock", 30, 200_000, 7, 38_556 },
        { "sep-cma-es", "sphere", 10, 30_000, 9, 1328 },
        { "sep-cma-es", "sphere", 30, 30_000, 5, 3845 },
        { "sep-cma-es", "ellipsoid", 10, 30_000, 9, 2281 },
        { "sep-cma-es", "ellipsoid", 30, 30_000, 5, 7378 },
        { "lm-ma-es", "sphere", 10, 30_000, 9, 1933 },
        { "lm-ma-es", "sphere", 30, 30_000, 9, 4350 },
        { "lm-ma-es", "rosenbrock", 10, 60_000, 9, 10_858 },
        { "de", "sphere", 10, 30_000, 5, 7022 },
        { "de", "sphere", 30, 200_000, 3, 83_430 },
        { "de", "ellipsoid", 10, 30_000, 5, 9197 },
        { "de", "ellipsoid", 30, 200_000, 3, 110_365 },
        { "snes", "sphere", 10, 30_000, 9, 2305 },
        { "snes", "sphere", 30, 30_000, 5, 7812 },
        { "l-bfgs-fd", "sphere", 10, 1_000, 9, 23 },
        { "l-bfgs-fd", "sphere", 30, 1_000, 9, 63 },
        { "l-bfgs-fd", "ellipsoid", 10, 30_000, 15, 4115 },
        { "l-bfgs-fd", "rosenbrock", 10, 30_000, 41, 771 },
        { "l-bfgs-fd", "rosenbrock", 30, 100_000, 41, 5519 },
        { "l-shade", "sphere", 10, 100_000, 9, 25_297 },
        { "l-shade", "sphere", 30, 300_000, 3, 84_918 },
        { "l-shade", "ellipsoid", 10, 100_000, 9, 34_322 },
        { "l-shade", "ellipsoid", 30, 300_000, 3, 114_749 },
        { "l-shade", "rosenbrock", 10, 100_000, 9, 44_746 },
        { "l-shade", "rosenbrock", 30, 300_000, 3, 241_954 },
        { "spsa", "sphere", 10, 10_000, 5, 6001 },
        { "spsa", "sphere", 30, 30_000, 5, 19_019 },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void A_method_needs_as_many_evaluations_as_its_reference(
        string method, string problem, int dimension, long budget, int runs, double reference)
    {
        double median = Quantile.Median(Enumerable.Range(1, runs).Select(seed => EvaluationsOf(method, problem, dimension, budget, seed)));
        Assert.InRange(median, (1 - Tolerance) * reference, (1 + Tolerance) * reference);
    }

    private static double EvaluationsOf(string method, string problem, int dimension, long budget, int seed)
    {
        RunSettings settings = new(dimension, budget, (ulong)seed) { StopAtGap = 1e-8 };
        SolveOnce solve = new(MethodCatalogue.Methods.Single(candidate => candidate.Name == method), settings);
        BlackBox box = ObjectiveCatalogue.Create<SolveOnce, BlackBox>(problem, new ObjectiveInstance(dimension, seed), ref solve);
        return box.Record.Gap <= 1e-8 ? box.Evaluations : double.PositiveInfinity;
    }
}

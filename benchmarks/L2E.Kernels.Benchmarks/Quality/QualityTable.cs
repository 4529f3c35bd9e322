namespace L2E.Kernels.Benchmarks.Quality;

/// <summary>One table: a suite of problems at one size, with the figures to be reached.</summary>
/// <param name="Id">Number of the table.</param>
/// <param name="Dimension">Number of coordinates.</param>
/// <param name="Budget">Evaluations of a run.</param>
/// <param name="Rotated">Whether the problems are rotated.</param>
/// <param name="Cells">The problems with their figures.</param>
internal sealed record QualityTable(int Id, int Dimension, long Budget, bool Rotated, IReadOnlyList<QualityCell> Cells)
{
    /// <summary>
    /// Median gaps of the algorithm's hand-set form in its first implementation (numpy, 3 to 9 seeds), and of the best of CMA-ES,
    /// sep-CMA-ES, L-SHADE, DE/rand/1/bin, SNES and L-BFGS-B with finite differences there; NaN where none was measured. They
    /// are what the specification of the solver asks this implementation to reach; none of them is computed here.
    /// </summary>
    public static IReadOnlyList<QualityTable> All { get; } =
    [
        Of(1, 30, 3_000, false, [0, 0, 25.9, 15.2, 5.61e-9, 0, 4.49e-23, 248], [9.82e-7, 32.3, 27.9, 62.5, 0.0225, 0.00306, 0.116, 3.99e3]),
        Of(2, 30, 3_000, true, [0, 493, 26.2, 43.8, 1.63e-5, 0, 3.47e-6, 6.09e3], [9.82e-7, 2.92e4, 27.4, 68.7, 0.0618, 0.025, 0.199, 4.62e3]),
        Of(3, 30, 30_000, true, [0, 4.19e-23, 1.37e-18, 20.9, 7.11e-15, 0, 5.6e-25, 5.81e3], [0, 7.88e-14, 2.88e-10, 34.8, 7.11e-15, 0, 2.12e-30, 4.62e3]),
        Of(4, 1_000, 10_000, false, [5.75e-35, 6.46e-14, 3.19e3, 2.61e3, 0.144, 0, 129, 1.1e5], [2.3e-14, 4.24e6, 1.02e4, 1.22e4, 19.8, 4.34e-6, 3.57e3, 1.26e5]),
        Of(5, 1_000, 10_000, true, [2.09e-32, 3.08e6, 5.32e3, 5.58e3, 19, 0, 1.53e3, 2.85e5], [double.NaN, 5.66e7, 2.78e5, 1.3e4, 20.1, double.NaN, double.NaN, double.NaN]),
        Of(6, 1_000, 100_000, false, [0, 0, 1.08e3, 348, 2.7e-13, 0, 0.739, 4.01e3], [5.98e-8, 3.87e5, 1.09e3, 5.41e3, 17.4, 2.24e-4, 1.23e3, 1.69e5]),
        Of(7, 10_000, 20_000, false, [1.34e-20, 5.96e8, 1.26e6, 1.08e5, 10.9, 0, 2.57e4, 2.98e6], [5.12e4, 2.5e9, 3.99e6, 1.39e5, 20.7, 1.84e5, 6.76e4, 4.02e6]),
    ];

    private static QualityTable Of(int id, int dimension, long budget, bool rotated, double[] handSet, double[] bestBaseline)
    {
        string[] problems = ["sphere", "ellipsoid", "rosenbrock", "rastrigin", "ackley", "griewank", "levy", "schwefel"];
        return new QualityTable(
            id, dimension, budget, rotated, [.. problems.Select((problem, i) => new QualityCell(problem, handSet[i], bestBaseline[i]))]);
    }
}

/// <summary>One problem of a table.</summary>
/// <param name="Problem">Name of the problem.</param>
/// <param name="HandSet">The median gap to be reached.</param>
/// <param name="BestBaseline">The median gap of the best other method; NaN when none was measured.</param>
internal sealed record QualityCell(string Problem, double HandSet, double BestBaseline)
{
    // Below this a problem counts as solved: how far below is a matter of rounding.
    private const double Solved = 1e-8;

    /// <summary>Whether a median is within a factor of 2 of the figure, or solved where the figure is.</summary>
    public bool IsReachedBy(double median) => HandSet > Solved ? median <= 2 * HandSet : median <= Solved;
}

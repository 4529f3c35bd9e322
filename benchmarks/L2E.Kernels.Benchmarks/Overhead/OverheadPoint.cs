using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Benchmarks.Overhead;

/// <summary>What the solver itself costs in a run: the time outside of the objective, on one thread.</summary>
/// <param name="Dimension">Number of coordinates.</param>
/// <param name="Budget">Evaluations of the run.</param>
/// <param name="Seconds">Time that the engine took to make candidates and to take their values.</param>
/// <param name="Bytes">Managed memory that the engine holds.</param>
internal sealed record OverheadPoint(int Dimension, long Budget, double Seconds, long Bytes)
{
    /// <summary>Nanoseconds for each coordinate of each evaluation.</summary>
    public double NanosecondsPerCoordinate => Seconds * 1e9 / Budget / Dimension;

    /// <summary>
    /// Runs rosenbrock, whose coordinates interact and which no run of this length solves. Each candidate is looked at as a point, so that
    /// writing one-coordinate changes out in full counts, too.
    /// </summary>
    public static OverheadPoint Measure(int dimension, long budget)
    {
        Rosenbrock objective = Rosenbrock.Create(new ObjectiveInstance(dimension));
        double[] workspace = new double[objective.GetWorkspaceLength(dimension)];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Engine engine = new(SolverOptions.For<Rosenbrock>(dimension, budget));
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        double[] fitness = new double[engine.LargestBatch];
        long ticks = 0;
        while (true)
        {
            long asked = Stopwatch.GetTimestamp();
            CandidateBatch batch = engine.Ask();
            ReadOnlySpan2D<double> points = batch.Points;
            ticks += Stopwatch.GetTimestamp() - asked;
            if (batch.Count == 0)
                return new OverheadPoint(dimension, budget, ticks / (double)Stopwatch.Frequency, bytes);
            Span<double> values = fitness.AsSpan(0, batch.Count);
            objective.Evaluate(points, values, workspace);
            long evaluated = Stopwatch.GetTimestamp();
            engine.Tell(values);
            ticks += Stopwatch.GetTimestamp() - evaluated;
        }
    }
}

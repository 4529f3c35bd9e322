using FsCheck;
using FsCheck.Fluent;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

/// <summary>A batch may be told in pieces of any size and in any order: the run is the same.</summary>
public sealed class PartialTellTests
{
    // Ties within a batch and failures, so that the order could matter.
    private static double Function(ReadOnlySpan<double> x)
    {
        if (x[0] < -4)
            return double.NaN;
        double sum = 0;
        foreach (double value in x)
            sum += Math.Abs(Math.Round(value * 4) - 3) + 1e-3 * value * value;
        return sum + (x[1] > 3 ? double.PositiveInfinity : 0);
    }

    private static Engine NewEngine(int dimension = 6, long budget = 1500) =>
        new(SolverOptions.ForBox(dimension, -5, 5, budget) with { RecordTrace = true });

    private static void TellWhole(Engine engine)
    {
        CandidateBatch batch = engine.Ask();
        double[] fitness = new double[batch.Count];
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = Function(batch.Points.GetRowSpan(i));
        engine.Tell(fitness);
    }

    private static void TellInPieces(Engine engine, Random random)
    {
        CandidateBatch batch = engine.Ask();
        int[] order = [.. Enumerable.Range(0, batch.Count)];
        random.Shuffle(order);
        long before = engine.Evaluations;
        for (int first = 0; first < order.Length;)
        {
            int[] piece = order[first..Math.Min(order.Length, first + random.Next(1, 9))];
            double[] fitness = new double[piece.Length];
            for (int k = 0; k < piece.Length; k++)
                fitness[k] = Function(batch.Points.GetRowSpan(piece[k]));
            Assert.True(engine.IsPending(piece[0]));
            if (piece.Length == 1 && double.IsNaN(fitness[0]))
                engine.TellFailed(piece[0]);
            else if (piece.Length == 1)
                engine.Tell(piece[0], fitness[0]);
            else
                engine.Tell(piece, fitness);
            first += piece.Length;
            Assert.Equal(before + first, engine.Evaluations);
            Assert.Equal(order.Length - first, engine.Pending);
        }
    }

    [Fact]
    public void The_run_is_the_same_in_whatever_order_and_pieces_its_batches_are_told() =>
        Gen.Choose(0, int.MaxValue).Sample(8).ToList().ForEach(seed =>
        {
            Engine whole = NewEngine(), pieces = NewEngine();
            Random random = new(seed);
            while (whole.Ask().Count > 0)
            {
                TellWhole(whole);
                TellInPieces(pieces, random);
                Assert.Equal(whole.Best.ToArray(), pieces.Best.ToArray());
            }

            Assert.Equal(0, pieces.Ask().Count);
            Assert.Equal(whole.Trace!.Points, pieces.Trace!.Points);
            Assert.Equal(whole.NonFinite, pieces.NonFinite);
            Assert.Equal(whole.GetCertificate(), pieces.GetCertificate());
            Assert.True(whole.NonFinite > 0);
        });

    [Fact]
    public void The_best_is_known_as_soon_as_it_is_told()
    {
        Engine engine = NewEngine();
        CandidateBatch batch = engine.Ask();
        double[] third = batch.Points.GetRowSpan(2).ToArray(), second = batch.Points.GetRowSpan(1).ToArray();
        engine.Tell(2, 5);
        Assert.Equal((5, 1), (engine.BestFitness, engine.Evaluations));
        Assert.Equal(third, engine.Best.ToArray());
        engine.Tell(1, 5);
        Assert.Equal(second, engine.Best.ToArray());
        engine.TellFailed(0);
        Assert.Equal(1, engine.NonFinite);
        Assert.Equal(5, engine.BestFitness);
    }

    [Fact]
    public void What_was_told_already_or_was_never_asked_for_is_refused_and_changes_nothing()
    {
        Engine engine = NewEngine();
        int count = engine.Ask().Count;
        engine.Tell(3, 1);
        AssertRefused($"index: expected a candidate that waits, 0 to {count - 1}, got 3, which was told already", () => engine.Tell(3, 0));
        AssertRefused($"index: expected a candidate that waits, 0 to {count - 1}, got {count}", () => engine.Tell(count, 0));
        AssertRefused($"index: expected a candidate that waits, 0 to {count - 1}, got -1", () => engine.TellFailed(-1));
        AssertRefused(
            $"indices[2]: expected a candidate that waits, 0 to {count - 1}, got 1, which was told already",
            () => engine.Tell([1, 2, 1], [0, 0, 0]));
        AssertRefused("indices[1]: expected", () => engine.Tell([4, 3], [0, 0]));
        AssertRefused("fitness: expected 2 elements", () => engine.Tell([4, 5], [0]));
        Assert.False(engine.IsPending(-1) || engine.IsPending(count));
        Assert.StartsWith(
            $"Tell: expected a batch with nothing told, got one with 1 of {count} told",
            Assert.Throws<InvalidOperationException>(() => engine.Tell(new double[count])).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (engine.BestFitness, engine.Evaluations));
        for (int i = 0; i < count; i++)
            Assert.Equal(i != 3, engine.IsPending(i));
    }

    [Fact]
    public void Without_a_batch_nothing_can_be_told()
    {
        Engine engine = NewEngine();
        Assert.Equal(0, engine.Pending);
        Assert.Throws<InvalidOperationException>(() => engine.Tell(0, 1));
        TellWhole(engine);
        Assert.Throws<InvalidOperationException>(() => engine.Tell([0], [1]));
    }

    private static void AssertRefused(string message, Action tell) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(tell).Message, StringComparison.Ordinal);
}

[Collection(nameof(Alone))]
public sealed class PartialTellAllocationTests
{
    [Fact]
    public void Telling_in_pieces_allocates_nothing()
    {
        var engine = new Engine(SolverOptions.ForBox(20, -5, 5, 3000));
        double[] start = new double[20];
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            engine.Reset(start);
            while (engine.Ask() is { Count: > 0 } batch)
            {
                for (int i = batch.Count - 1; i >= 0; i--)
                {
                    ReadOnlySpan<double> x = batch.Points.GetRowSpan(i);
                    if (x[0] < -4.9)
                        engine.TellFailed(i);
                    else
                        engine.Tell(i, x[0] * x[0] + x[3] * x[7]);
                }
            }
        }));
        Assert.Equal(SolverStatus.BudgetSpent, engine.Status);
    }
}

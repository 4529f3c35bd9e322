using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>
/// An objective as every method sees it: the same box, budget and random start; nothing but values. Points are clipped to the box before
/// they are evaluated, and counted when that changed them. Once the budget is spent, values are +infinity and cost nothing.
/// </summary>
public abstract class BlackBox
{
    /// <summary>The most points that go to the objective at once.</summary>
    private protected const int MostRows = 64;

    // Rows go to the objective in chunks of about this many numbers, as the solver does it.
    private const int ChunkElements = 1 << 14;

    // Not a stream that methods or problems draw from.
    private const ulong StartStream = 0x53_54_41_52_54_00_00_01;

    private readonly RunSettings settings;
    private readonly double optimum;
    private readonly double[] inside, values, start, best;
    private readonly int rows;

    /// <summary>Prepares a run.</summary>
    /// <param name="settings">What the method is given.</param>
    /// <param name="lower">Lower bound of every coordinate.</param>
    /// <param name="upper">Upper bound of every coordinate.</param>
    /// <param name="optimum">What gaps are measured from; NaN for 0.</param>
    private protected BlackBox(RunSettings settings, double lower, double upper, double optimum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Budget, 1);
        this.settings = settings;
        this.optimum = double.IsNaN(optimum) ? 0 : optimum;
        (Lower, Upper) = (lower, upper);
        rows = Math.Clamp(ChunkElements / settings.Dimension, 1, MostRows);
        inside = new double[checked(rows * settings.Dimension)];
        values = new double[rows];
        start = new double[settings.Dimension];
        PhiloxSequence random = new(settings.Seed, StartStream);
        for (int i = 0; i < start.Length; i++)
            start[i] = random.NextUniform(lower, upper);
        settings.Start?.CopyTo(start, 0);
        best = [.. start];
        Record = new RunRecord(settings.Budget);
    }

    /// <summary>Number of coordinates.</summary>
    public int Dimension => settings.Dimension;

    /// <summary>Lower bound of every coordinate.</summary>
    public double Lower { get; }

    /// <summary>Upper bound of every coordinate.</summary>
    public double Upper { get; }

    /// <summary>Width of the box.</summary>
    public double Range => Upper - Lower;

    /// <summary>Number of evaluations that the run may spend.</summary>
    public long Budget => settings.Budget;

    /// <summary>Number of evaluations spent.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Number of evaluations left.</summary>
    public long Remaining => IsSpent ? 0 : Budget - Evaluations;

    /// <summary>How many of the points the method wanted to put outside of the box.</summary>
    public long PointsOutside { get; private set; }

    /// <summary>Key of the method's random numbers.</summary>
    public ulong Seed => settings.Seed;

    /// <summary>
    /// The point that the method starts from, the same for every method; uniform in the box where the settings give none;
    /// <c>[dimension]</c>.
    /// </summary>
    public ReadOnlySpan<double> Start => start;

    /// <summary>The part of <see cref="Range"/>, around the start, that a method shall search first; 1 for all of the box.</summary>
    public double Spread => settings.Spread;

    /// <summary>The best point evaluated, the start before there is one with a finite value; <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Best => best;

    /// <summary>Whether the run is over: the budget is spent, the gap is small enough, or it was cancelled.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>What was reached when.</summary>
    public RunRecord Record { get; }

    /// <summary>The part of <see cref="Range"/> for forward differences: errors of rounding and of curvature are about as large.</summary>
    internal virtual double DifferenceStep => 1e-9;

    /// <summary>Evaluates one point.</summary>
    /// <param name="point">The point, <c>[dimension]</c>.</param>
    /// <returns>Its value; +infinity for NaN, and once the run is over.</returns>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        Span<double> value = stackalloc double[1];
        Evaluate(ReadOnlySpan2D<double>.DangerousCreate(in point.DangerousGetReference(), 1, point.Length, 0), value);
        return value[0];
    }

    /// <summary>Evaluates points in their order.</summary>
    /// <param name="points">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination (=), <c>[count]</c>; +infinity for NaN, and once the run is over.</param>
    public void Evaluate(ReadOnlySpan2D<double> points, Span<double> fitness)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(points.Width, Dimension);
        ArgumentOutOfRangeException.ThrowIfNotEqual(fitness.Length, points.Height);
        fitness.Fill(double.PositiveInfinity);
        for (int first = 0; first < points.Height && !IsSpent; first += rows)
        {
            int count = (int)Math.Min(Math.Min(rows, points.Height - first), Budget - Evaluations);
            for (int i = 0; i < count; i++)
            {
                Span<double> row = inside.AsSpan(i * Dimension, Dimension);
                SearchRange.Clip(points.GetRowSpan(first + i), Lower, Upper, row);
            }

            EvaluateInside(new ReadOnlySpan2D<double>(inside, 0, count, Dimension, 0), values.AsSpan(0, count));
            for (int i = 0; i < count && !IsSpent; i++)
            {
                PointsOutside += points.GetRowSpan(first + i).SequenceEqual(inside.AsSpan(i * Dimension, Dimension)) ? 0 : 1;
                double gap = Record.Gap;
                fitness[first + i] = Take(values[i]);
                if (Record.Gap < gap)
                    inside.AsSpan(i * Dimension, Dimension).CopyTo(best);
            }
        }
    }

    /// <summary>Counts a point that the method wanted to put outside of the box, and has brought back by itself.</summary>
    public void CountOutside() => PointsOutside++;

    /// <summary>Evaluates points inside the box.</summary>
    private protected abstract void EvaluateInside(ReadOnlySpan2D<double> points, Span<double> fitness);

    private double Take(double value)
    {
        Evaluations++;
        Record.Add(Evaluations, value - optimum);
        IsSpent = Evaluations == Budget || Record.Gap <= settings.StopAtGap || settings.Cancellation.IsCancellationRequested;
        return double.IsNaN(value) ? double.PositiveInfinity : settings.Noise.Apply(value, Seed, Evaluations);
    }
}

/// <summary>A <see cref="BlackBox"/> around a typed objective.</summary>
/// <typeparam name="TObjective">The objective's binding.</typeparam>
public sealed class BlackBox<TObjective> : BlackBox
    where TObjective : struct, IObjective
{
    private readonly TObjective objective;
    private readonly double[] workspace;

    /// <summary>Prepares a run.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="settings">What the method is given.</param>
    /// <exception cref="ArgumentException">The dimension is not one that the objective accepts, or the budget is below 1.</exception>
    public BlackBox(TObjective objective, RunSettings settings)
        : base(settings, TObjective.Description.Lower, TObjective.Description.Upper, objective.KnownOptimum)
    {
        this.objective = objective;
        workspace = new double[objective.GetWorkspaceLength(settings.Dimension)];
    }

    private protected override void EvaluateInside(ReadOnlySpan2D<double> points, Span<double> fitness) =>
        objective.Evaluate(points, fitness, workspace);
}

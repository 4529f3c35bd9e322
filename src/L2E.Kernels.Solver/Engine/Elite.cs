namespace L2E.Kernels;

/// <summary>
/// The elite z, the anchor of the run. From its start z_0 it moves only by sufficient decrease,
/// <c>f(x) &lt;= f(z) - eta |x - z|</c> with <c>eta = 1e-13 (1 + |f(z_0)|) / |upper - lower|</c>, so that its path is no longer
/// than <c>(f(z_0) - f_low) / eta</c> and it converges.
/// </summary>
internal sealed class Elite(SearchBox box, RunTrace? trace) : IStateful
{
    private readonly double[] point = new double[box.Dimension], previous = new double[box.Dimension];
    private double slope;

    public ReadOnlySpan<double> Point => point;

    public double Fitness { get; private set; } = double.PositiveInfinity;

    /// <summary>The point before the last offer.</summary>
    public ReadOnlySpan<double> Previous => previous;

    /// <summary>The fitness before the last offer.</summary>
    public double PreviousFitness { get; private set; } = double.PositiveInfinity;

    /// <summary>Fitness of z_0, the first point with a finite value.</summary>
    public double StartFitness { get; private set; } = double.PositiveInfinity;

    /// <summary>Differs whenever the point does.</summary>
    public long Version { get; private set; }

    public bool IsStarted => double.IsFinite(StartFitness);

    public long Moves { get; private set; }

    public double PathLength { get; private set; }

    /// <summary>The longest path that sufficient decrease allows down to the present fitness.</summary>
    public double PathBound => slope > 0 ? (StartFitness - Fitness) / slope : 0;

    public void Reset(ReadOnlySpan<double> start)
    {
        start.CopyTo(point);
        Version++;
        start.CopyTo(previous);
        Fitness = PreviousFitness = StartFitness = double.PositiveInfinity;
        slope = PathLength = 0;
        Moves = 0;
    }

    /// <summary>Moves to <paramref name="candidate"/> if it decreases the fitness sufficiently.</summary>
    public void Offer(ReadOnlySpan<double> candidate, double fitness, long evaluations)
    {
        point.CopyTo(previous, 0);
        PreviousFitness = Fitness;
        if (!(fitness < Fitness))
            return;
        double distance = IsStarted ? Distance(candidate) : 0;
        if (!IsStarted)
        {
            StartFitness = fitness;
            slope = 1e-13 * (1 + Math.Abs(fitness)) / box.Diagonal;
            candidate.CopyTo(previous);
        }
        else if (fitness > Fitness - slope * distance)
        {
            return;
        }
        else
        {
            Moves++;
            PathLength += distance;
        }

        candidate.CopyTo(point);
        Version++;
        Fitness = fitness;
        trace?.Add(new EliteMove(evaluations, fitness, distance));
    }

    /// <summary>Root mean square, in units of the box, of what the last offer changed in some coordinates.</summary>
    public double StepRootMeanSquare(ReadOnlySpan<int> coordinates)
    {
        double squares = 0;
        foreach (int i in coordinates)
        {
            double step = (point[i] - previous[i]) / box.Range[i];
            squares += step * step;
        }

        return Math.Sqrt(squares / coordinates.Length);
    }

    /// <summary>Root mean square, in units of the box, of what the last offer changed in all coordinates.</summary>
    public double StepRootMeanSquare()
    {
        double squares = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double step = (point[i] - previous[i]) / box.Range[i];
            squares += step * step;
        }

        return Math.Sqrt(squares / point.Length);
    }

    private double Distance(ReadOnlySpan<double> candidate)
    {
        double squares = 0;
        for (int i = 0; i < candidate.Length; i++)
            squares += (candidate[i] - point[i]) * (candidate[i] - point[i]);
        return Math.Sqrt(squares);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(point.AsSpan());
        state.Next(previous.AsSpan());
        slope = state.Next(slope);
        Fitness = state.Next(Fitness);
        PreviousFitness = state.Next(PreviousFitness);
        StartFitness = state.Next(StartFitness);
        Moves = state.Next(Moves);
        PathLength = state.Next(PathLength);
        // Not saved: whoever knows the point by its version knows another one.
        if (state.IsReading)
            Version++;
    }
}

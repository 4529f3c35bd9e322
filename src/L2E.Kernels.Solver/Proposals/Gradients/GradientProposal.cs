using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// Descent from the elite by limited-memory BFGS on exact gradients: along each direction a step of sufficient decrease is looked for
/// whose slope has flattened (the conditions of Wolfe). An iteration is as many of them as cost what a block of probes would, so that the
/// gains of proposals compare. Units: those of the box.
/// </summary>
internal sealed class GradientProposal : ILocalProposal
{
    private const int MostTrials = 12;
    private const double SufficientDecrease = 1e-4, FlattenedSlope = 0.9, LongestStep = 0.5, SmallestAmplitude = 1e-12;

    private readonly RunState run;
    private readonly LimitedMemoryModel model;
    private readonly double[] point, gradient, bestPoint, bestGradient, trialPoint, trialGradient;

    private Phase phase;
    private int trials, turnEvaluations;
    private bool hasGradient, hasBest, isStalled;
    private double length, shortest, longest, shortestFitness, shortestSlope, slope, pointFitness, bestFitness;

    public GradientProposal(RunState run, int blockSize)
    {
        this.run = run;
        BlockSize = blockSize;
        model = new LimitedMemoryModel(run.Box);
        point = new double[run.Box.Dimension];
        gradient = new double[run.Box.Dimension];
        bestPoint = new double[run.Box.Dimension];
        bestGradient = new double[run.Box.Dimension];
        trialPoint = new double[run.Box.Dimension];
        trialGradient = new double[run.Box.Dimension];
        Reset();
    }

    private enum Phase
    {
        Elite,
        Line,
        Done,
    }

    public string Name => ProposalNames.Gradient;

    public bool NeedsGradients => true;

    public double Amplitude { get; private set; }

    public double Trust => QuasiNewtonWonLately ? 1 : 0;

    public bool QuasiNewtonWonLately { get; private set; }

    public int BlockSize { get; }

    public void Reset()
    {
        model.Forget();
        Amplitude = run.Region.Amplitude;
        hasGradient = isStalled = QuasiNewtonWonLately = false;
        phase = Phase.Done;
    }

    /// <inheritdoc />
    public void FollowPopulation(double distance) => Amplitude = Math.Max(Amplitude, Math.Min(0.5 * distance, run.Region.Amplitude));

    public void Begin()
    {
        turnEvaluations = 0;
        if (hasGradient && run.Elite.Point.SequenceEqual(point))
        {
            BeginLine();
            return;
        }

        // Another proposal moved the elite: what was learned belongs to the place it left.
        model.Forget();
        isStalled = false;
        phase = Phase.Elite;
    }

    public int Ask(CandidateTile tile)
    {
        if (phase == Phase.Done)
            return 0;
        Span<double> candidate = tile.GetRow(0);
        if (phase == Phase.Elite)
        {
            run.Elite.Point.CopyTo(candidate);
            return 1;
        }

        ReadOnlySpan<double> direction = model.Direction;
        for (int i = 0; i < candidate.Length; i++)
            candidate[i] = run.Box.Move(point[i], -length * direction[i], i);
        candidate.CopyTo(trialPoint);
        return 1;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
        TensorPrimitives.Multiply(gradients, run.Box.Range, trialGradient);
        turnEvaluations++;
        bool isUsable = double.IsFinite(fitness[0]) && double.IsFinite(TensorPrimitives.SumOfSquares<double>(trialGradient));
        if (phase == Phase.Line)
        {
            TellTrial(isUsable ? fitness[0] : double.PositiveInfinity);
            return;
        }

        phase = Phase.Done;
        hasGradient = isUsable;
        if (!isUsable)
            return;
        run.Elite.Point.CopyTo(point);
        pointFitness = run.Elite.Fitness;
        trialGradient.CopyTo(gradient, 0);
        BeginLine();
    }

    public void End() =>
        QuasiNewtonWonLately = run.Elite.Fitness < run.Elite.PreviousFitness && run.Elite.Point.SequenceEqual(point);

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        model.Transfer(state);
        foreach (double[] values in (ReadOnlySpan<double[]>)[point, gradient, bestPoint, bestGradient, trialPoint])
            state.Next(values.AsSpan());
        phase = (Phase)state.NextIndex((int)phase, 0, (int)Phase.Done);
        trials = state.NextIndex(trials, 0, MostTrials);
        turnEvaluations = state.Next(turnEvaluations);
        hasGradient = state.Next(hasGradient);
        hasBest = state.Next(hasBest);
        isStalled = state.Next(isStalled);
        length = state.Next(length);
        shortest = state.Next(shortest);
        longest = state.Next(longest);
        shortestFitness = state.Next(shortestFitness);
        shortestSlope = state.Next(shortestSlope);
        slope = state.Next(slope);
        pointFitness = state.Next(pointFitness);
        bestFitness = state.Next(bestFitness);
        Amplitude = state.Next(Amplitude);
        QuasiNewtonWonLately = state.Next(QuasiNewtonWonLately);
    }

    private void BeginLine()
    {
        trials = 0;
        hasBest = false;
        model.Update(point, gradient);
        slope = -TensorPrimitives.Dot(model.Direction, gradient);
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude(model.Direction));
        length = largest > 0 ? Math.Min(model.HasModel ? 1 : Amplitude / largest, LongestStep / largest) : 0;
        shortest = 0;
        longest = double.PositiveInfinity;
        shortestFitness = bestFitness = pointFitness;
        shortestSlope = slope;
        phase = Phase.Line;
    }

    private void TellTrial(double fitness)
    {
        trials++;
        ReadOnlySpan<double> direction = model.Direction;
        double linear = 0, trialSlope = 0;
        for (int i = 0; i < trialPoint.Length; i++)
        {
            double moved = (trialPoint[i] - point[i]) / run.Box.Range[i];
            linear += gradient[i] * moved;
            // A coordinate that has come to its bound goes no further.
            if (trialPoint[i] > run.Box.Lower[i] && trialPoint[i] < run.Box.Upper[i])
                trialSlope -= trialGradient[i] * direction[i];
        }

        if (fitness < bestFitness)
        {
            bestFitness = fitness;
            hasBest = true;
            trialPoint.CopyTo(bestPoint, 0);
            trialGradient.CopyTo(bestGradient, 0);
        }

        bool hasDecreased = fitness <= pointFitness + SufficientDecrease * linear && fitness < shortestFitness;
        // Where nothing was found before, one trial is enough to see that it is still so.
        if ((hasDecreased && trialSlope >= FlattenedSlope * slope) || isStalled || trials == MostTrials || slope == 0)
        {
            EndLine();
            return;
        }

        if (!hasDecreased)
        {
            longest = length;
            length = ShorterLength(fitness);
            return;
        }

        (shortest, shortestFitness, shortestSlope) = (length, fitness, trialSlope);
        double end = LongestStep * 2 / Math.Abs(TensorPrimitives.MaxMagnitude(direction));
        if (shortest >= end)
            EndLine();
        else
            length = double.IsFinite(longest) ? 0.5 * (shortest + longest) : Math.Min(4 * shortest, end);
    }

    private void EndLine()
    {
        bool hadModel = model.HasModel;
        if (hasBest)
        {
            double squares = 0;
            for (int i = 0; i < point.Length; i++)
                squares += Math.Pow((bestPoint[i] - point[i]) / run.Box.Range[i], 2);
            Amplitude = Math.Sqrt(squares / point.Length);
            model.Learn(point, bestPoint, gradient, bestGradient);
            bestPoint.CopyTo(point, 0);
            bestGradient.CopyTo(gradient, 0);
            pointFitness = bestFitness;
        }
        else
        {
            model.Forget();
            Amplitude = Math.Max(0.3 * Amplitude, SmallestAmplitude);
        }

        // A direction of the model that leads nowhere is followed by the gradient itself; when that leads nowhere, this is the end.
        isStalled = !hasBest && !hadModel;
        if (isStalled || turnEvaluations >= 2 * BlockSize)
            phase = Phase.Done;
        else
            BeginLine();
    }

    /// <summary>The minimum of the parabola through the shortest length, its slope and the longest one, inside the interval.</summary>
    private double ShorterLength(double longestFitness)
    {
        double width = longest - shortest, excess = longestFitness - shortestFitness - shortestSlope * width;
        double part = -shortestSlope * width / (2 * excess);
        return shortest + width * (double.IsFinite(part) ? Math.Clamp(part, 0.1, 0.7) : 0.1);
    }
}

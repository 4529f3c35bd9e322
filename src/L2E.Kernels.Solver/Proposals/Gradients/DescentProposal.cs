using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// Descent from the elite by limited-memory BFGS on gradients by differences: one evaluation for each coordinate, then a few lengths along
/// the direction of the model. Cheaper than parabolas where the objective is smooth and its coordinates interact, along a curved valley
/// above all. Units: those of the box.
/// </summary>
internal sealed class DescentProposal : IProposal
{
    // Shorter than 1e-8, where rounding and curvature make errors of one size when values and derivatives are of one order per unit of the
    // box: a narrow valley is curved far more across than its values say, and it is there that this descent is of use.
    private const double Distance = 3e-10;
    private const double LongestStep = 0.5, SmallestAmplitude = 1e-12;
    private const int LongestMemory = 3, LargestDimension = 1000, LeastSteps = 60;

    private readonly RunState run;
    private readonly LimitedMemoryModel model;
    private readonly CoordinateProbes probes;
    private readonly int[] allCoordinates;
    private readonly double[] point, gradient, previousPoint, previousGradient;
    private readonly double[] moveFitness = new double[Lengths.Length];

    private Phase phase;
    private int moveCount, iterationsToForget;
    private bool hasGradient;

    // What a length of 1 along the model's direction is multiplied by, and the distance that the next step without a model should go.
    private double unit, amplitude, parabolaLength;

    public DescentProposal(RunState run)
    {
        this.run = run;
        model = new LimitedMemoryModel(run.Box);
        probes = new CoordinateProbes(run, null);
        allCoordinates = new int[run.Box.Dimension];
        for (int i = 0; i < allCoordinates.Length; i++)
            allCoordinates[i] = i;
        point = new double[run.Box.Dimension];
        gradient = new double[run.Box.Dimension];
        previousPoint = new double[run.Box.Dimension];
        previousGradient = new double[run.Box.Dimension];
        Reset();
    }

    private enum Phase
    {
        Probes,
        Moves,
        Parabola,
        Done,
    }

    public string Name => ProposalNames.Descent;

    /// <summary>Whether one of its last iterations moved the elite.</summary>
    public bool WonLately => iterationsToForget > 0;

    private static ReadOnlySpan<double> Lengths => [1, 0.3, 3];

    /// <summary>Whether the budget allows enough steps for the model to become one.</summary>
    public static bool IsAffordable(int dimension, long budget) =>
        dimension is > 1 and <= LargestDimension && budget >= (long)LeastSteps * dimension;

    public void Reset()
    {
        model.Forget();
        hasGradient = false;
        iterationsToForget = 0;
        amplitude = run.Region.Amplitude;
    }

    public void Begin()
    {
        moveCount = 0;
        if (hasGradient && run.Elite.Point.SequenceEqual(point))
        {
            // The last direction led nowhere: the gradient itself is next, and shorter each time.
            phase = Phase.Moves;
            model.Forget();
            amplitude = Math.Max(0.1 * amplitude, SmallestAmplitude);
            ChooseDirection();
            return;
        }

        phase = Phase.Probes;
        probes.Begin(allCoordinates);
        probes.ProbeOnce();
        // Towards the farther bound: a probe on a bound would be clipped.
        for (int i = 0; i < allCoordinates.Length; i++)
            probes.FirstOffsets[i] = probes.GetPosition(i) < 0.5 ? Distance : -Distance;
    }

    public int Ask(CandidateTile tile)
    {
        if (phase == Phase.Probes)
        {
            if (!probes.IsComplete)
                return probes.Ask(tile);
            TakeGradient();
            phase = Phase.Moves;
        }

        if (phase == Phase.Moves && moveCount == 0)
        {
            for (int k = 0; k < Lengths.Length; k++)
                WriteMove(Lengths[k], tile.GetRow(k));
            return Lengths.Length;
        }

        if (phase == Phase.Moves && TryFitParabola())
        {
            phase = Phase.Parabola;
            WriteMove(parabolaLength, tile.GetRow(0));
            return 1;
        }

        phase = Phase.Done;
        return 0;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
        if (phase == Phase.Probes)
        {
            probes.Tell(fitness);
        }
        else if (phase == Phase.Moves)
        {
            fitness.CopyTo(moveFitness.AsSpan(moveCount));
            moveCount += fitness.Length;
        }
        else
        {
            phase = Phase.Done;
        }
    }

    public void End()
    {
        double moved = run.Elite.StepRootMeanSquare();
        iterationsToForget = moved > 0 ? LongestMemory : Math.Max(0, iterationsToForget - 1);
        if (moved > 0)
            amplitude = Math.Min(3 * moved, run.Region.Amplitude);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        model.Transfer(state);
        probes.Transfer(state);
        foreach (double[] values in (ReadOnlySpan<double[]>)[point, gradient, moveFitness])
            state.Next(values.AsSpan());
        phase = (Phase)state.NextIndex((int)phase, 0, (int)Phase.Done);
        moveCount = state.NextIndex(moveCount, 0, Lengths.Length);
        iterationsToForget = state.NextIndex(iterationsToForget, 0, LongestMemory);
        hasGradient = state.Next(hasGradient);
        unit = state.Next(unit);
        amplitude = state.Next(amplitude);
        parabolaLength = state.Next(parabolaLength);
    }

    private void TakeGradient()
    {
        point.CopyTo(previousPoint, 0);
        gradient.CopyTo(previousGradient, 0);
        run.Elite.Point.CopyTo(point);
        for (int i = 0; i < gradient.Length; i++)
        {
            // So close by, a value made up for a probe that failed would be the whole gradient.
            double slope = (probes.FirstFitness[i] - run.Elite.Fitness) / probes.FirstOffsets[i];
            gradient[i] = double.IsFinite(slope) ? slope : 0;
        }

        if (hasGradient)
            model.Learn(previousPoint, point, previousGradient, gradient);
        hasGradient = true;
        ChooseDirection();
    }

    private void ChooseDirection()
    {
        model.Update(point, gradient);
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude(model.Direction));
        unit = largest > 0 ? Math.Min(model.HasModel ? 1 : amplitude / largest, LongestStep / largest) : 0;
    }

    private void WriteMove(double length, Span<double> candidate)
    {
        ReadOnlySpan<double> direction = model.Direction;
        for (int i = 0; i < candidate.Length; i++)
            candidate[i] = run.Box.Move(point[i], -length * unit * direction[i], i);
    }

    /// <summary>The minimum of the parabola along the direction, from the slope and the value at a length that leads down, or a short one.</summary>
    private bool TryFitParabola()
    {
        double slope = -unit * TensorPrimitives.Dot<double>(gradient, model.Direction);
        int k = moveFitness[0] < run.Elite.Fitness ? 0 : 1;
        double curvature = (moveFitness[k] - run.Elite.Fitness - slope * Lengths[k]) / (Lengths[k] * Lengths[k]);
        parabolaLength = Math.Clamp(-slope / (2 * curvature), 1e-3, 20);
        return curvature > 0 && double.IsFinite(curvature);
    }
}

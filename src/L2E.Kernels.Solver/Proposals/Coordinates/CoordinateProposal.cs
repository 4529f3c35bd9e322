using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// Proxy-Newton over blocks of coordinates: a parabola through three points is a differentiable surrogate of the objective
/// along each coordinate. When the budget allows several full sweeps of a moderate dimension the block becomes the whole
/// space, and a quasi-Newton model joins the moves. All of it in units of the box. Along <see cref="PrincipalAxes"/> the coordinates are
/// those, always all of them in one block, and there is no quasi-Newton model.
/// </summary>
internal sealed class CoordinateProposal : ILocalProposal
{
    private const int MoveCapacity = 8, DampedMove = 0, ShortMove = 1, BestOfEachMove = 2, HomogeneousMove = 3, QuasiNewtonMove = 4;
    private const double LargestAmplitude = 0.25, SmallestAmplitude = 1e-7, AmplitudeGrowth = 10;

    private readonly RunState run;
    private readonly CoordinateDeal deal;
    private readonly CoordinateProbes probes;
    private readonly QuasiNewtonModel? quasiNewton;
    private readonly int blockSize;
    private readonly double[] curvatures, slopes, blockCurvatures, newton, bestOfEach, homogeneousStep;
    private readonly double[] gradient, startCurvature, sorted;
    private readonly double[] moveFitness = new double[MoveCapacity];
    private PhiloxSequence random;

    // What is learned over iterations.
    private double damping, meanCurvature;
    private bool isHomogeneous, isExact, quasiNewtonWon;
    private int iterationsToForget;

    // The iteration in progress.
    private Phase phase;
    private bool isWholeStage, isWhole, isOneSided, isHeldBack;
    private int moveCount;
    private double parabolaLength;

    public CoordinateProposal(RunState run, int blockSize, PrincipalAxes? axes = null)
    {
        Name = axes is null ? ProposalNames.Coordinate : ProposalNames.AxisCoordinate;
        this.run = run;
        this.blockSize = blockSize;
        int dimension = run.Box.Dimension;
        deal = new CoordinateDeal(dimension);
        probes = new CoordinateProbes(run, axes);
        AllowsWhole = axes is null && dimension <= 1000 && run.Budget >= 60L * dimension;
        quasiNewton = AllowsWhole ? new QuasiNewtonModel(run.Box) : null;
        curvatures = new double[dimension];
        slopes = new double[dimension];
        blockCurvatures = new double[dimension];
        newton = new double[dimension];
        bestOfEach = new double[dimension];
        homogeneousStep = new double[dimension];
        gradient = new double[dimension];
        startCurvature = new double[dimension];
        sorted = new double[dimension];
        Reset();
    }

    private enum Phase
    {
        Probes,
        Moves,
        Parabola,
        Done,
    }

    public string Name { get; }

    /// <summary>Distance of the probes, in units of the box.</summary>
    public double Amplitude { get; private set; }

    /// <summary>Running mean of achieved over predicted decrease, in [-1, 1].</summary>
    public double Trust { get; private set; }

    /// <summary>Whether a quasi-Newton move was the best of one of the last iterations over all coordinates: it loses one now and then.</summary>
    public bool QuasiNewtonWonLately => iterationsToForget > 0;

    /// <summary>Lengths of the step along the quasi-Newton direction.</summary>
    private static ReadOnlySpan<double> QuasiNewtonLengths => [1, 0.3, 3];

    /// <summary>The number of coordinates of a block at the present stage of the run.</summary>
    public int BlockSize => UsesWhole ? run.Box.Dimension : blockSize;

    private bool AllowsWhole { get; }

    private bool UsesWhole =>
        AllowsWhole && run.Evaluations > 3L * run.Box.Dimension && (Trust > 0.7 || run.Evaluations > 8L * run.Box.Dimension);

    public void Reset()
    {
        random = new PhiloxSequence(run.Seed, RandomStream.Coordinate);
        deal.Reset();
        quasiNewton?.Forget();
        Array.Fill(curvatures, double.NaN);
        Amplitude = run.Region.Amplitude;
        Trust = damping = 1;
        meanCurvature = 0;
        isHomogeneous = isExact = quasiNewtonWon = false;
        iterationsToForget = 0;
    }

    /// <summary>Takes the curvatures measured at a point for the quasi-Newton model.</summary>
    public void Adopt(ReadOnlySpan<double> point, PrincipalAxes axes) => quasiNewton?.Start(point, axes);

    /// <summary>Probes again at the scale of the <paramref name="distance"/> by which the population moved the elite.</summary>
    public void FollowPopulation(double distance)
    {
        if (0.5 * distance <= Amplitude)
            return;
        Amplitude = Math.Min(0.5 * distance, LargestAmplitude);
        quasiNewton?.Forget();
    }

    public void Begin()
    {
        int dimension = run.Box.Dimension;
        isWholeStage = UsesWhole;
        // On a function of equal curvatures whose model is exact, one probe a coordinate solves all of them at once.
        bool joint = isHomogeneous && isExact && Trust > 0.9 && !isWholeStage && run.Remaining > dimension + MoveCapacity;
        int size = joint ? dimension : (int)Math.Min(BlockSize, Math.Max(1, (run.Remaining - 4) / 2));
        probes.Begin(joint ? deal.All : deal.Next(size, ref random));
        isWhole = isWholeStage && probes.Coordinates.Length == dimension;
        bool known = HasAllCurvatures();
        isOneSided = isWhole ? quasiNewtonWon && known : Trust > 0.5 && (isHomogeneous || known);
        ChooseOffsets();
        phase = Phase.Probes;
    }

    public int Ask(CandidateTile tile)
    {
        if (phase == Phase.Probes)
        {
            if (!probes.IsComplete)
                return probes.Ask(tile);
            FitParabolas();
            phase = Phase.Moves;
            return AskMoves(tile);
        }

        if (phase == Phase.Moves)
        {
            phase = Phase.Done;
            if (isWhole && TryFitLineParabola())
            {
                phase = Phase.Parabola;
                WriteQuasiNewtonMove(parabolaLength, tile.GetRow(0));
                return 1;
            }
        }

        return 0;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
        if (phase == Phase.Probes)
        {
            probes.Tell(fitness);
            if (probes.IsComplete)
                FiniteFitness.Impute(probes.Fitness, run.Elite.Fitness);
        }
        else
        {
            fitness.CopyTo(moveFitness.AsSpan(moveCount));
            moveCount += fitness.Length;
        }
    }

    public void End()
    {
        double before = run.Elite.PreviousFitness;
        Span<double> moves = moveFitness.AsSpan(0, moveCount);
        if (isWhole)
        {
            double others = Math.Min(before, TensorPrimitives.Min<double>(moves[..QuasiNewtonMove]));
            quasiNewtonWon = TensorPrimitives.Min<double>(moves[QuasiNewtonMove..]) < others;
            iterationsToForget = quasiNewtonWon ? 3 : Math.Max(0, iterationsToForget - 1);
        }

        double predicted = LearnCurvature(moves, before);
        LearnTrust(predicted, moves[DampedMove] - before);
        LearnDamping(moves, before, predicted);
        LearnAmplitude();
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        deal.Transfer(state);
        probes.Transfer(state);
        quasiNewton?.Transfer(state);
        foreach (double[] values in (ReadOnlySpan<double[]>)[curvatures, slopes, blockCurvatures, newton, gradient, moveFitness])
            state.Next(values.AsSpan());
        state.Next(ref random);
        damping = state.Next(damping);
        meanCurvature = state.Next(meanCurvature);
        isHomogeneous = state.Next(isHomogeneous);
        isExact = state.Next(isExact);
        phase = (Phase)state.NextIndex((int)phase, 0, (int)Phase.Done);
        isWholeStage = state.Next(isWholeStage);
        isWhole = state.Next(isWhole);
        isOneSided = state.Next(isOneSided);
        isHeldBack = state.Next(isHeldBack);
        moveCount = state.NextIndex(moveCount, 0, MoveCapacity);
        Amplitude = state.Next(Amplitude);
        Trust = state.Next(Trust);
        quasiNewtonWon = state.Next(quasiNewtonWon);
        iterationsToForget = state.Next(iterationsToForget);
    }

    private bool HasAllCurvatures()
    {
        foreach (int i in probes.Coordinates)
            if (double.IsNaN(curvatures[i]))
                return false;
        return true;
    }

    private void ChooseOffsets()
    {
        ReadOnlySpan<int> block = probes.Coordinates;
        Span<double> up = probes.FirstOffsets, down = probes.SecondOffsets;
        for (int k = 0; k < block.Length; k++)
        {
            int i = block[k];
            double position = Math.Clamp(probes.GetPosition(i), 0, 1);
            double above = Math.Min(Amplitude, 1 - position);
            double below = -Math.Min(Amplitude, position);
            // Where one side has no room, both probes go to the other one.
            if (above < 0.2 * Amplitude)
                above = 0.5 * below;
            else if (-below < 0.2 * Amplitude)
                below = 0.5 * above;
            (up[k], down[k]) = (above, below);
        }

        if (!isOneSided)
            return;
        probes.ProbeOnce();
        for (int k = 0; k < block.Length; k++)
            if (random.NextDouble() >= 0.5)
                up[k] = down[k];
    }

    /// <summary>Slope, curvature and the candidate steps of each coordinate of the block, from its probes.</summary>
    private void FitParabolas()
    {
        ReadOnlySpan<int> block = probes.Coordinates;
        int count = block.Length;
        double elite = run.Elite.Fitness;
        Span<double> first = probes.FirstFitness, second = probes.SecondFitness, up = probes.FirstOffsets, down = probes.SecondOffsets;
        for (int k = 0; k < count; k++)
        {
            double change = first[k] - elite, curvature;
            if (isOneSided)
            {
                curvature = isHomogeneous && !isWhole ? meanCurvature : curvatures[block[k]];
            }
            else
            {
                curvature = 2 * (change / up[k] - (second[k] - elite) / down[k]) / (up[k] - down[k]);
                curvature = double.IsFinite(curvature) ? curvature : 0;
                curvatures[block[k]] = curvature;
            }

            double slope = change / up[k] - 0.5 * curvature * up[k];
            slopes[k] = double.IsFinite(slope) ? slope : 0;
            blockCurvatures[k] = curvature;
        }

        double blockMean = TensorPrimitives.Sum<double>(blockCurvatures.AsSpan(0, count)) / count;
        double mean = Math.Max(isOneSided ? meanCurvature : blockMean, 1e-300);
        if (!isOneSided)
            meanCurvature = mean;
        double reach = isWholeStage ? 4 * Amplitude : Trust > 0.5 ? 1 : 2 * Amplitude;
        isHeldBack = false;
        for (int k = 0; k < count; k++)
        {
            double slope = slopes[k], curvature = blockCurvatures[k];
            double step = curvature > 1e-12 * Math.Abs(slope) / Amplitude ? -slope / curvature : -2 * Amplitude * Math.Sign(slope);
            isHeldBack |= isWholeStage && curvature > 0 && Math.Abs(step) > reach;
            step = Math.Clamp(step, -reach, reach);
            newton[k] = step;
            homogeneousStep[k] = Math.Clamp(-slope / mean, -reach, reach);
            double bestChange = first[k] - elite, bestOffset = up[k];
            if (!isOneSided && !(bestChange < second[k] - elite))
                (bestChange, bestOffset) = (second[k] - elite, down[k]);
            double predicted = slope * step + 0.5 * curvature * step * step;
            bestOfEach[k] = bestChange < Math.Min(0, 0.9 * predicted) ? bestOffset : predicted < 0 ? step : 0;
        }
    }

    private int AskMoves(CandidateTile tile)
    {
        moveCount = 0;
        probes.WriteMove(newton, damping, tile.GetRow(DampedMove));
        probes.WriteMove(newton, 0.4 * damping, tile.GetRow(ShortMove));
        probes.WriteMove(bestOfEach, 1, tile.GetRow(BestOfEachMove));
        probes.WriteMove(homogeneousStep, 1, tile.GetRow(HomogeneousMove));
        if (!isWhole)
            return QuasiNewtonMove;
        UpdateQuasiNewton();
        for (int k = 0; k < QuasiNewtonLengths.Length; k++)
            WriteQuasiNewtonMove(QuasiNewtonLengths[k], tile.GetRow(QuasiNewtonMove + k));
        return QuasiNewtonMove + QuasiNewtonLengths.Length;
    }

    private void UpdateQuasiNewton()
    {
        ReadOnlySpan<int> block = probes.Coordinates;
        for (int k = 0; k < block.Length; k++)
        {
            gradient[block[k]] = slopes[k];
            sorted[k] = startCurvature[block[k]] = Math.Abs(blockCurvatures[k]);
        }

        Ascending.Sort(sorted);
        double median = 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
        TensorPrimitives.Max(startCurvature, median * 1e-3 + 1e-300, startCurvature);
        quasiNewton!.Update(run.Elite.Point, gradient, startCurvature);
    }

    private void WriteQuasiNewtonMove(double length, Span<double> candidate)
    {
        ReadOnlySpan<double> elite = run.Elite.Point, direction = quasiNewton!.Direction;
        for (int i = 0; i < candidate.Length; i++)
            candidate[i] = run.Box.Move(elite[i], -length * direction[i], i);
    }

    /// <summary>The minimum of the parabola along the quasi-Newton direction, from the slope and the value at length 1.</summary>
    private bool TryFitLineParabola()
    {
        double slope = -TensorPrimitives.Dot<double>(gradient, quasiNewton!.Direction);
        double curvature = moveFitness[QuasiNewtonMove] - run.Elite.Fitness - slope;
        parabolaLength = Math.Clamp(-slope / (2 * curvature), 1e-3, 20);
        return curvature > 0 && double.IsFinite(curvature);
    }

    /// <summary>Whether one curvature serves all coordinates; returns the decrease that the model predicted for the move that counts.</summary>
    private double LearnCurvature(Span<double> moves, double before)
    {
        ReadOnlySpan<int> block = probes.Coordinates;
        if (!isOneSided && !isWhole)
            isHomogeneous = moves[HomogeneousMove] <= Math.Min(moves[DampedMove], moves[BestOfEachMove]) && moves[HomogeneousMove] < before;
        if (!isOneSided && isHomogeneous)
        {
            foreach (int i in block)
                curvatures[i] = double.NaN;
            moves[DampedMove] = moves[HomogeneousMove];
            return -0.5 * TensorPrimitives.SumOfSquares<double>(slopes.AsSpan(0, block.Length)) / meanCurvature;
        }

        double predicted = 0;
        for (int k = 0; k < block.Length; k++)
        {
            double step = damping * newton[k];
            predicted += slopes[k] * step + 0.5 * blockCurvatures[k] * step * step;
        }

        return predicted;
    }

    private void LearnTrust(double predicted, double achieved)
    {
        if (!(predicted < 0))
        {
            isExact = false;
            Trust = 0;
            return;
        }

        double ratio = achieved / Math.Min(predicted, -1e-300);
        isExact = Math.Abs(ratio - 1) < 0.05;
        Trust = 0.5 * Trust + 0.5 * Math.Clamp(double.IsNaN(ratio) ? -1 : ratio, -1, 1);
    }

    private void LearnDamping(ReadOnlySpan<double> moves, double before, double predicted)
    {
        if (!(Math.Min(moves[DampedMove], moves[ShortMove]) < before))
        {
            damping = 1;
            return;
        }

        // Far more than the predicted decrease is the mark of a kink: beyond it lies the minimum, up to twice as far.
        double longest = moves[DampedMove] - before < 2 * predicted ? 2 : 1;
        damping = Math.Clamp(damping * (moves[DampedMove] < moves[ShortMove] ? 1.25 : 0.7), 0.05, longest);
    }

    private void LearnAmplitude()
    {
        int count = probes.Coordinates.Length;
        double part = (double)count / run.Box.Dimension;
        double moved = probes.GetStepRootMeanSquare();
        double factor;
        // A jump leaves a coordinate far from its next minimum, of which parabolas know that they cannot reach it.
        if (isHeldBack && Trust > 0.9 && moved > 0)
            factor = AmplitudeGrowth;
        else if (moved == 0)
            factor = Math.Pow(0.3, Math.Max(part, Math.Min(1, count / 32.0)));
        else if (Trust < 0.9 || isWholeStage)
            factor = Math.Pow(Math.Min(1, Math.Max(0.1, 0.7 * moved / Amplitude)), part);
        else
            factor = Math.Pow(0.1, part);
        Amplitude = Math.Clamp(Amplitude * factor, SmallestAmplitude, LargestAmplitude);
    }
}

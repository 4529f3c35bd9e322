using System.Numerics.Tensors;
using L2E.Kernels.Operators;
using static L2E.Kernels.PopulationConstants;

namespace L2E.Kernels;

/// <summary>
/// A population with its own anchor and scale. Antithetic displacements, partly fresh noise and partly the averaged contractive
/// image of the last ones; a step recombined by rank, blended with a proxy-gradient step from the antithetic pairs; an
/// annealed log scale. Displacements and scales are in units of the box.
/// </summary>
internal sealed class PopulationProposal : IProposal
{
    /// <summary>The theorem asks for finitely many restarts.</summary>
    public const int RestartLimit = 64;

    private const double CollapsedScale = 1e-6, EnvelopeDecay = 0.97, HandSetBlend = 0.16;
    private const int StagnationWindow = 40, GrowthLimit = 5;

    private readonly RunState run;
    private readonly InitialDesign design;
    private readonly PopulationGates? gates;
    private readonly RunTrace? trace;
    private readonly int firstSize, capacity, dimension;
    private readonly bool usesGradient;

    // Sum of the gradients of a generation's points, per unit of the box; empty where they are not known.
    private readonly double[] exactGradient, scaledGradient;
    private readonly double[] anchor, fitness, ranked, rankWeights, utilities, length;
    private readonly float[] scale, displacements, byRank, averaged, step, moment, gradient, velocity;
    private readonly float[] stepWeights, momentWeights, gradientWeights;
    private readonly double[] lengthSquared;
    private readonly int[] order, rankOf;
    private readonly double[] recentBest = new double[StagnationWindow];

    private PhiloxSequence random;
    private int size, restarts, generation, generationsLeft, asked, told;
    private uint generationsDrawn;
    private double horizon, drift, lastBest, memory, noiseRadius, radius;
    private bool isPlaced;

    /// <param name="run">The run.</param>
    /// <param name="design">Gives the first anchor.</param>
    /// <param name="options">Parameters of the operator, size of the first population, and whether it takes proxy-gradient steps.</param>
    /// <param name="trace">Takes a record of each generation.</param>
    public PopulationProposal(RunState run, InitialDesign design, SolverOptions options, RunTrace? trace)
    {
        this.run = run;
        this.design = design;
        this.trace = trace;
        dimension = run.Box.Dimension;
        firstSize = options.Population ?? ChooseSize(run.PopulationShare * run.Budget, dimension, 1);
        // Only low-dimensional populations grow, so a large dimension pays for no room.
        capacity = dimension <= 200 ? (int)(firstSize * Math.Pow(1.5, GrowthLimit)) / 2 * 2 : firstSize;
        gates = options.Weights is null ? null : new PopulationGates(options.Weights, capacity, dimension);
        usesGradient = options.Proposals.HasFlag(Proposals.PopulationGradient);
        NeedsGradients = usesGradient && options.Mode == SolverMode.Gradient;
        exactGradient = NeedsGradients ? new double[dimension] : [];
        scaledGradient = NeedsGradients ? new double[dimension] : [];
        anchor = new double[dimension];
        fitness = new double[capacity + 1];
        ranked = new double[capacity];
        rankWeights = new double[capacity];
        utilities = new double[capacity];
        length = new double[capacity];
        order = new int[capacity];
        rankOf = new int[capacity];
        scale = new float[dimension];
        int half = capacity / 2;
        displacements = new float[checked(half * dimension)];
        byRank = gates is null ? [] : new float[half * dimension];
        averaged = gates is null ? [] : new float[half * dimension];
        step = new float[dimension];
        moment = new float[dimension];
        gradient = new float[dimension];
        velocity = new float[dimension];
        stepWeights = new float[half];
        momentWeights = new float[half];
        gradientWeights = new float[half];
        lengthSquared = new double[half];
        Reset();
    }

    public string Name => ProposalNames.Population;

    public bool NeedsGradients { get; }

    public ContractionLedger Ledger { get; } = new();

    public int Restarts => restarts;

    /// <summary>Whether it has collapsed for the last time the theorem allows.</summary>
    public bool IsExhausted { get; private set; }

    public double MeanScale { get; private set; }

    /// <summary>Evaluations that one turn should spend, at least one generation.</summary>
    public int TurnLength { get; set; } = 1;

    private int Half => size / 2;

    public static int ChooseSize(double budget, int dimension, double growth) =>
        (int)Math.Min(
            growth * Math.Max(4 + 3 * Math.Log(dimension), 3 * Math.Sqrt(Math.Max(0, budget) / dimension)), 1 << 20) / 2 * 2;

    public void Reset()
    {
        random = new PhiloxSequence(run.Seed, RandomStream.Population);
        Ledger.Reset();
        isPlaced = IsExhausted = false;
        restarts = 0;
        generationsDrawn = 0;
    }

    public void Begin()
    {
        if (!isPlaced)
        {
            isPlaced = true;
            design.Centroid.CopyTo(anchor);
            Start(firstSize, run.Region.Scale, run.PopulationShare * run.Budget);
        }
        else if (dimension > 200 && run.Elite.Fitness < lastBest)
        {
            // Where sampling learns slowly, another proposal's find is worth more than the own path.
            run.Elite.Point.CopyTo(anchor);
        }

        generationsLeft = Math.Max(1, (int)Math.Round((double)TurnLength / size));
        Draw();
    }

    public int Ask(CandidateTile tile)
    {
        if (asked == size + 1)
        {
            if (generationsLeft == 0)
                return 0;
            Draw();
        }

        int rows = Math.Min(tile.Height, size + 1 - asked);
        for (int row = 0; row < rows; row++, asked++)
            WriteCandidate(asked, tile.GetRow(row));
        return rows;
    }

    public void Tell(ReadOnlySpan<double> values, ReadOnlySpan<double> gradients)
    {
        for (int row = 0; row < values.Length && NeedsGradients; row++)
            AddGradient(gradients.Slice(row * dimension, dimension));
        values.CopyTo(fitness.AsSpan(told));
        told += values.Length;
        if (told == size + 1)
            EndGeneration();
    }

    public void End()
    {
        if (!HasCollapsed() && !HasStagnated())
            return;
        if (restarts == RestartLimit)
        {
            IsExhausted = true;
            return;
        }

        restarts++;
        bool isNear = restarts % 2 == 1;
        double newScale = isNear ? FirstScale * Math.Pow(10, -1.5 * random.NextDouble()) : FirstScale;
        for (int i = 0; i < dimension; i++)
            anchor[i] = isNear ? run.Elite.Point[i] : random.NextUniform(run.Box.Lower[i], run.Box.Upper[i]);
        double budget = Math.Max(run.PopulationShare * run.Remaining, 20.0 * dimension);
        double growth = dimension <= 200 ? Math.Pow(1.5, Math.Min(restarts, GrowthLimit)) : 1;
        Start(Math.Clamp(ChooseSize(budget, dimension, growth), 4, capacity), newScale, budget);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        size = state.NextIndex(size, 0, capacity);
        restarts = state.NextIndex(restarts, 0, RestartLimit);
        generation = state.NextIndex(generation, 0, int.MaxValue);
        generationsLeft = state.Next(generationsLeft);
        asked = state.NextIndex(asked, 0, size + 1);
        told = state.NextIndex(told, 0, size + 1);
        generationsDrawn = state.Next(generationsDrawn);
        horizon = state.Next(horizon);
        drift = state.Next(drift);
        lastBest = state.Next(lastBest);
        memory = state.Next(memory);
        noiseRadius = state.Next(noiseRadius);
        radius = state.Next(radius);
        isPlaced = state.Next(isPlaced);
        IsExhausted = state.Next(IsExhausted);
        MeanScale = state.Next(MeanScale);
        TurnLength = state.Next(TurnLength);
        state.Next(ref random);
        state.Next(anchor.AsSpan());
        state.Next(fitness.AsSpan(0, size + 1));
        state.Next(utilities.AsSpan(0, size));
        state.Next(recentBest.AsSpan());
        state.Next(lengthSquared.AsSpan(0, Half));
        state.Next(exactGradient.AsSpan());
        state.Next(scale.AsSpan());
        state.Next(velocity.AsSpan());
        state.Next(displacements.AsSpan(0, Half * dimension));
        // Without memory the next displacements do not read the last averaged ones.
        if (memory > 0)
            state.Next(averaged.AsSpan(0, Half * dimension));
        gates?.Transfer(state);
        Ledger.Transfer(state);
    }

    private void Start(int newSize, double newScale, double budget)
    {
        size = newSize;
        horizon = Math.Max(5, budget / (size + 1));
        drift = GetDrift(dimension, horizon);
        generation = 0;
        memory = 0;
        lastBest = double.PositiveInfinity;
        Array.Fill(scale, (float)newScale);
        MeanScale = newScale;
        Array.Clear(velocity);
        Span<double> utility = utilities.AsSpan(0, size);
        LogRankWeights.Fill(utility);
        for (int i = 0; i < size; i++)
            utility[i] -= 1.0 / size;
        gates?.Restart(utility);
    }

    /// <summary>Draws the displacements of the next generation: <c>sqrt(1 - c) noise + sqrt(c) sign averaged</c>.</summary>
    private void Draw()
    {
        generationsLeft--;
        asked = told = 0;
        Array.Clear(exactGradient);
        int half = Half;
        Span<float> rows = displacements.AsSpan(0, half * dimension);
        ExplorationNoise.Fill(run.Seed, generationsDrawn++, RandomStream.Exploration, half, dimension, scale, rows);
        noiseRadius = radius = 0;
        float noiseShare = (float)Math.Sqrt(1 - memory), averagedShare = (float)Math.Sqrt(memory);
        for (int h = 0; h < half; h++)
        {
            Span<float> row = Row(displacements, h);
            double squares = RowNorms.SumOfSquares(row);
            noiseRadius = Math.Max(noiseRadius, Math.Sqrt(squares));
            if (memory > 0)
            {
                float signed = random.NextUInt32() < 0x80000000 ? averagedShare : -averagedShare;
                ReadOnlySpan<float> image = Row(averaged, h);
                for (int i = 0; i < row.Length; i++)
                    row[i] = noiseShare * row[i] + signed * image[i];
                squares = RowNorms.SumOfSquares(row);
            }

            lengthSquared[h] = squares;
            radius = Math.Max(radius, Math.Sqrt(squares));
        }
    }

    /// <summary>Share of the proxy-gradient step in the anchor's move.</summary>
    private double Blend => usesGradient ? gates?.Controls.Blend ?? HandSetBlend : 0;

    private Span<float> Row(float[] rows, int index) => rows.AsSpan(index * dimension, dimension);

    /// <summary>
    /// Candidate <paramref name="index"/>: the anchor with a displacement, with its mirror image, and last the anchor itself.
    /// </summary>
    private void WriteCandidate(int index, Span<double> candidate)
    {
        if (index == size)
        {
            anchor.CopyTo(candidate);
            return;
        }

        ReadOnlySpan<float> row = Row(displacements, index < Half ? index : index - Half);
        double sign = index < Half ? 1 : -1;
        for (int i = 0; i < candidate.Length; i++)
            candidate[i] = run.Box.Move(anchor[i], sign * row[i], i);
    }

    private void EndGeneration()
    {
        // Counted when it is complete: a generation that the budget cuts short moves nothing.
        Ledger.Drawn(memory, noiseRadius, radius);
        Span<double> values = fitness.AsSpan(0, size + 1);
        FiniteFitness.Impute(values, run.Elite.Fitness);
        Rank(values[..size]);
        lastBest = Math.Min(ranked[0], values[size]);
        recentBest[generation % StagnationWindow] = lastBest;
        utilities.AsSpan(0, size).CopyTo(rankWeights);
        if (gates is not null)
        {
            MeasureLengths();
            gates.Evaluate(ranked.AsSpan(0, size), length.AsSpan(0, size), generation, horizon);
            gates.Measure(Ledger);
            gates.CorrectWeights(rankWeights.AsSpan(0, size));
        }

        double curvature = Recombine(values);
        double usedMemory = memory, averagedRadius = double.NaN;
        if (gates is not null)
        {
            gates.CorrectMoves(scale, gradient, step, moment);
            memory = gates.Controls.Memory;
            averagedRadius = AverageByRank();
            Ledger.Averaged(averagedRadius);
        }

        trace?.Add(new GenerationRecord(
            run.Evaluations, restarts, noiseRadius, usedMemory, radius, averagedRadius, Blend, gates?.ToRecord()));
        // The envelope makes the steps summable after the planned horizon, which is what makes the anchor converge.
        double envelope = Math.Pow(EnvelopeDecay, Math.Max(0, generation - horizon));
        MoveAnchor(curvature, envelope);
        AdaptScale(envelope);
        generation++;
    }

    private void Rank(ReadOnlySpan<double> values)
    {
        values.CopyTo(ranked);
        for (int i = 0; i < size; i++)
            order[i] = i;
        ranked.AsSpan(0, size).Sort(order.AsSpan(0, size));
        for (int rank = 0; rank < size; rank++)
            rankOf[order[rank]] = rank;
    }

    private void MeasureLengths()
    {
        for (int h = 0; h < Half; h++)
        {
            double rootMeanSquare = Math.Sqrt(RowNorms.ScaledSumOfSquares(Row(displacements, h), scale) / dimension);
            length[rankOf[h]] = length[rankOf[h + Half]] = rootMeanSquare;
        }
    }

    /// <summary>
    /// The recombined step, second moment and proxy gradient of the generation; returns the mean curvature along the pairs.
    /// Gradient and curvature are divided by the largest weight of the gradient, which cancels in the step and keeps floats in range.
    /// </summary>
    private double Recombine(ReadOnlySpan<double> values)
    {
        int half = Half;
        double centre = values[size], curvature = 0, meanLengthSquared = 0, largest = 0;
        for (int h = 0; h < half; h++)
        {
            stepWeights[h] = (float)(rankWeights[rankOf[h]] - rankWeights[rankOf[h + half]]);
            momentWeights[h] = (float)(utilities[rankOf[h]] + utilities[rankOf[h + half]]);
            curvature += (values[h] - centre) / half + (values[h + half] - centre) / half;
            meanLengthSquared += lengthSquared[h] / half;
            largest = Math.Max(largest, Math.Abs(PairSlope(values, h)));
        }

        double unit = largest > 0 && double.IsFinite(largest) ? 1 / largest : 0;
        for (int h = 0; h < half; h++)
            gradientWeights[h] = (float)(unit * PairSlope(values, h));
        Recombination.Forward(
            half, dimension, displacements.AsSpan(0, half * dimension), stepWeights.AsSpan(0, half), momentWeights.AsSpan(0, half),
            gradientWeights.AsSpan(0, half), step, moment, gradient);
        if (NeedsGradients)
            unit = TakeExactGradient();
        double scaled = unit * curvature / meanLengthSquared;
        return double.IsFinite(scaled) ? Math.Max(0, scaled) : 0;
    }

    private void AddGradient(ReadOnlySpan<double> row)
    {
        TensorPrimitives.Multiply(row, run.Box.Range, scaledGradient);
        if (double.IsFinite(TensorPrimitives.SumOfSquares<double>(scaledGradient)))
            TensorPrimitives.Add<double>(exactGradient, scaledGradient, exactGradient);
    }

    /// <summary>The mean gradient of the generation's points in place of that of its pairs; returns by what it was multiplied.</summary>
    private double TakeExactGradient()
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(exactGradient));
        double unit = largest > 0 && double.IsFinite(largest) ? 1 / largest : 0;
        for (int i = 0; i < dimension; i++)
            gradient[i] = (float)(unit * exactGradient[i]);
        // The sum is over all points, the curvature is a mean.
        return unit * (size + 1);
    }

    private double PairSlope(ReadOnlySpan<double> values, int pair) =>
        lengthSquared[pair] > 0 ? (0.5 * values[pair] - 0.5 * values[pair + Half]) / lengthSquared[pair] : 0;

    private double AverageByRank()
    {
        int half = Half;
        for (int rank = 0; rank < half; rank++)
        {
            int individual = order[rank];
            ReadOnlySpan<float> source = Row(displacements, individual < half ? individual : individual - half);
            Span<float> destination = Row(byRank, rank);
            if (individual < half)
                source.CopyTo(destination);
            else
                for (int i = 0; i < source.Length; i++)
                    destination[i] = -source[i];
        }

        gates!.Average(half, byRank.AsSpan(0, half * dimension), averaged.AsSpan(0, half * dimension));
        double largest = 0;
        for (int h = 0; h < half; h++)
            largest = Math.Max(largest, RowNorms.SumOfSquares(Row(averaged, h)));
        return Math.Sqrt(largest);
    }

    private void MoveAnchor(double curvature, double envelope)
    {
        GlobalControls? controls = gates?.Controls;
        double blend = Blend, momentum = controls?.Momentum ?? 0;
        double gradientNorm = Math.Sqrt(RowNorms.SumOfSquares(gradient)), scaleNorm = Math.Sqrt(RowNorms.SumOfSquares(scale));
        double proxy = -ProxyFactor * (controls?.ProxyGain ?? 1) / (curvature + gradientNorm / (4 * scaleNorm) + 1e-300);
        float stepFactor = (float)((1 - blend) * StepFactor * (controls?.StepGain ?? 1)), proxyFactor = (float)(blend * proxy);
        for (int i = 0; i < dimension; i++)
            velocity[i] = (float)momentum * velocity[i] + stepFactor * step[i] + proxyFactor * gradient[i];
        double advance = 1 - 0.5 * momentum;
        double norm = advance * Math.Sqrt(RowNorms.SumOfSquares(velocity)), limit = Math.Sqrt(dimension) * envelope;
        if (!(norm <= limit))
        {
            float shrink = double.IsFinite(norm) ? (float)(limit / norm) : 0;
            for (int i = 0; i < dimension; i++)
                velocity[i] = shrink == 0 ? 0 : shrink * velocity[i];
        }

        for (int i = 0; i < dimension; i++)
            anchor[i] = run.Box.Move(anchor[i], advance * velocity[i], i);
        gates?.Moved(advance * Math.Sqrt(RowNorms.ScaledSumOfSquares(velocity, scale)));
    }

    private void AdaptScale(double envelope)
    {
        double rate = GetScaleRate(dimension);
        GlobalControls? controls = gates?.Controls;
        float factor = (float)(ScaleRateFactor * rate * (controls?.ScaleGain ?? 1));
        float constant = (float)(rate * (controls?.ScaleDrift ?? 0) - drift);
        float largest = (float)Math.Max(ScaleMax * envelope, ScaleMin);
        double sum = 0;
        for (int i = 0; i < dimension; i++)
        {
            // The utilities sum to 0, so the -1 of the second moment cancels.
            float growth = Math.Clamp(factor * moment[i] / (scale[i] * scale[i]) + constant, -ScaleStep, ScaleStep);
            scale[i] = Math.Clamp(scale[i] * MathF.Exp(growth), ScaleMin, largest);
            sum += scale[i];
        }

        MeanScale = sum / dimension;
    }

    private bool HasCollapsed()
    {
        foreach (float value in scale)
            if (value >= CollapsedScale)
                return false;
        return true;
    }

    private bool HasStagnated()
    {
        if (generation <= 60 + 30.0 * dimension / size)
            return false;
        double smallest = recentBest[0], largest = recentBest[0];
        foreach (double value in recentBest)
        {
            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }

        return largest - smallest < 1e-10 * Math.Abs(lastBest) + 1e-300;
    }
}

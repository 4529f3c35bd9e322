using System.Numerics.Tensors;
using static L2E.Kernels.PopulationConstants;

namespace L2E.Kernels;

/// <summary>
/// A population with its own anchor and scale. Antithetic displacements, partly fresh noise and partly the averaged contractive
/// image of the last ones; a step recombined by rank, blended with a proxy-gradient step from the antithetic pairs; an
/// annealed log scale. What is as long as the dimension is in its <see cref="IPopulationState"/>, the rest here.
/// </summary>
internal sealed class PopulationProposal : IProposal
{
    /// <summary>The theorem asks for finitely many restarts.</summary>
    public const int RestartLimit = 64;

    private const double EnvelopeDecay = 0.97, HandSetBlend = 0.16;
    private const int StagnationWindow = 40, GrowthLimit = 5;

    private readonly RunState run;
    private readonly InitialDesign design;
    private readonly PopulationGates? gates;
    private readonly RunTrace? trace;
    private readonly IPopulationState state;

    // The same where it is on the host; else null, and candidates stay where they are.
    private readonly HostPopulationState? host;
    private readonly ContractionLedger ledger = new();
    private readonly int firstSize, capacity, dimension;
    private readonly bool usesGradient;

    // Sum of the gradients of a generation's points, per unit of the box; empty where they are not known.
    private readonly double[] exactGradient, scaledGradient;
    private readonly double[] fitness, ranked, rankWeights, utilities, length, placement, evaluated;
    private readonly float[] stepWeights, momentWeights, gradientWeights, signs;
    private readonly double[] noiseSquared, lengthSquared, scaledSquared;
    private readonly int[] order, rankOf;
    private readonly double[] recentBest = new double[StagnationWindow];

    private PhiloxSequence random;
    private int size, restarts, generation, generationsLeft, asked, told, evaluations;
    private uint generationsDrawn;
    private double horizon, drift, lastBest, memory;
    private bool isPlaced, hasMoved;

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
        fitness = new double[capacity + 1];
        ranked = new double[capacity];
        rankWeights = new double[capacity];
        utilities = new double[capacity];
        length = new double[capacity];
        order = new int[capacity];
        rankOf = new int[capacity];
        placement = new double[dimension];
        int half = capacity / 2;
        stepWeights = new float[half];
        momentWeights = new float[half];
        gradientWeights = new float[half];
        signs = new float[half];
        noiseSquared = new double[half];
        lengthSquared = new double[half];
        scaledSquared = new double[half];
        evaluated = new double[capacity + 1];
        bool needsHost = NeedsGradients || gates is { HasTimeScan: true };
        state = (needsHost ? null : options.MakePopulationState?.Invoke(run, half))
            ?? new HostPopulationState(run, half, gates is not null);
        host = state as HostPopulationState;
        Reset();
    }

    public string Name => ProposalNames.Population;

    /// <summary>Where its candidates are.</summary>
    public IPopulationState State => state;

    public bool NeedsGradients { get; }

    public ContractionLedger Ledger
    {
        get
        {
            Settle();
            return ledger;
        }
    }

    public int Restarts => restarts;

    /// <summary>Whether it has collapsed for the last time the theorem allows.</summary>
    public bool IsExhausted { get; private set; }

    public double MeanScale => state.MeanScale;

    /// <summary>Evaluations that one turn should spend, at least one generation.</summary>
    public int TurnLength { get; set; } = 1;

    private int Half => size / 2;

    public static int ChooseSize(double budget, int dimension, double growth) =>
        (int)Math.Min(
            growth * Math.Max(4 + 3 * Math.Log(dimension), 3 * Math.Sqrt(Math.Max(0, budget) / dimension)), 1 << 20) / 2 * 2;

    public void Reset()
    {
        random = new PhiloxSequence(run.Seed, RandomStream.Population);
        ledger.Reset();
        isPlaced = IsExhausted = hasMoved = false;
        restarts = 0;
        generationsDrawn = 0;
    }

    public void Begin()
    {
        if (!isPlaced)
        {
            isPlaced = true;
            state.Place(design.Centroid);
            Start(firstSize, run.Region.Scale, run.PopulationShare * run.Budget);
        }
        else if (dimension > 200 && run.Elite.Fitness < lastBest)
        {
            // Where sampling learns slowly, another proposal's find is worth more than the own path.
            state.Place(run.Elite.Point);
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
        if (host is null)
            tile.Hold(asked);
        else
            for (int row = 0; row < rows; row++)
                host.WriteCandidate(asked + row, tile.GetRow(row));
        asked += rows;
        return rows;
    }

    /// <summary>
    /// The fitness of candidates of the batch that is asked for, from where they are kept. All of the generation is evaluated at once, as
    /// far as the budget goes.
    /// </summary>
    /// <param name="first">The first of them, from the beginning of the batch.</param>
    /// <param name="values">Destination (=).</param>
    public void Evaluate(int first, Span<double> values)
    {
        if (evaluations == 0)
        {
            evaluations = (int)Math.Min(size + 1, told + run.Remaining);
            state.Evaluate(evaluated.AsSpan(0, evaluations));
        }

        evaluated.AsSpan(told + first, values.Length).CopyTo(values);
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
        if (!state.HasCollapsed() && !HasStagnated())
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
            placement[i] = isNear ? run.Elite.Point[i] : random.NextUniform(run.Box.Lower[i], run.Box.Upper[i]);
        state.Place(placement);
        double budget = Math.Max(run.PopulationShare * run.Remaining, 20.0 * dimension);
        double growth = dimension <= 200 ? Math.Pow(1.5, Math.Min(restarts, GrowthLimit)) : 1;
        Start(Math.Clamp(ChooseSize(budget, dimension, growth), 4, capacity), newScale, budget);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer transfer)
    {
        if (!transfer.IsReading)
            Settle();
        hasMoved = false;
        evaluations = 0;
        size = transfer.NextIndex(size, 0, capacity);
        restarts = transfer.NextIndex(restarts, 0, RestartLimit);
        generation = transfer.NextIndex(generation, 0, int.MaxValue);
        generationsLeft = transfer.Next(generationsLeft);
        asked = transfer.NextIndex(asked, 0, size + 1);
        told = transfer.NextIndex(told, 0, size + 1);
        generationsDrawn = transfer.Next(generationsDrawn);
        horizon = transfer.Next(horizon);
        drift = transfer.Next(drift);
        lastBest = transfer.Next(lastBest);
        memory = transfer.Next(memory);
        isPlaced = transfer.Next(isPlaced);
        IsExhausted = transfer.Next(IsExhausted);
        TurnLength = transfer.Next(TurnLength);
        transfer.Next(ref random);
        transfer.Next(fitness.AsSpan(0, size + 1));
        transfer.Next(utilities.AsSpan(0, size));
        transfer.Next(recentBest.AsSpan());
        transfer.Next(exactGradient.AsSpan());
        state.Transfer(transfer);
        gates?.Transfer(transfer);
        ledger.Transfer(transfer);
    }

    private void Start(int newSize, double newScale, double budget)
    {
        Settle();
        size = newSize;
        horizon = Math.Max(5, budget / (size + 1));
        drift = GetDrift(dimension, horizon);
        generation = 0;
        memory = 0;
        lastBest = double.PositiveInfinity;
        state.Spread(newScale);
        Span<double> utility = utilities.AsSpan(0, size);
        LogRankWeights.Fill(utility);
        for (int i = 0; i < size; i++)
            utility[i] -= 1.0 / size;
        gates?.Restart(utility);
    }

    private void Draw()
    {
        generationsLeft--;
        asked = told = evaluations = 0;
        Array.Clear(exactGradient);
        for (int h = 0; h < Half && memory > 0; h++)
            signs[h] = random.NextUInt32() < 0x80000000 ? 1 : -1;
        state.Draw(Half, generationsDrawn++, memory, signs.AsSpan(0, Half));
    }

    /// <summary>Share of the proxy-gradient step in the anchor's move.</summary>
    private double Blend => usesGradient ? gates?.Controls.Blend ?? HandSetBlend : 0;

    private void EndGeneration()
    {
        Settle();
        Span<double> scaled = scaledSquared.AsSpan(0, gates is null ? 0 : Half);
        state.Measure(noiseSquared.AsSpan(0, Half), lengthSquared.AsSpan(0, Half), scaled);
        double noiseRadius = 0, radius = 0;
        for (int h = 0; h < Half; h++)
            (noiseRadius, radius) = (Math.Max(noiseRadius, Math.Sqrt(noiseSquared[h])), Math.Max(radius, Math.Sqrt(lengthSquared[h])));
        // Counted when it is complete: a generation that the budget cuts short moves nothing.
        ledger.Drawn(memory, noiseRadius, radius);
        Span<double> values = fitness.AsSpan(0, size + 1);
        FiniteFitness.Impute(values, run.Elite.Fitness);
        Rank(values[..size]);
        lastBest = Math.Min(ranked[0], values[size]);
        recentBest[generation % StagnationWindow] = lastBest;
        utilities.AsSpan(0, size).CopyTo(rankWeights);
        if (gates is not null)
        {
            for (int h = 0; h < Half; h++)
                length[rankOf[h]] = length[rankOf[h + Half]] = Math.Sqrt(scaled[h] / dimension);
            gates.Evaluate(ranked.AsSpan(0, size), length.AsSpan(0, size), generation, horizon);
            gates.Measure(ledger);
            gates.CorrectWeights(rankWeights.AsSpan(0, size));
        }

        double curvature = Recombine(values);
        double usedMemory = memory;
        if (gates is not null)
        {
            if (host is not null)
                gates.CorrectMoves(host.Scale, host.Gradient, host.Step, host.Moment);
            memory = gates.Controls.Memory;
            state.Average(gates, order.AsSpan(0, Half));
        }

        trace?.Add(new GenerationRecord(
            run.Evaluations, restarts, noiseRadius, usedMemory, radius, gates is null ? double.NaN : state.AveragedRadius, Blend,
            gates?.ToRecord()));
        // The envelope makes the steps summable after the planned horizon, which is what makes the anchor converge.
        double envelope = Math.Pow(EnvelopeDecay, Math.Max(0, generation - horizon));
        Move(curvature, envelope);
        generation++;
    }

    /// <summary>
    /// Takes in what the last generation's move came to. Only when it is needed: by then a device has been read anyway.
    /// </summary>
    private void Settle()
    {
        if (!hasMoved)
            return;
        hasMoved = false;
        if (gates is null)
            return;
        ledger.Averaged(state.AveragedRadius);
        gates.Moved(state.MovedLength);
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
        state.Recombine(stepWeights.AsSpan(0, half), momentWeights.AsSpan(0, half), gradientWeights.AsSpan(0, half));
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
        Span<float> gradient = host!.Gradient;
        for (int i = 0; i < dimension; i++)
            gradient[i] = (float)(unit * exactGradient[i]);
        // The sum is over all points, the curvature is a mean.
        return unit * (size + 1);
    }

    private double PairSlope(ReadOnlySpan<double> values, int pair) =>
        lengthSquared[pair] > 0 ? (0.5 * values[pair] - 0.5 * values[pair + Half]) / lengthSquared[pair] : 0;

    private void Move(double curvature, double envelope)
    {
        GlobalControls? controls = gates?.Controls;
        double blend = Blend, rate = GetScaleRate(dimension);
        state.Move(new PopulationMove(
            controls?.Momentum ?? 0, (float)((1 - blend) * StepFactor * (controls?.StepGain ?? 1)), blend,
            -ProxyFactor * (controls?.ProxyGain ?? 1), curvature, Math.Sqrt(dimension) * envelope,
            (float)(ScaleRateFactor * rate * (controls?.ScaleGain ?? 1)), (float)(rate * (controls?.ScaleDrift ?? 0) - drift),
            (float)Math.Max(ScaleMax * envelope, ScaleMin)));
        hasMoved = true;
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

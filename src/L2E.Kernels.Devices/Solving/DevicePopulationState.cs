using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// A population's state in the memory of a device, where its candidates are evaluated too. What crosses in a generation does not grow with
/// the dimension: weights, order and gates to the device, and one read of fitness and norms. Points cross one at a time, when one becomes
/// the best or the anchor is put somewhere else.
/// </summary>
/// <remarks>
/// Of the anchor, what <see cref="Placement"/> subtracts is taken off in double on the host, once: near a minimum that was shifted the
/// coordinates that the objective's code takes are then small, and floats hold them as exactly as they do on the CPU.
/// </remarks>
internal sealed class DevicePopulationState : IPopulationState, IDisposable
{
    // What is measured of each row, and the blocks of a report behind the fitness: those of a row a pair, then the single rows.
    private const int Measures = 4;
    private const int Noise = 0, Whole = 1, Averaged = 2, BlocksOfPairs = 3;
    private const int Scale = 0, Gradient = 1, Velocity = 2, SingleRows = 3;

    // The least that an adaptation leaves of a scale, with room for rounding.
    private static readonly double smallestShare = Math.Exp(-PopulationConstants.ScaleStep) * 0.999;

    private readonly List<IDisposable> owned = [];
    private readonly Device device;
    private readonly DevicePoints points;
    private readonly DevicePopulationScan scan;
    private readonly DeviceContractiveStep contractiveStep;
    private readonly DeviceRecombination recombination;
    private readonly DeviceExplorationNoise noise;
    private readonly DeviceKernel mix, measure, place, sort, accelerate, moveAnchor;
    private readonly DeviceBuffer<float> anchor, scale, velocity, step, moment, gradient, displacements, sorted, averaged;
    private readonly DeviceBuffer<float> range, lower, upper, candidate, report;
    private readonly DeviceBuffer<float> signs, stepWeights, momentWeights, gradientWeights;
    private readonly DeviceBuffer<float> delta, decay, inputGates, outputGates, rowBound, relaxation, scanWorkspace;
    private readonly DeviceBuffer<int> order;
    private readonly SearchBox box;
    private readonly ulong seed;
    private readonly int dimension;
    private readonly double[] shift;
    private readonly float[] hostRow, hostReport;

    private int pairs;
    private double memory, leastLargestScale;
    private PopulationMove lastMove;
    private bool isFresh, hasAveraged;

    /// <param name="device">The device.</param>
    /// <param name="evaluation">The objective on it; the caller's to dispose of.</param>
    /// <param name="rotation">Its rotation, the caller's too; null where it has none.</param>
    /// <param name="run">The run: its box, and the seed of the noise.</param>
    /// <param name="capacity">The most antithetic pairs.</param>
    /// <param name="states">States of the operator's scan; 0 where displacements are not averaged.</param>
    /// <exception cref="DeviceException">A kernel does not compile, or the device has not enough memory.</exception>
    public DevicePopulationState(
        Device device, DevicePopulationEvaluation evaluation, DeviceRotation? rotation, RunState run, int capacity, int states)
    {
        this.device = device;
        (box, seed, dimension) = (run.Box, run.Seed, run.Box.Dimension);
        int candidates = 2 * capacity + 1, coordinates = Guard.Product("population", "pairs * dimension", capacity, dimension);
        shift = new double[dimension];
        evaluation.Placement.Shift.CopyTo(shift);
        hostRow = new float[2 * dimension];
        hostReport = new float[GetReportLength(capacity)];
        try
        {
            (scan, contractiveStep) = (Own(new DevicePopulationScan(device)), Own(new DeviceContractiveStep(device)));
            (recombination, noise) = (Own(new DeviceRecombination(device)), Own(new DeviceExplorationNoise(device)));
            (mix, measure, place) = (Load("mix"), Load("measure"), Load("place"));
            (sort, accelerate, moveAnchor) = (Load("sort"), Load("accelerate"), Load("move"));
            (anchor, scale, velocity) = (Reserve(2 * dimension), Reserve(dimension), Reserve(dimension));
            (step, moment, gradient) = (Reserve(dimension), Reserve(dimension), Reserve(dimension));
            (range, lower, upper) = (Reserve(dimension), Reserve(dimension), Reserve(dimension));
            displacements = Reserve(coordinates);
            (sorted, averaged) = (Reserve(states == 0 ? 0 : coordinates), Reserve(states == 0 ? 0 : coordinates));
            points = Own(new DevicePoints(device, evaluation, rotation, dimension, candidates));
            (candidate, report) = (Reserve(dimension), Reserve(hostReport.Length));
            (signs, stepWeights, momentWeights) = (Reserve(capacity), Reserve(capacity), Reserve(capacity));
            (gradientWeights, delta, rowBound) = (Reserve(capacity), Reserve(capacity), Reserve(capacity));
            (relaxation, decay, scanWorkspace) = (Reserve(capacity), Reserve(states), Reserve(2 * capacity * states));
            (inputGates, outputGates) = (Reserve(capacity * states), Reserve(capacity * states));
            order = Own(device.Allocate<int>(capacity));
            // What is read before it was measured is 0.
            report.Write(hostReport);
            WriteBox();
            Spread(0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public double MeanScale
    {
        get
        {
            Refresh();
            return hostReport[GetPlace(Scale) + 2] / dimension;
        }
    }

    public double AveragedRadius
    {
        get
        {
            Refresh();
            double largest = 0;
            foreach (float squares in hostReport.AsSpan(GetBlock(Averaged), pairs))
                largest = Math.Max(largest, squares);
            return Math.Sqrt(largest);
        }
    }

    public double MovedLength
    {
        get
        {
            Refresh();
            // The velocity was measured before it was cut down.
            int first = GetPlace(Velocity);
            double norm = lastMove.Advance * Math.Sqrt(hostReport[first]), length = lastMove.Advance * Math.Sqrt(hostReport[first + 1]);
            return norm <= lastMove.LongestStep ? length : double.IsFinite(norm) ? lastMove.LongestStep / norm * length : 0;
        }
    }

    public void Place(ReadOnlySpan<double> point)
    {
        for (int i = 0; i < dimension; i++)
        {
            double placed = point[i] - shift[i];
            hostRow[i] = (float)placed;
            hostRow[dimension + i] = (float)(placed - hostRow[i]);
        }

        anchor.Write(hostRow);
    }

    public void Spread(double newScale)
    {
        Span<float> row = hostRow.AsSpan(0, dimension);
        row.Fill((float)newScale);
        scale.Write(row);
        row.Clear();
        velocity.Write(row);
        leastLargestScale = newScale;
        isFresh = false;
    }

    public void Draw(int pairs, uint generation, double memory, ReadOnlySpan<float> signs)
    {
        (this.pairs, this.memory) = (pairs, memory);
        isFresh = hasAveraged = false;
        noise.Launch(new NoiseAddress(seed, generation, RandomStream.Exploration), pairs, dimension, scale, displacements);
        if (memory > 0)
        {
            Measure(displacements, pairs, GetBlock(Noise));
            this.signs.WriteFirst(signs);
            float noiseShare = (float)Math.Sqrt(1 - memory), averagedShare = (float)Math.Sqrt(memory);
            mix.Launch(
                dimension, pairs,
                [
                    KernelArgument.Of(displacements), KernelArgument.Of(averaged), KernelArgument.Of(this.signs),
                    KernelArgument.Of(dimension), KernelArgument.Of(noiseShare), KernelArgument.Of(averagedShare),
                ]);
        }

        Measure(displacements, pairs, GetBlock(Whole));
        Measure(scale, 1, GetPlace(Scale));
    }

    public void WriteCandidate(int index, Span<double> destination)
    {
        WritePoints(candidate, index, 1);
        Span<float> row = hostRow.AsSpan(0, dimension);
        candidate.Read(row);
        for (int i = 0; i < dimension; i++)
            destination[i] = Math.Clamp(row[i] + shift[i], box.Lower[i], box.Upper[i]);
    }

    public void Evaluate(Span<double> fitness)
    {
        WritePoints(points.Shifted, 0, fitness.Length);
        points.Evaluate(report, fitness.Length);
        Read();
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = hostReport[i];
    }

    public void Measure(Span<double> noise, Span<double> whole, Span<double> scaled)
    {
        Refresh();
        int first = GetBlock(Whole), firstNoise = memory > 0 ? GetBlock(Noise) : first;
        for (int h = 0; h < pairs; h++)
            (noise[h], whole[h]) = (hostReport[firstNoise + h], hostReport[first + h]);
        for (int h = 0; h < scaled.Length; h++)
            scaled[h] = hostReport[first + pairs + h];
    }

    public void Recombine(
        ReadOnlySpan<float> newStepWeights, ReadOnlySpan<float> newMomentWeights, ReadOnlySpan<float> newGradientWeights)
    {
        stepWeights.WriteFirst(newStepWeights);
        momentWeights.WriteFirst(newMomentWeights);
        gradientWeights.WriteFirst(newGradientWeights);
        recombination.Launch(pairs, dimension, displacements, stepWeights, momentWeights, gradientWeights, step, moment, gradient);
        Measure(gradient, 1, GetPlace(Gradient));
    }

    public void Average(PopulationGates gates, ReadOnlySpan<int> newOrder)
    {
        OperatorGates given = gates.Gates;
        PopulationScanShape shape = new(pairs, dimension, given.Decay.Length);
        order.WriteFirst(newOrder);
        delta.WriteFirst(given.Delta[..pairs]);
        decay.WriteFirst(given.Decay);
        inputGates.WriteFirst(given.InputGates[..shape.Gates]);
        outputGates.WriteFirst(given.OutputGates[..shape.Gates]);
        rowBound.WriteFirst(given.RowBound[..pairs]);
        relaxation.WriteFirst(gates.Relaxation[..pairs]);
        sort.Launch(
            dimension, pairs,
            [
                KernelArgument.Of(displacements), KernelArgument.Of(order), KernelArgument.Of(sorted), KernelArgument.Of(dimension),
                KernelArgument.Of(pairs),
            ]);
        scan.Launch(shape, new DeviceGates(delta, decay, inputGates, outputGates), sorted, averaged, scanWorkspace);
        contractiveStep.Launch(
            pairs, dimension, ContractionConstants.ProjectionTarget, rowBound, relaxation, sorted, averaged, box: null, averaged);
        Measure(averaged, pairs, GetBlock(Averaged));
        hasAveraged = true;
        isFresh = false;
    }

    public void Move(in PopulationMove move)
    {
        lastMove = move;
        accelerate.Launch(
            dimension, 1,
            [
                KernelArgument.Of(velocity), KernelArgument.Of(step), KernelArgument.Of(gradient), KernelArgument.Of(report),
                KernelArgument.Of(dimension), KernelArgument.Of(GetPlace(Gradient)), KernelArgument.Of(GetPlace(Scale)),
                KernelArgument.Of((float)move.Momentum), KernelArgument.Of(move.StepFactor), KernelArgument.Of((float)move.Blend),
                KernelArgument.Of((float)move.ProxyStep), KernelArgument.Of((float)move.Curvature),
            ]);
        Measure(velocity, 1, GetPlace(Velocity));
        moveAnchor.Launch(
            dimension, 1,
            [
                KernelArgument.Of(anchor), KernelArgument.Of(velocity), KernelArgument.Of(scale), KernelArgument.Of(moment),
                KernelArgument.Of(range), KernelArgument.Of(lower), KernelArgument.Of(upper), KernelArgument.Of(report),
                KernelArgument.Of(dimension), KernelArgument.Of(GetPlace(Velocity)), KernelArgument.Of((float)move.Advance),
                KernelArgument.Of((float)move.LongestStep), KernelArgument.Of(move.ScaleFactor), KernelArgument.Of(move.ScaleDrift),
                KernelArgument.Of(PopulationConstants.ScaleStep), KernelArgument.Of(PopulationConstants.ScaleMin),
                KernelArgument.Of(move.LargestScale),
            ]);
        leastLargestScale = Math.Min(leastLargestScale * smallestShare, move.LargestScale);
        isFresh = false;
    }

    /// <remarks>The device is only asked when the scales may have come so far since it was read.</remarks>
    public bool HasCollapsed()
    {
        if (leastLargestScale < PopulationConstants.CollapsedScale)
            Refresh();
        return leastLargestScale < PopulationConstants.CollapsedScale;
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        if (!state.IsReading)
            Refresh();
        pairs = state.NextIndex(pairs, 0, signs.Length);
        memory = state.Next(memory);
        hasAveraged = state.Next(hasAveraged);
        leastLargestScale = state.Next(leastLargestScale);
        state.Next(hostReport.AsSpan(0, GetReportLength(pairs)));
        Next(anchor, 2 * dimension);
        Next(scale, dimension);
        Next(velocity, dimension);
        Next(displacements, pairs * dimension);
        if (hasAveraged)
            Next(averaged, pairs * dimension);
        if (!state.IsReading)
            return;
        report.WriteFirst(hostReport.AsSpan(0, GetReportLength(pairs)));
        isFresh = true;

        void Next(DeviceBuffer<float> buffer, int length)
        {
            float[] values = new float[length];
            if (!state.IsReading)
                buffer.ReadFirst(values);
            state.Next(values.AsSpan());
            if (state.IsReading)
                buffer.WriteFirst(values);
        }
    }

    /// <summary>Gives kernels and memory back.</summary>
    public void Dispose()
    {
        foreach (IDisposable part in owned)
            part.Dispose();
        owned.Clear();
    }

    private static int GetReportLength(int pairs) => 2 * pairs + 1 + Measures * (BlocksOfPairs * pairs + SingleRows);

    // Where the report has the measures of a block of rows, and those of a single row.
    private int GetBlock(int block) => 2 * pairs + 1 + Measures * block * pairs;

    private int GetPlace(int single) => GetBlock(BlocksOfPairs) + Measures * single;

    private void WriteBox()
    {
        Span<float> row = hostRow.AsSpan(0, dimension);
        for (int i = 0; i < dimension; i++)
            row[i] = (float)box.Range[i];
        range.Write(row);
        for (int i = 0; i < dimension; i++)
            row[i] = (float)(box.Lower[i] - shift[i]);
        lower.Write(row);
        for (int i = 0; i < dimension; i++)
            row[i] = (float)(box.Upper[i] - shift[i]);
        upper.Write(row);
    }

    private void WritePoints(DeviceBuffer<float> destination, int first, int count) => place.Launch(
        dimension, count,
        [
            KernelArgument.Of(displacements), KernelArgument.Of(anchor), KernelArgument.Of(range), KernelArgument.Of(lower),
            KernelArgument.Of(upper), KernelArgument.Of(destination), KernelArgument.Of(dimension), KernelArgument.Of(pairs),
            KernelArgument.Of(first), KernelArgument.Of(count),
        ]);

    private void Measure(DeviceBuffer<float> rows, int count, int first) => measure.Launch(
        measure.GroupSize, count,
        [
            KernelArgument.Of(rows), KernelArgument.Of(scale), KernelArgument.Of(report), KernelArgument.Of(dimension),
            KernelArgument.Of(count), KernelArgument.Of(first),
        ]);

    private void Refresh()
    {
        if (isFresh)
            return;
        Measure(scale, 1, GetPlace(Scale));
        Read();
    }

    private void Read()
    {
        report.ReadFirst(hostReport.AsSpan(0, GetReportLength(pairs)));
        leastLargestScale = hostReport[GetPlace(Scale) + 3];
        isFresh = true;
    }

    private DeviceKernel Load(string name) => Own(device.Load($"population-{name}"));

    private DeviceBuffer<float> Reserve(int length) => Own(device.Allocate<float>(length));

    private T Own<T>(T part)
        where T : IDisposable
    {
        owned.Add(part);
        return part;
    }
}

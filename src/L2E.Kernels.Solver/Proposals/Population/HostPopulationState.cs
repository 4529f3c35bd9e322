using L2E.Kernels.Operators;
using static L2E.Kernels.PopulationConstants;

namespace L2E.Kernels;

/// <summary>A population's state in the memory of the host.</summary>
internal sealed class HostPopulationState : IPopulationState
{
    private readonly SearchBox box;
    private readonly ulong seed;
    private readonly int dimension;
    private readonly double[] anchor, noiseSquares, squares;
    private readonly float[] scale, displacements, byRank, averaged, step, moment, gradient, velocity;
    private int pairs;
    private bool hasAveraged;

    /// <param name="run">The run: its box, and the seed of the noise.</param>
    /// <param name="capacity">The most antithetic pairs.</param>
    /// <param name="averages">Whether displacements are averaged.</param>
    public HostPopulationState(RunState run, int capacity, bool averages)
    {
        box = run.Box;
        seed = run.Seed;
        dimension = box.Dimension;
        anchor = new double[dimension];
        noiseSquares = new double[capacity];
        squares = new double[capacity];
        scale = new float[dimension];
        displacements = new float[checked(capacity * dimension)];
        byRank = averages ? new float[capacity * dimension] : [];
        averaged = averages ? new float[capacity * dimension] : [];
        step = new float[dimension];
        moment = new float[dimension];
        gradient = new float[dimension];
        velocity = new float[dimension];
    }

    public double MeanScale { get; private set; }

    public double AveragedRadius { get; private set; }

    public double MovedLength { get; private set; }

    /// <summary>Scale of each coordinate, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<float> Scale => scale;

    /// <summary>The recombined step, <c>[dimension]</c>.</summary>
    public Span<float> Step => step;

    /// <summary>Its second moment, <c>[dimension]</c>.</summary>
    public Span<float> Moment => moment;

    /// <summary>The proxy gradient, <c>[dimension]</c>.</summary>
    public Span<float> Gradient => gradient;

    public void Place(ReadOnlySpan<double> point) => point.CopyTo(anchor);

    public void Spread(double newScale)
    {
        Array.Fill(scale, (float)newScale);
        MeanScale = newScale;
        Array.Clear(velocity);
    }

    public void Draw(int pairs, uint generation, double memory, ReadOnlySpan<float> signs)
    {
        this.pairs = pairs;
        hasAveraged = false;
        Span<float> rows = displacements.AsSpan(0, pairs * dimension);
        ExplorationNoise.Fill(seed, generation, RandomStream.Exploration, pairs, dimension, scale, rows);
        float noiseShare = (float)Math.Sqrt(1 - memory), averagedShare = (float)Math.Sqrt(memory);
        for (int h = 0; h < pairs; h++)
        {
            Span<float> row = Row(displacements, h);
            noiseSquares[h] = squares[h] = RowNorms.SumOfSquares(row);
            if (memory == 0)
                continue;
            float signed = signs[h] * averagedShare;
            ReadOnlySpan<float> image = Row(averaged, h);
            for (int i = 0; i < row.Length; i++)
                row[i] = noiseShare * row[i] + signed * image[i];
            squares[h] = RowNorms.SumOfSquares(row);
        }
    }

    public void WriteCandidate(int index, Span<double> candidate)
    {
        if (index == 2 * pairs)
        {
            anchor.CopyTo(candidate);
            return;
        }

        ReadOnlySpan<float> row = Row(displacements, index < pairs ? index : index - pairs);
        double sign = index < pairs ? 1 : -1;
        for (int i = 0; i < candidate.Length; i++)
            candidate[i] = box.Move(anchor[i], sign * row[i], i);
    }

    public void Evaluate(Span<double> fitness) => throw new NotSupportedException();

    public void Measure(Span<double> noise, Span<double> whole, Span<double> scaled)
    {
        noiseSquares.AsSpan(0, pairs).CopyTo(noise);
        squares.AsSpan(0, pairs).CopyTo(whole);
        for (int h = 0; h < scaled.Length; h++)
            scaled[h] = RowNorms.ScaledSumOfSquares(Row(displacements, h), scale);
    }

    public void Recombine(ReadOnlySpan<float> stepWeights, ReadOnlySpan<float> momentWeights, ReadOnlySpan<float> gradientWeights) =>
        Recombination.Forward(
            pairs, dimension, displacements.AsSpan(0, pairs * dimension), stepWeights, momentWeights, gradientWeights, step, moment,
            gradient);

    public void Average(PopulationGates gates, ReadOnlySpan<int> order)
    {
        for (int rank = 0; rank < pairs; rank++)
        {
            int individual = order[rank];
            ReadOnlySpan<float> source = Row(displacements, individual < pairs ? individual : individual - pairs);
            Span<float> destination = Row(byRank, rank);
            if (individual < pairs)
                source.CopyTo(destination);
            else
                for (int i = 0; i < source.Length; i++)
                    destination[i] = -source[i];
        }

        gates.Average(pairs, byRank.AsSpan(0, pairs * dimension), averaged.AsSpan(0, pairs * dimension));
        hasAveraged = true;
        double largest = 0;
        for (int h = 0; h < pairs; h++)
            largest = Math.Max(largest, RowNorms.SumOfSquares(Row(averaged, h)));
        AveragedRadius = Math.Sqrt(largest);
    }

    public void Move(in PopulationMove move)
    {
        MoveAnchor(move);
        MovedLength = move.Advance * Math.Sqrt(RowNorms.ScaledSumOfSquares(velocity, scale));
        AdaptScale(move);
    }

    public bool HasCollapsed()
    {
        foreach (float value in scale)
            if (value >= CollapsedScale)
                return false;
        return true;
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        pairs = state.NextIndex(pairs, 0, squares.Length);
        hasAveraged = state.Next(hasAveraged);
        MeanScale = state.Next(MeanScale);
        AveragedRadius = state.Next(AveragedRadius);
        MovedLength = state.Next(MovedLength);
        state.Next(anchor.AsSpan());
        state.Next(noiseSquares.AsSpan(0, pairs));
        state.Next(squares.AsSpan(0, pairs));
        state.Next(scale.AsSpan());
        state.Next(velocity.AsSpan());
        state.Next(displacements.AsSpan(0, pairs * dimension));
        // The displacements that were drawn already are all that is left of the averaged ones.
        if (hasAveraged)
            state.Next(averaged.AsSpan(0, pairs * dimension));
    }

    private void MoveAnchor(in PopulationMove move)
    {
        double gradientNorm = Math.Sqrt(RowNorms.SumOfSquares(gradient)), scaleNorm = Math.Sqrt(RowNorms.SumOfSquares(scale));
        double proxy = move.ProxyStep / (move.Curvature + gradientNorm / (4 * scaleNorm) + 1e-300);
        float momentum = (float)move.Momentum, stepFactor = move.StepFactor, proxyFactor = (float)(move.Blend * proxy);
        for (int i = 0; i < dimension; i++)
            velocity[i] = momentum * velocity[i] + stepFactor * step[i] + proxyFactor * gradient[i];
        double advance = move.Advance, norm = advance * Math.Sqrt(RowNorms.SumOfSquares(velocity));
        if (!(norm <= move.LongestStep))
        {
            float shrink = double.IsFinite(norm) ? (float)(move.LongestStep / norm) : 0;
            for (int i = 0; i < dimension; i++)
                velocity[i] = shrink == 0 ? 0 : shrink * velocity[i];
        }

        for (int i = 0; i < dimension; i++)
            anchor[i] = box.Move(anchor[i], advance * velocity[i], i);
    }

    private void AdaptScale(in PopulationMove move)
    {
        float factor = move.ScaleFactor, drift = move.ScaleDrift, largest = move.LargestScale;
        double sum = 0;
        for (int i = 0; i < dimension; i++)
        {
            // The utilities sum to 0, so the -1 of the second moment cancels.
            float growth = Math.Clamp(factor * moment[i] / (scale[i] * scale[i]) + drift, -ScaleStep, ScaleStep);
            scale[i] = Math.Clamp(scale[i] * MathF.Exp(growth), ScaleMin, largest);
            sum += scale[i];
        }

        MeanScale = sum / dimension;
    }

    private Span<float> Row(float[] rows, int index) => rows.AsSpan(index * dimension, dimension);
}

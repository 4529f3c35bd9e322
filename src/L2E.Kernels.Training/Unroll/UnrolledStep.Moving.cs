using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

internal sealed partial class UnrolledStep
{
    /// <summary>Moves the population by what its sample told.</summary>
    /// <param name="task">f: its box holds the anchor.</param>
    /// <param name="parameters">Parameters of the operator, <c>[ParameterCount]</c>.</param>
    /// <param name="state">The state before, which becomes the state after.</param>
    /// <param name="record">What <see cref="Sample"/> saved; what moving saves is added (=).</param>
    public void Move(TrainingTask task, ReadOnlySpan<float> parameters, PopulationState state, StepRecord record)
    {
        Rank(record);
        MeasureLengths(record);
        Gate(parameters, state, record);
        Recombine(parameters, state, record);
        Average(state, record);
        MoveAnchor(task, state, record);
        AdaptScale(state, record);
        state.Generation++;
    }

    private void Rank(StepRecord record)
    {
        int population = record.Shape.Population;
        Span<double> values = ranked.AsSpan(0, population);
        record.Fitness[..population].CopyTo(values);
        for (int i = 0; i < population; i++)
            record.Order[i] = i;
        values.Sort(record.Order);
        for (int rank = 0; rank < population; rank++)
            record.RankOf[record.Order[rank]] = rank;
    }

    private void MeasureLengths(StepRecord record)
    {
        (int pairs, int dimension) = (record.Shape.Pairs, record.Shape.Dimension);
        for (int h = 0; h < pairs; h++)
        {
            ReadOnlySpan<float> row = record.Displacements.Slice(h * dimension, dimension);
            lengthSquared[h] = RowNorms.SumOfSquares(row);
            double rootMeanSquare = Math.Sqrt(RowNorms.ScaledSumOfSquares(row, record.Scale) / dimension);
            lengths[record.RankOf[h]] = lengths[record.RankOf[h + pairs]] = rootMeanSquare;
        }
    }

    private void Gate(ReadOnlySpan<float> parameters, PopulationState state, StepRecord record)
    {
        (int population, int dimension) = (record.Shape.Population, record.Shape.Dimension);
        RunningFeatures features = state.Features;
        features.Write(
            ranked.AsSpan(0, population), lengths.AsSpan(0, population), dimension, state.Generation, state.Horizon,
            record.IndividualFeatures, record.GlobalFeatures);
        state.Features = features;
        OperatorGates gates = record.Gates;
        evolutionOperator.ForwardAndSave(
            parameters, record.IndividualFeatures, record.GlobalFeatures, gates, record.Saved, operatorWorkspace);
        record.Controls = GlobalControls.Read(gates.GlobalOutputs);
        IndividualControls.Relax(gates.IndividualOutputs, record.Relaxation);
    }

    /// <summary>The recombined step, second moment and proxy gradient, in the unit of the largest weight of the gradient.</summary>
    private void Recombine(ReadOnlySpan<float> parameters, PopulationState state, StepRecord record)
    {
        (int population, int pairs, int dimension) = (record.Shape.Population, record.Shape.Pairs, record.Shape.Dimension);
        Span<double> weights = rankWeights.AsSpan(0, population), utility = utilities.AsSpan(0, population);
        LogRankWeights.Fill(utility);
        for (int i = 0; i < population; i++)
            utility[i] -= 1.0 / population;
        utility.CopyTo(weights);
        IndividualControls.CorrectWeights(record.Gates.IndividualOutputs, weights);

        ReadOnlySpan<double> values = record.Fitness;
        ReadOnlySpan<int> rankOf = record.RankOf;
        double centre = values[population], curvature = 0, meanLengthSquared = 0, largest = 0;
        for (int h = 0; h < pairs; h++)
        {
            record.StepWeights[h] = (float)(weights[rankOf[h]] - weights[rankOf[h + pairs]]);
            record.MomentWeights[h] = (float)(utility[rankOf[h]] + utility[rankOf[h + pairs]]);
            curvature += (values[h] - centre) / pairs + (values[h + pairs] - centre) / pairs;
            meanLengthSquared += lengthSquared[h] / pairs;
            largest = Math.Max(largest, Math.Abs(PairSlope(values, h, pairs)));
        }

        double unit = largest > 0 ? 1 / largest : 0;
        for (int h = 0; h < pairs; h++)
            record.GradientWeights[h] = (float)(unit * PairSlope(values, h, pairs));
        Recombination.Forward(
            pairs, dimension, record.Displacements, record.StepWeights, record.MomentWeights, record.GradientWeights, record.Step,
            record.Moment, record.Gradient);
        if (evolutionOperator.HasTimeScan)
            CorrectMoves(parameters, utility, state, record);
        record.Curvature = Math.Max(0, unit * curvature / meanLengthSquared);
        record.GradientNorm = Math.Sqrt(RowNorms.SumOfSquares(record.Gradient));
        record.ScaleNorm = Math.Sqrt(RowNorms.SumOfSquares(record.Scale));
        double denominator = record.Curvature + record.GradientNorm / (4 * record.ScaleNorm);
        record.ProxyFactor = denominator > 0 ? -PopulationConstants.ProxyFactor * record.Controls.ProxyGain / denominator : 0;
    }

    private void CorrectMoves(
        ReadOnlySpan<float> parameters, ReadOnlySpan<double> utility, PopulationState state, StepRecord record)
    {
        // A worker's scan serves one run after another, so its states are the run's.
        TimeScan scan = timeScans[record.Shape.Dimension];
        scan.Restart(utility, state.Paths);
        Span<float> outputs = record.Gates.GlobalOutputs;
        scan.Advance(
            parameters[^TimeScan.ParameterCount..], record.GlobalFeatures, record.Scale, record.Gradient, record.Step, record.Moment,
            outputs);
        scan.State.CopyTo(state.Paths);
        record.Controls = GlobalControls.Read(outputs);
    }

    private double PairSlope(ReadOnlySpan<double> values, int pair, int pairs) =>
        lengthSquared[pair] > 0 ? (0.5 * values[pair] - 0.5 * values[pair + pairs]) / lengthSquared[pair] : 0;

    private void Average(PopulationState state, StepRecord record)
    {
        (int pairs, int dimension) = (record.Shape.Pairs, record.Shape.Dimension);
        for (int rank = 0; rank < pairs; rank++)
        {
            int individual = record.Order[rank];
            ReadOnlySpan<float> source = record.Displacements.Slice(individual % pairs * dimension, dimension);
            TensorPrimitives.Multiply(source, individual < pairs ? 1f : -1, record.ByRank.Slice(rank * dimension, dimension));
        }

        // The scan is lower triangular, so the better half needs no others.
        OperatorGates gates = record.Gates;
        PopulationScan.Forward(
            new PopulationScanShape(pairs, dimension, states), gates.Delta[..pairs], gates.Decay, gates.InputGates[..(pairs * states)],
            gates.OutputGates[..(pairs * states)], record.ByRank, record.Mixed, scanWorkspace);
        ContractiveStep.Forward(
            pairs, dimension, ContractionConstants.ProjectionTarget, gates.RowBound[..pairs], record.Relaxation[..pairs], record.ByRank,
            record.Mixed, lower: default, upper: default, state.Averaged);
        state.Memory = record.Controls.Memory;
    }

    private static void MoveAnchor(TrainingTask task, PopulationState state, StepRecord record)
    {
        GlobalControls controls = record.Controls;
        float stepFactor = (float)((1 - controls.Blend) * PopulationConstants.StepFactor * controls.StepGain);
        float proxyFactor = (float)(controls.Blend * record.ProxyFactor);
        float momentum = (float)controls.Momentum;
        double advance = 1 - 0.5 * controls.Momentum, range = task.Upper - task.Lower;
        Span<float> velocity = state.Velocity, passes = record.AnchorPasses;
        ReadOnlySpan<float> step = record.Step, gradient = record.Gradient;
        Span<double> anchor = state.AnchorSpan;
        Vector512<double> least = Vector512.Create(task.Lower), most = Vector512.Create(task.Upper);
        int i = 0;
        for (; i + Vector512<double>.Count <= anchor.Length; i += Vector512<double>.Count)
        {
            Vector256<float> next = momentum * Vector256.Create<float>(velocity[i..]) + stepFactor * Vector256.Create(step[i..])
                + proxyFactor * Vector256.Create(gradient[i..]);
            next.CopyTo(velocity[i..]);
            Vector512<double> free = Vector512.Create<double>(anchor[i..]) + range * (advance * RowNorms.Widen(velocity[i..]));
            Vector512<double> held = Vector512.Min(Vector512.Max(free, least), most);
            held.CopyTo(anchor[i..]);
            Vector512<double> passed = Vector512.Equals(held, free) & Vector512<double>.One;
            Vector256.Narrow(passed.GetLower(), passed.GetUpper()).CopyTo(passes[i..]);
        }

        for (; i < anchor.Length; i++)
        {
            velocity[i] = momentum * velocity[i] + stepFactor * step[i] + proxyFactor * gradient[i];
            double free = anchor[i] + range * (advance * velocity[i]);
            anchor[i] = Math.Clamp(free, task.Lower, task.Upper);
            passes[i] = anchor[i] == free ? 1 : 0;
        }

        velocity.CopyTo(record.NextVelocity);
        RunningFeatures features = state.Features;
        double moved = advance * Math.Sqrt(RowNorms.ScaledSumOfSquares(velocity, record.Scale));
        features.Moved(moved, record.Shape.Population, record.Shape.Dimension);
        state.Features = features;
    }

    private static void AdaptScale(PopulationState state, StepRecord record)
    {
        int dimension = record.Shape.Dimension;
        double rate = PopulationConstants.GetScaleRate(dimension);
        double drift = PopulationConstants.GetDrift(dimension, state.Horizon);
        float factor = record.ScaleFactor = (float)(PopulationConstants.ScaleRateFactor * rate * record.Controls.ScaleGain);
        float constant = (float)(rate * record.Controls.ScaleDrift - drift);
        Span<float> scale = state.ScaleSpan, ratios = record.ScaleSlope, slopes = record.GrowthSlope;
        ReadOnlySpan<float> moment = record.Moment;
        Vector256<float> most = Vector256.Create(PopulationConstants.ScaleStep), offset = Vector256.Create(constant);
        int i = 0;
        for (; i + Vector256<float>.Count <= scale.Length; i += Vector256<float>.Count)
        {
            // The utilities sum to 0, so the -1 of the second moment cancels.
            Vector256<float> size = Vector256.Create<float>(scale[i..]);
            Vector256<float> free = factor * Vector256.Create(moment[i..]) / (size * size) + offset;
            Vector256<float> growth = Vector256.Min(Vector256.Max(free, -most), most);
            growth.CopyTo(ratios[i..]);
            (Vector256.Equals(growth, free) & Vector256<float>.One).CopyTo(slopes[i..]);
        }

        for (; i < scale.Length; i++)
        {
            float free = factor * moment[i] / (scale[i] * scale[i]) + constant;
            ratios[i] = Math.Clamp(free, -PopulationConstants.ScaleStep, PopulationConstants.ScaleStep);
            slopes[i] = ratios[i] == free ? 1 : 0;
        }

        for (i = 0; i < scale.Length; i++)
        {
            float ratio = MathF.Exp(ratios[i]), next = scale[i] * ratio;
            scale[i] = Math.Clamp(next, PopulationConstants.ScaleMin, (float)PopulationConstants.ScaleMax);
            bool isFree = scale[i] == next;
            ratios[i] = isFree ? ratio : 0;
            slopes[i] = isFree ? slopes[i] * next : 0;
        }
    }
}

using System.Numerics.Tensors;
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
        evolutionOperator.Forward(parameters, record.IndividualFeatures, record.GlobalFeatures, gates, operatorWorkspace);
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
        Span<float> velocity = state.Velocity, gradient = record.Gradient;
        for (int i = 0; i < velocity.Length; i++)
            velocity[i] = (float)controls.Momentum * velocity[i] + stepFactor * record.Step[i] + proxyFactor * gradient[i];
        velocity.CopyTo(record.NextVelocity);
        double advance = 1 - 0.5 * controls.Momentum, range = task.Upper - task.Lower;
        Span<double> anchor = state.AnchorSpan;
        for (int i = 0; i < anchor.Length; i++)
        {
            double free = anchor[i] + range * (advance * velocity[i]);
            anchor[i] = Math.Clamp(free, task.Lower, task.Upper);
            record.AnchorPasses[i] = anchor[i] == free ? 1 : 0;
        }

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
        Span<float> scale = state.ScaleSpan;
        ReadOnlySpan<float> moment = record.Moment;
        for (int i = 0; i < scale.Length; i++)
        {
            // The utilities sum to 0, so the -1 of the second moment cancels.
            float free = factor * moment[i] / (scale[i] * scale[i]) + constant;
            float growth = Math.Clamp(free, -PopulationConstants.ScaleStep, PopulationConstants.ScaleStep), ratio = MathF.Exp(growth);
            float next = scale[i] * ratio;
            scale[i] = Math.Clamp(next, PopulationConstants.ScaleMin, (float)PopulationConstants.ScaleMax);
            bool isFree = scale[i] == next;
            record.ScaleSlope[i] = isFree ? ratio : 0;
            record.GrowthSlope[i] = isFree && growth == free ? next : 0;
        }
    }
}

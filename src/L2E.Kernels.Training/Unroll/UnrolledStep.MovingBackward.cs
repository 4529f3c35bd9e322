using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

internal sealed partial class UnrolledStep
{
    /// <summary>Takes the cotangents of the state after a move back to the state and displacements before it and to the parameters.</summary>
    /// <param name="parameters">Parameters of the operator, <c>[ParameterCount]</c>.</param>
    /// <param name="record">What <see cref="Sample"/> and <see cref="Move"/> saved.</param>
    /// <param name="cotangents">
    /// In: those of the state after. Out: anchor, scale and velocity before (=), the displacements (=); averaged displacements and memory
    /// are used up, and <see cref="SampleBackward"/> writes theirs.
    /// </param>
    /// <param name="dparameters">Accumulated (+=), <c>[ParameterCount]</c>.</param>
    public void MoveBackward(ReadOnlySpan<float> parameters, StepRecord record, StateCotangents cotangents, Span<float> dparameters)
    {
        UnrollShape shape = record.Shape;
        (int population, int pairs, int dimension) = (shape.Population, shape.Pairs, shape.Dimension);
        GlobalControls controls = record.Controls;
        (double dscaleGain, double dscaleDrift) = ScaleBackward(record, cotangents);
        GlobalControls dcontrols = AnchorBackward(record, cotangents) with
        {
            ScaleGain = dscaleGain,
            ScaleDrift = dscaleDrift,
            Memory = cotangents.Memory,
        };

        // Displacements by the three sums, then by the averaged step.
        Recombination.Backward(
            pairs, dimension, record.Displacements, record.StepWeights, record.MomentWeights, record.GradientWeights,
            dstep.AsSpan(0, dimension), dmoment.AsSpan(0, dimension), dgradient.AsSpan(0, dimension), cotangents.Displacements,
            dstepWeights.AsSpan(0, pairs), dmomentWeights.AsSpan(0, pairs), dgradientWeights.AsSpan(0, pairs));
        OperatorGates gates = record.Gates, gateCotangents = new(population, states, dgates);
        AverageBackward(record, cotangents, gateCotangents);

        Span<double> dweights = drankWeights.AsSpan(0, population);
        for (int h = 0; h < pairs; h++)
        {
            dweights[record.RankOf[h]] = dstepWeights[h];
            dweights[record.RankOf[h + pairs]] = -dstepWeights[h];
        }

        IndividualControls.Backward(gates.IndividualOutputs, dweights, drelaxation.AsSpan(0, pairs), gateCotangents.IndividualOutputs);
        controls.Backward(gates.GlobalOutputs, dcontrols, gateCotangents.GlobalOutputs);
        evolutionOperator.BackwardFromSaved(
            parameters, record.IndividualFeatures, record.GlobalFeatures, gates, record.Saved, gateCotangents, dparameters,
            operatorWorkspace);
    }

    /// <summary>Scale after to scale before and second moment; returns the cotangents of gain and drift.</summary>
    private (double Gain, double Drift) ScaleBackward(StepRecord record, StateCotangents cotangents)
    {
        int dimension = record.Shape.Dimension;
        float factor = record.ScaleFactor;
        ReadOnlySpan<float> scale = record.Scale, moment = record.Moment;
        Span<float> dscale = cotangents.Scale;
        double dfactor = 0, dconstant = 0;
        Vector256<double> factorSums = default, constantSums = default;
        int i = 0;
        for (; i + Vector256<float>.Count <= dimension; i += Vector256<float>.Count)
        {
            Vector256<float> size = Vector256.Create(scale[i..]), squared = Vector256.Create(moment[i..]);
            Vector256<float> cotangent = Vector256.Create<float>(dscale[i..]);
            Vector256<float> dgrowth = cotangent * Vector256.Create<float>(record.GrowthSlope[i..]);
            Vector256<float> inverse = Vector256<float>.One / size, share = dgrowth * inverse * inverse;
            Vector256<float> dsquared = factor * share;
            dsquared.CopyTo(dmoment.AsSpan(i));
            Vector256<float> slope = Vector256.Create<float>(record.ScaleSlope[i..]);
            (cotangent * slope - 2 * dsquared * squared * inverse).CopyTo(dscale[i..]);
            Vector256<float> dfactors = share * squared;
            factorSums += Vector256.WidenLower(dfactors) + Vector256.WidenUpper(dfactors);
            constantSums += Vector256.WidenLower(dgrowth) + Vector256.WidenUpper(dgrowth);
        }

        dfactor += Vector256.Sum(factorSums);
        dconstant += Vector256.Sum(constantSums);
        for (; i < dimension; i++)
        {
            float dgrowth = dscale[i] * record.GrowthSlope[i], inverse = 1 / (scale[i] * scale[i]);
            dmoment[i] = dgrowth * factor * inverse;
            dscale[i] = dscale[i] * record.ScaleSlope[i] - 2 * dmoment[i] * moment[i] / scale[i];
            dfactor += dgrowth * moment[i] * inverse;
            dconstant += dgrowth;
        }

        double rate = PopulationConstants.GetScaleRate(dimension);
        return (PopulationConstants.ScaleRateFactor * rate * dfactor, rate * dconstant);
    }

    /// <summary>
    /// Anchor and velocity after to those before, to the recombined step and the proxy gradient; returns the cotangents of the controls of
    /// the step. The scale gets what the proxy step owes to its norm (+=).
    /// </summary>
    private GlobalControls AnchorBackward(StepRecord record, StateCotangents cotangents)
    {
        int dimension = record.Shape.Dimension;
        GlobalControls controls = record.Controls;
        Span<float> danchor = cotangents.Anchor, dvelocity = cotangents.Velocity;
        TensorPrimitives.Multiply(danchor, record.AnchorPasses, danchor);
        float advance = (float)(1 - 0.5 * controls.Momentum);
        double dadvance = TensorPrimitives.Dot<float>(danchor, record.NextVelocity);
        TensorPrimitives.MultiplyAdd(danchor, advance, dvelocity, dvelocity);

        double dmomentum = TensorPrimitives.Dot<float>(dvelocity, record.Velocity) - 0.5 * dadvance;
        double dstepFactor = TensorPrimitives.Dot<float>(dvelocity, record.Step);
        double dproxyFactor = TensorPrimitives.Dot<float>(dvelocity, record.Gradient);
        double stepFactor = (1 - controls.Blend) * PopulationConstants.StepFactor * controls.StepGain;
        TensorPrimitives.Multiply(dvelocity, (float)stepFactor, dstep.AsSpan(0, dimension));
        Span<float> dslope = dgradient.AsSpan(0, dimension);
        TensorPrimitives.Multiply(dvelocity, (float)(controls.Blend * record.ProxyFactor), dslope);
        TensorPrimitives.Multiply(dvelocity, (float)controls.Momentum, dvelocity);

        // proxy = -1.25 gain / (h + |G| / (4 |s|)), h held fixed.
        double dproxy = controls.Blend * dproxyFactor, norm = record.GradientNorm, scaleNorm = record.ScaleNorm;
        double ddenominator = -dproxy * record.ProxyFactor / (record.Curvature + norm / (4 * scaleNorm));
        if (norm > 0)
        {
            float dsquares = (float)(ddenominator / (4 * scaleNorm * norm));
            TensorPrimitives.MultiplyAdd(record.Gradient, dsquares, dslope, dslope);
            float dscaleSquares = (float)(-ddenominator * norm / (4 * scaleNorm * scaleNorm * scaleNorm));
            TensorPrimitives.MultiplyAdd(record.Scale, dscaleSquares, cotangents.Scale, cotangents.Scale);
        }

        return new GlobalControls(
            StepGain: (1 - controls.Blend) * PopulationConstants.StepFactor * dstepFactor,
            ScaleGain: 0,
            ScaleDrift: 0,
            Momentum: dmomentum,
            Memory: 0,
            Blend: record.ProxyFactor * dproxyFactor - PopulationConstants.StepFactor * controls.StepGain * dstepFactor,
            ProxyGain: dproxy * record.ProxyFactor / controls.ProxyGain);
    }

    /// <summary>Averaged displacements to the displacements (+=), the gates and the relaxation (=).</summary>
    private void AverageBackward(StepRecord record, StateCotangents cotangents, OperatorGates gateCotangents)
    {
        (int pairs, int dimension, int rows) = (record.Shape.Pairs, record.Shape.Dimension, record.Shape.Rows);
        Array.Clear(dgates);
        OperatorGates gates = record.Gates;
        ContractiveStep.Backward(
            pairs, dimension, ContractionConstants.ProjectionTarget, gates.RowBound[..pairs], record.Relaxation[..pairs], record.ByRank,
            record.Mixed, lower: default, upper: default, cotangents.Averaged, gateCotangents.RowBound[..pairs],
            drelaxation.AsSpan(0, pairs), dbyRank.AsSpan(0, rows), dmixed.AsSpan(0, rows));
        PopulationScan.Backward(
            new PopulationScanShape(pairs, dimension, states), gates.Delta[..pairs], gates.Decay, gates.InputGates[..(pairs * states)],
            gates.OutputGates[..(pairs * states)], record.ByRank, dmixed.AsSpan(0, rows), gateCotangents.Delta[..pairs],
            gateCotangents.Decay, gateCotangents.InputGates[..(pairs * states)], gateCotangents.OutputGates[..(pairs * states)],
            drows.AsSpan(0, rows), scanWorkspace);
        TensorPrimitives.Add<float>(dbyRank.AsSpan(0, rows), drows.AsSpan(0, rows), dbyRank.AsSpan(0, rows));
        for (int rank = 0; rank < pairs; rank++)
        {
            int individual = record.Order[rank];
            Span<float> drow = cotangents.Displacements.Slice(individual % pairs * dimension, dimension);
            TensorPrimitives.MultiplyAdd(dbyRank.AsSpan(rank * dimension, dimension), individual < pairs ? 1f : -1, drow, drow);
        }
    }
}

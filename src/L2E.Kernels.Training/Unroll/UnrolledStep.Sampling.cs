using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

internal sealed partial class UnrolledStep
{
    /// <summary>
    /// Draws the displacements of a generation and evaluates them. Returns
    /// <c>value = 0.85 f(mu) + 0.15 mean f(mu +- E) + 1e-7</c>, f counted from its optimum.
    /// </summary>
    /// <param name="task">f.</param>
    /// <param name="state">The state before the generation.</param>
    /// <param name="record">Destination (=): the state before, and what sampling saves.</param>
    /// <param name="withGradients">Whether the gradients of f are evaluated too, which <see cref="SampleBackward"/> needs.</param>
    public double Sample(TrainingTask task, PopulationState state, StepRecord record, bool withGradients)
    {
        UnrollShape shape = state.Shape;
        record.Begin(state);
        Draw(state, record);
        double range = task.Upper - task.Lower;
        Span<double> positions = points.AsSpan(0, shape.Points);
        WritePoints(task, state.Anchor, range, record.Displacements, positions);
        ReadOnlySpan2D<double> rows =
            ReadOnlySpan2D<double>.DangerousCreate(in positions[0], shape.Population + 1, shape.Dimension, 0);
        if (withGradients)
        {
            Span<double> slopes = pointGradients.AsSpan(0, shape.Points);
            Span2D<double> slopeRows = Span2D<double>.DangerousCreate(ref slopes[0], shape.Population + 1, shape.Dimension, 0);
            task.EvaluateGradient(rows, record.Fitness, slopeRows, taskWorkspace);
            // The anchor is no displaced point: it lies inside of the box.
            Span<float> destination = record.FitnessGradients;
            int displaced = shape.Population * shape.Dimension;
            ScaleGradients(task, positions[..displaced], slopes, destination);
            TensorPrimitives.Multiply(slopes[displaced..], range, slopes[displaced..]);
            TensorPrimitives.ConvertTruncating<double, float>(slopes[displaced..], destination[displaced..]);
        }
        else
        {
            task.Evaluate(rows, record.Fitness, taskWorkspace);
        }

        double sum = 0;
        for (int i = 0; i < shape.Population; i++)
            sum += record.Fitness[i] - task.Optimum;
        double anchorValue = record.Fitness[shape.Population] - task.Optimum;
        return AnchorShare * anchorValue + (1 - AnchorShare) / shape.Population * sum + ValueFloor;
    }

    /// <summary>Takes the cotangents of a sample's value and of its displacements back to the state before it.</summary>
    /// <param name="record">What <see cref="Sample"/> saved, gradients included.</param>
    /// <param name="dvalue">Cotangent of the value.</param>
    /// <param name="cotangents">
    /// In and out (+=): the displacements' cotangent is used up; the averaged displacements and the memory get theirs (=).
    /// </param>
    public static void SampleBackward(StepRecord record, double dvalue, StateCotangents cotangents)
    {
        UnrollShape shape = record.Shape;
        (int pairs, int dimension) = (shape.Pairs, shape.Dimension);
        float individualShare = (float)((1 - AnchorShare) / shape.Population * dvalue), anchorShare = (float)(AnchorShare * dvalue);
        float noiseShare = (float)Math.Sqrt(1 - record.Memory), averagedShare = (float)Math.Sqrt(record.Memory);
        ReadOnlySpan<float> above = record.FitnessGradients[..shape.Rows], below = record.FitnessGradients.Slice(shape.Rows, shape.Rows);
        ReadOnlySpan<float> atAnchor = record.FitnessGradients[^dimension..], noise = record.Noise, averaged = record.Averaged;
        ReadOnlySpan<float> drows = cotangents.Displacements;
        Span<float> danchor = cotangents.Anchor, dscale = cotangents.Scale, daveraged = cotangents.Averaged;

        // E = sqrt(1 - c) noise + sqrt(c) sign averaged, noise = gauss s. A few coordinates of all pairs at a time: their sums stay in
        // registers.
        Vector512<float> noiseSums = default, averagedSums = default;
        int i = 0;
        for (; i + Vector512<float>.Count <= dimension; i += Vector512<float>.Count)
        {
            Vector512<float> slopes = default, dgauss = default;
            for (int h = 0, place = i; h < pairs; h++, place += dimension)
            {
                Vector512<float> up = Vector512.Create(above[place..]), down = Vector512.Create(below[place..]);
                slopes += up + down;
                Vector512<float> drow = Vector512.Create(drows[place..]) + individualShare * (up - down);
                dgauss += drow * Vector512.Create(noise[place..]);
                Vector512<float> signed = record.Signs[h] * drow;
                averagedSums += signed * Vector512.Create(averaged[place..]);
                (averagedShare * signed).CopyTo(daveraged[place..]);
            }

            noiseSums += dgauss;
            Vector512<float> gradient = anchorShare * Vector512.Create(atAnchor[i..]) + individualShare * slopes;
            (Vector512.Create<float>(danchor[i..]) + gradient).CopyTo(danchor[i..]);
            Vector512<float> spread = noiseShare * dgauss / Vector512.Create<float>(record.Scale[i..]);
            (Vector512.Create<float>(dscale[i..]) + spread).CopyTo(dscale[i..]);
        }

        double noiseSum = Vector512.Sum(noiseSums), averagedSum = Vector512.Sum(averagedSums);
        for (; i < dimension; i++)
        {
            float slopes = 0, dgauss = 0;
            for (int h = 0, place = i; h < pairs; h++, place += dimension)
            {
                slopes += above[place] + below[place];
                float drow = drows[place] + individualShare * (above[place] - below[place]);
                dgauss += drow * noise[place];
                averagedSum += record.Signs[h] * drow * averaged[place];
                daveraged[place] = averagedShare * record.Signs[h] * drow;
            }

            noiseSum += dgauss;
            danchor[i] += anchorShare * atAnchor[i] + individualShare * slopes;
            dscale[i] += noiseShare * dgauss / record.Scale[i];
        }

        cotangents.Memory = record.Memory > 0 ? 0.5 * (averagedSum / averagedShare - noiseSum / noiseShare) : 0;
    }

    private static void Draw(PopulationState state, StepRecord record)
    {
        UnrollShape shape = state.Shape;
        Span<float> rows = record.Displacements;
        ExplorationNoise.Fill(
            state.Seed, (uint)state.Generation, RandomStream.Exploration, shape.Pairs, shape.Dimension, state.Scale, record.Noise);
        record.Signs.Clear();
        if (state.Memory == 0)
        {
            record.Noise.CopyTo(rows);
            return;
        }

        // The first generation has nothing to remember and draws no signs.
        PhiloxSequence random = new(state.Seed, RandomStream.Population)
        {
            Position = (ulong)(state.Generation - 1) * (ulong)shape.Pairs,
        };
        float noiseShare = (float)Math.Sqrt(1 - state.Memory), averagedShare = (float)Math.Sqrt(state.Memory);
        TensorPrimitives.Multiply(record.Noise, noiseShare, rows);
        for (int h = 0; h < shape.Pairs; h++)
        {
            float sign = record.Signs[h] = random.NextUInt32() < 0x80000000 ? 1 : -1;
            Span<float> row = rows.Slice(h * shape.Dimension, shape.Dimension);
            TensorPrimitives.MultiplyAdd(state.Averaged.Slice(h * shape.Dimension, shape.Dimension), sign * averagedShare, row, row);
        }
    }

    /// <summary>Gradients per unit of the box; the box lets none through where it holds a point.</summary>
    private static void ScaleGradients(
        TrainingTask task, ReadOnlySpan<double> positions, ReadOnlySpan<double> slopes, Span<float> destination)
    {
        double lower = task.Lower, upper = task.Upper, range = upper - lower;
        Vector512<double> least = Vector512.Create(lower), most = Vector512.Create(upper), width = Vector512.Create(range);
        int i = 0;
        for (; i + 2 * Vector512<double>.Count <= positions.Length; i += 2 * Vector512<double>.Count)
        {
            int next = i + Vector512<double>.Count;
            Vector512.Narrow(Scale(positions[i..], slopes[i..]), Scale(positions[next..], slopes[next..])).CopyTo(destination[i..]);
        }

        for (; i < positions.Length; i++)
            destination[i] = positions[i] > lower && positions[i] < upper ? (float)(range * slopes[i]) : 0;

        Vector512<double> Scale(ReadOnlySpan<double> position, ReadOnlySpan<double> slope)
        {
            Vector512<double> place = Vector512.Create(position);
            Vector512<double> isInside = Vector512.GreaterThan(place, least) & Vector512.LessThan(place, most);
            return isInside & (width * Vector512.Create(slope));
        }
    }

    /// <summary>The points <c>clamp(mu +- range E)</c>, and last mu itself.</summary>
    private static void WritePoints(
        TrainingTask task, ReadOnlySpan<double> anchor, double range, ReadOnlySpan<float> displacements, Span<double> positions)
    {
        int dimension = anchor.Length, mirrored = displacements.Length;
        Vector512<double> least = Vector512.Create(task.Lower), most = Vector512.Create(task.Upper), width = Vector512.Create(range);
        for (int first = 0; first < displacements.Length; first += dimension)
        {
            int i = 0;
            for (; i + Vector512<double>.Count <= dimension; i += Vector512<double>.Count)
            {
                Vector512<double> displacement = width * RowNorms.Widen(displacements[(first + i)..]);
                Vector512<double> centre = Vector512.Create(anchor[i..]);
                Vector512.Min(Vector512.Max(centre + displacement, least), most).CopyTo(positions[(first + i)..]);
                Vector512.Min(Vector512.Max(centre - displacement, least), most).CopyTo(positions[(mirrored + first + i)..]);
            }

            for (; i < dimension; i++)
            {
                double displacement = range * displacements[first + i];
                positions[first + i] = Math.Clamp(anchor[i] + displacement, task.Lower, task.Upper);
                positions[mirrored + first + i] = Math.Clamp(anchor[i] - displacement, task.Lower, task.Upper);
            }
        }

        anchor.CopyTo(positions[(2 * mirrored)..]);
    }
}

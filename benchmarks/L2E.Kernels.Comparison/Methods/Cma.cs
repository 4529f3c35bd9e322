using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// CMA-ES with active covariance adaptation and the default constants of its tutorial (N. Hansen, arXiv 1604.00772), restarted as IPOP.
/// </summary>
public sealed class Cma : IMethod
{
    // A matrix is decomposed every few generations; at this dimension that is still a second or so for every thousand points.
    private const int LargestMatrix = 400;
    private const double LargestCondition = 1e14;

    /// <inheritdoc />
    public string Name => "cma-es";

    /// <inheritdoc />
    public string Description => "CMA-ES with the defaults of its tutorial (Hansen 2016), restarts with doubled populations (IPOP).";

    /// <inheritdoc />
    public int MaxDimension => LargestMatrix;

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        NormalNoise noise = new(box.Seed, box.Dimension);
        Restarts.Run(box, (mean, offspring) => RunOnce(box, noise, mean, offspring));
    }

    private static void RunOnce(BlackBox box, NormalNoise noise, double[] mean, int offspring)
    {
        int n = box.Dimension;
        SamplingConstants constants = SamplingConstants.Full(n, offspring);
        StepSizeControl control = new(constants, n, Restarts.FirstStep(box));
        StoppingTests stopping = new(n, offspring, control.Step);
        CovarianceMatrix covariance = new(constants, n);
        Generation generation = new(offspring, n);
        BoxFold fold = new(box);
        double[] normals = new double[offspring * n], steps = new double[offspring * n];
        double[] whitened = new double[n], update = new double[n], path = new double[n];
        while (!box.IsSpent)
        {
            for (int i = 0; i < offspring; i++)
            {
                Span<double> step = steps.AsSpan(i * n, n);
                noise.Fill(normals.AsSpan(i * n, n));
                covariance.Colour(normals.AsSpan(i * n, n), step);
                TensorPrimitives.MultiplyAdd(step, control.Step, mean, generation.Point(i));
            }

            generation.Evaluate(box, fold);
            whitened.AsSpan().Clear();
            update.AsSpan().Clear();
            for (int rank = 0; rank < constants.Parents; rank++)
            {
                int first = generation.Ranked(rank) * n;
                TensorPrimitives.MultiplyAdd(normals.AsSpan(first, n), constants.Weights[rank], whitened, whitened);
                TensorPrimitives.MultiplyAdd(steps.AsSpan(first, n), constants.Weights[rank], update, update);
            }

            TensorPrimitives.MultiplyAdd(update, control.Step, mean, mean);
            bool isSettled = control.Update(covariance.Turn(whitened));
            double rate = constants.PathRate;
            TensorPrimitives.Multiply(path, 1 - rate, path);
            if (isSettled)
                TensorPrimitives.MultiplyAdd(update, Math.Sqrt(rate * (2 - rate) * constants.Mass), path, path);
            covariance.Forget(isSettled);
            covariance.Add(path, constants.RankOneRate);
            for (int rank = 0; rank < offspring; rank++)
            {
                int first = generation.Ranked(rank) * n;
                double weight = constants.Weights[rank];
                // A bad point counts with the length that a point is expected to have.
                if (weight < 0)
                    weight *= n / TensorPrimitives.SumOfSquares<double>(normals.AsSpan(first, n));
                covariance.Add(steps.AsSpan(first, n), constants.RankManyRate * weight);
            }

            fold.Return(mean, i =>
            {
                path[i] = -path[i];
                control.Mirror(i);
                covariance.Mirror(i);
            });
            bool isUsable = covariance.Refresh() && covariance.Condition < LargestCondition;
            if (!isUsable || stopping.Stop(generation.Fitness, control.Step * covariance.LargestDeviation))
                return;
        }
    }
}

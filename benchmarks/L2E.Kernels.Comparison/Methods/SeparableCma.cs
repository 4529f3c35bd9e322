using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// sep-CMA-ES: the CMA evolution strategy with a diagonal matrix, linear in the dimension (R. Ros and N. Hansen, <i>A simple
/// modification in CMA-ES achieving linear time and space complexity</i>, PPSN 2008), restarted as IPOP.
/// </summary>
public sealed class SeparableCma : IMethod
{
    /// <inheritdoc />
    public string Name => "sep-cma-es";

    /// <inheritdoc />
    public string Description => "CMA-ES with a diagonal matrix (Ros, Hansen 2008), restarts with doubled populations.";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        NormalNoise noise = new(box.Seed, box.Dimension);
        Restarts.Run(box, (mean, offspring) => RunOnce(box, noise, mean, offspring));
    }

    private static void RunOnce(BlackBox box, NormalNoise noise, double[] mean, int offspring)
    {
        int n = box.Dimension;
        SamplingConstants constants = SamplingConstants.Diagonal(n, offspring);
        StepSizeControl control = new(constants, n, Restarts.FirstStep(box));
        StoppingTests stopping = new(n, offspring, control.Step);
        Generation generation = new(offspring, n);
        BoxFold fold = new(box);
        double[] normals = new double[offspring * n], deviations = new double[n], variances = new double[n], path = new double[n];
        double[] whitened = new double[n], update = new double[n];
        Array.Fill(variances, 1);
        while (!box.IsSpent)
        {
            TensorPrimitives.Sqrt<double>(variances, deviations);
            for (int i = 0; i < offspring; i++)
            {
                Span<double> normal = normals.AsSpan(i * n, n), point = generation.Point(i);
                noise.Fill(normal);
                TensorPrimitives.Multiply<double>(normal, deviations, point);
                TensorPrimitives.MultiplyAdd(point, control.Step, mean, point);
            }

            generation.Evaluate(box, fold);
            whitened.AsSpan().Clear();
            for (int rank = 0; rank < constants.Parents; rank++)
                TensorPrimitives.MultiplyAdd(NormalOf(rank), constants.Weights[rank], whitened, whitened);

            double step = control.Step;
            TensorPrimitives.Multiply<double>(whitened, deviations, update);
            TensorPrimitives.MultiplyAdd(update, step, mean, mean);
            bool isSettled = control.Update(whitened);
            double rate = constants.PathRate;
            TensorPrimitives.Multiply(path, 1 - rate, path);
            if (isSettled)
                TensorPrimitives.MultiplyAdd(update, Math.Sqrt(rate * (2 - rate) * constants.Mass), path, path);
            UpdateVariances(isSettled);
            fold.Return(mean, i =>
            {
                path[i] = -path[i];
                control.Mirror(i);
            });
            if (stopping.Stop(generation.Fitness, control.Step * Math.Sqrt(TensorPrimitives.Max<double>(variances))))
                return;
        }

        Span<double> NormalOf(int rank) => normals.AsSpan(generation.Ranked(rank) * n, n);

        void UpdateVariances(bool isSettled)
        {
            double one = constants.RankOneRate, many = constants.RankManyRate, rate = constants.PathRate;
            double lost = isSettled ? 0 : one * rate * (2 - rate);
            Span<double> change = update;
            change.Clear();
            for (int rank = 0; rank < offspring; rank++)
            {
                Span<double> normal = NormalOf(rank);
                double weight = constants.Weights[rank];
                // A bad point counts with the length that a point is expected to have.
                if (weight < 0)
                    weight *= n / TensorPrimitives.SumOfSquares<double>(normal);
                TensorPrimitives.Multiply<double>(normal, normal, normal);
                TensorPrimitives.MultiplyAdd(normal, many * weight, change, change);
            }

            // In units of the variances: C <- C (1 - c1 - cmu sum w + change) + c1 p p.
            double kept = 1 + lost - one - many * constants.Weights.Sum();
            for (int i = 0; i < n; i++)
            {
                // Negative weights may not turn a variance negative; the diagonal constants do not grant that by themselves.
                double factor = Math.Max(kept + change[i], 0.1);
                variances[i] = variances[i] * factor + one * path[i] * path[i];
            }
        }
    }
}

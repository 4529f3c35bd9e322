using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// LM-MA-ES (I. Loshchilov, T. Glasmachers, H.-G. Beyer, <i>Large scale black-box optimization by limited-memory matrix adaptation</i>,
/// IEEE Transactions on Evolutionary Computation 2019, arXiv 1705.06693), restarted as IPOP.
/// </summary>
/// <remarks>
/// The paper's rates of the paths are multiples of <c>offspring / dimension</c>, made for hundreds of dimensions; below some
/// forty they exceed 1, where the method is not defined. Here they are at most 1/2: at 1 a path has no memory, and the step
/// size no control.
/// </remarks>
public sealed class LimitedMemoryMatrixAdaptation : IMethod
{
    private const double FastestRate = 0.5;

    /// <inheritdoc />
    public string Name => "lm-ma-es";

    /// <inheritdoc />
    public string Description => "LM-MA-ES, limited-memory matrix adaptation (Loshchilov, Glasmachers, Beyer 2017), restarts as IPOP.";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        NormalNoise noise = new(box.Seed, box.Dimension);
        Restarts.Run(box, (mean, offspring) => RunOnce(box, noise, mean, offspring));
    }

    private static void RunOnce(BlackBox box, NormalNoise noise, double[] mean, int offspring)
    {
        int n = box.Dimension, parents = offspring / 2, directions = Restarts.DefaultOffspring(n);
        double[] weights = [.. Enumerable.Range(1, parents).Select(rank => Math.Log((offspring + 1) / 2.0) - Math.Log(rank))];
        double sum = weights.Sum(), mass = sum * sum / weights.Sum(weight => weight * weight);
        for (int i = 0; i < parents; i++)
            weights[i] /= sum;
        double stepRate = Math.Min(FastestRate, 2.0 * offspring / n), step = Restarts.FirstStep(box);
        double[] pathRates = [.. Enumerable.Range(0, directions).Select(i => Math.Min(FastestRate, offspring / (n * Math.Pow(4, i))))];
        double[] turnRates = [.. Enumerable.Range(0, directions).Select(i => 1 / (n * Math.Pow(1.5, i)))];

        StoppingTests stopping = new(n, offspring, step);
        Generation generation = new(offspring, n);
        BoxFold fold = new(box);
        double[] normals = new double[offspring * n], steps = new double[offspring * n], memory = new double[directions * n];
        double[] path = new double[n], whitened = new double[n], update = new double[n];
        for (int known = 0; !box.IsSpent; known = Math.Min(known + 1, directions))
        {
            for (int i = 0; i < offspring; i++)
            {
                Span<double> vector = steps.AsSpan(i * n, n);
                noise.Fill(normals.AsSpan(i * n, n));
                normals.AsSpan(i * n, n).CopyTo(vector);
                for (int j = 0; j < known; j++)
                {
                    Span<double> direction = memory.AsSpan(j * n, n);
                    double along = TensorPrimitives.Dot<double>(direction, vector);
                    TensorPrimitives.Multiply(vector, 1 - turnRates[j], vector);
                    TensorPrimitives.MultiplyAdd(direction, turnRates[j] * along, vector, vector);
                }

                TensorPrimitives.MultiplyAdd(vector, step, mean, generation.Point(i));
            }

            generation.Evaluate(box, fold);
            whitened.AsSpan().Clear();
            update.AsSpan().Clear();
            for (int rank = 0; rank < parents; rank++)
            {
                int first = generation.Ranked(rank) * n;
                TensorPrimitives.MultiplyAdd(normals.AsSpan(first, n), weights[rank], whitened, whitened);
                TensorPrimitives.MultiplyAdd(steps.AsSpan(first, n), weights[rank], update, update);
            }

            TensorPrimitives.MultiplyAdd(update, step, mean, mean);
            Follow(path, stepRate);
            for (int j = 0; j < directions; j++)
                Follow(memory.AsSpan(j * n, n), pathRates[j]);
            step *= Math.Exp(stepRate / 2 * (TensorPrimitives.SumOfSquares<double>(path) / n - 1));
            fold.Return(mean, i =>
            {
                path[i] = -path[i];
                for (int j = 0; j < directions; j++)
                    memory[j * n + i] = -memory[j * n + i];
            });
            if (stopping.Stop(generation.Fitness, step))
                return;
        }

        void Follow(Span<double> average, double rate)
        {
            TensorPrimitives.Multiply(average, 1 - rate, average);
            TensorPrimitives.MultiplyAdd(whitened, Math.Sqrt(mass * rate * (2 - rate)), average, average);
        }
    }
}

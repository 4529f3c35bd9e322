using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// SNES, the separable natural evolution strategy (T. Schaul, T. Glasmachers, J. Schmidhuber, <i>High dimensions and heavy tails for
/// natural evolution strategies</i>, GECCO 2011), with the rates of its authors' implementation in PyBrain. Restarted from random points
/// by the tests of CMA-ES.
/// </summary>
public sealed class Snes : IMethod
{
    /// <inheritdoc />
    public string Name => "snes";

    /// <inheritdoc />
    public string Description => "SNES, the separable natural evolution strategy (Schaul, Glasmachers, Schmidhuber 2011).";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        int n = box.Dimension, offspring = Restarts.DefaultOffspring(n);
        double rate = (3 + Math.Log(n)) / (5 * Math.Sqrt(n));
        double first = Math.Log(offspring / 2.0 + 1);
        double[] utilities = [.. Enumerable.Range(1, offspring).Select(rank => Math.Max(0, first - Math.Log(rank)))];
        double sum = utilities.Sum();
        for (int i = 0; i < offspring; i++)
            utilities[i] = utilities[i] / sum - 1.0 / offspring;

        NormalNoise noise = new(box.Seed, n);
        RandomPoints points = new(box);
        Generation generation = new(offspring, n);
        BoxFold fold = new(box);
        StoppingTests stopping = new(n, offspring, Restarts.FirstStep(box));
        double[] normals = new double[offspring * n], mean = box.Start.ToArray(), steps = new double[n];
        double[] move = new double[n], growth = new double[n];
        Array.Fill(steps, Restarts.FirstStep(box));
        while (!box.IsSpent)
        {
            for (int i = 0; i < offspring; i++)
            {
                Span<double> normal = normals.AsSpan(i * n, n);
                noise.Fill(normal);
                TensorPrimitives.MultiplyAdd<double>(normal, steps, mean, generation.Point(i));
            }

            generation.Evaluate(box, fold);
            move.AsSpan().Clear();
            growth.AsSpan().Clear();
            for (int rank = 0; rank < offspring; rank++)
            {
                Span<double> normal = normals.AsSpan(generation.Ranked(rank) * n, n);
                TensorPrimitives.MultiplyAdd(normal, utilities[rank], move, move);
                TensorPrimitives.Multiply<double>(normal, normal, normal);
                // The utilities sum to 0, so that the 1 of (z^2 - 1) drops out.
                TensorPrimitives.MultiplyAdd(normal, rate / 2 * utilities[rank], growth, growth);
            }

            TensorPrimitives.MultiplyAdd<double>(move, steps, mean, mean);
            fold.Return(mean, _ => { });
            TensorPrimitives.Exp<double>(growth, growth);
            TensorPrimitives.Multiply<double>(steps, growth, steps);
            if (stopping.Stop(generation.Fitness, TensorPrimitives.Max<double>(steps)))
            {
                points.Next(mean);
                Array.Fill(steps, Restarts.FirstStep(box));
                stopping = new StoppingTests(n, offspring, Restarts.FirstStep(box));
            }
        }
    }
}

using L2E.Kernels;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;

namespace DigitsTuning;

/// <summary>What a method has found, with each of several seeds.</summary>
public sealed class Tuning
{
    // Methods see the first; the best of each run is measured in the other, too.
    private const int FoldsOfTuning = 0, OtherFolds = 1;

    private readonly double[] errors, others;

    /// <summary>Runs it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="python">The interpreter of the program that is tuned.</param>
    /// <param name="space">The program's parameters.</param>
    /// <param name="seeds">Number of seeds, from 1 on.</param>
    /// <param name="budget">Evaluations of each.</param>
    /// <param name="threads">How many runs go side by side; the result does not depend on it.</param>
    public Tuning(IMethod method, string python, ParameterSpace space, int seeds, int budget, int threads)
    {
        Name = method.Name;
        (errors, others, Curves) = (new double[seeds], new double[seeds], new double[seeds][]);
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = threads }, run =>
        {
            using Classifier classifier = new(python, space, FoldsOfTuning), other = new(python, space, OtherFolds);
            BlackBox<ClassifierError> box = new(new(classifier), new RunSettings(space.Dimension, budget, (ulong)run + 1));
            method.Minimise(box);
            box.Record.Complete();
            (errors[run], others[run], Curves[run]) = (box.Record.Gap, other.Evaluate(box.Best), box.Record.Curve);
        });
    }

    /// <summary>Name of the method.</summary>
    public string Name { get; }

    /// <summary>The smallest error so far of each seed, at the points of <see cref="RunRecord.GridOf"/>.</summary>
    public double[][] Curves { get; }

    /// <summary>A quantile over the seeds of the smallest error.</summary>
    public double Error(double part) => Quantile.Of(errors, part);

    /// <summary>A quantile over the seeds of the error in another cross-validation, of what had the smallest.</summary>
    public double OtherError(double part) => Quantile.Of(others, part);
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels;

namespace DigitsTuning;

/// <summary>The error of the classifier, over the box of its parameter space: rounding to whole numbers and choices is in the space.</summary>
/// <param name="classifier">The classifier.</param>
public readonly struct ClassifierError(Classifier classifier) : IObjective
{
    /// <inheritdoc />
    public static ObjectiveDescription Description { get; } =
        new("digits", 0, 1, 1, int.MaxValue, "Part of the digits that a tuned classifier gets wrong.");

    /// <inheritdoc />
    public double KnownOptimum => double.NaN;

    /// <inheritdoc />
    public int RequiredDimension => 0;

    /// <inheritdoc />
    public int GetWorkspaceLength(int dimension) => 0;

    /// <inheritdoc />
    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        for (int i = 0; i < candidates.Height; i++)
            fitness[i] = classifier.Evaluate(candidates.GetRowSpan(i));
    }
}

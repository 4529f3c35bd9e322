namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// The constants that <c>l2e train --config benchmarks/training/constants-D.json --operator constants</c> found for D coordinates; the files
/// say with what configuration, and after how many steps.
/// </summary>
public static class TunedConstants
{
    private static readonly int[] dimensions = [10, 30, 100];
    private static readonly OperatorWeights[] tuned = [.. dimensions.Select(Read)];

    /// <summary>Those of the nearest dimension, by ratio.</summary>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    public static OperatorWeights For(int dimension) =>
        tuned[Enumerable.Range(0, dimensions.Length).MinBy(i => Math.Abs(Math.Log((double)dimension / dimensions[i])))];

    private static OperatorWeights Read(int dimension)
    {
        string name = $"constants-{dimension}.l2e";
        using Stream stream = typeof(TunedConstants).Assembly.GetManifestResourceStream(name)!;
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return OperatorWeights.Read(name, file, ConstantOperator.Instance);
    }
}

using System.Runtime.Intrinsics;
using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>What the two outputs of each individual mean: a correction of its weight, and the relaxation of its averaged step.</summary>
internal static class IndividualControls
{
    private const int Stride = GateNetwork.IndividualOutputs;
    private const double LargestCorrection = 1.5, RelaxationRange = ContractionConstants.RelaxationMax - ContractionConstants.RelaxationMin;

    /// <summary>Adds <c>1.5 / N tanh(i0)</c> to weights by rank and takes the mean of that away, so that their sum stays.</summary>
    /// <param name="outputs">Outputs by rank, <c>[N, 2]</c>.</param>
    /// <param name="rankWeights">Corrected in place, <c>[N]</c>.</param>
    public static void CorrectWeights(ReadOnlySpan<float> outputs, Span<double> rankWeights)
    {
        double sum = 0;
        for (int first = 0; first < rankWeights.Length; first += RankLanes.Count)
        {
            Vector512<double> corrections = LargestCorrection / rankWeights.Length * LaneMath.Tanh(GetCorrections(outputs, first));
            int count = Math.Min(RankLanes.Count, rankWeights.Length - first);
            for (int lane = 0; lane < count; lane++)
            {
                rankWeights[first + lane] += corrections.GetElement(lane);
                sum += corrections.GetElement(lane);
            }
        }

        for (int i = 0; i < rankWeights.Length; i++)
            rankWeights[i] -= sum / rankWeights.Length;
    }

    /// <summary><c>relaxation = 0.05 + 0.9 sigmoid(i1)</c></summary>
    /// <param name="outputs">Outputs by rank, <c>[N, 2]</c>.</param>
    /// <param name="relaxation">Destination (=), <c>[N]</c>.</param>
    public static void Relax(ReadOnlySpan<float> outputs, Span<float> relaxation)
    {
        Vector512<double> least = Vector512.Create(ContractionConstants.RelaxationMin);
        for (int first = 0; first < relaxation.Length; first += RankLanes.Count)
            RankLanes.Store(least + RelaxationRange * GetGates(outputs, first), relaxation, columns: 1, column: 0, first);
    }

    /// <summary>Gradient of the sum of products of both with their cotangents.</summary>
    /// <param name="outputs">Outputs by rank, <c>[N, 2]</c>.</param>
    /// <param name="drankWeights">Cotangent of the weights, <c>[N]</c>.</param>
    /// <param name="drelaxation">Cotangent of the relaxation of the first ranks, <c>[rows]</c>; that of the others is 0.</param>
    /// <param name="doutputs">Destination (=), <c>[N, 2]</c>.</param>
    public static void Backward(
        ReadOnlySpan<float> outputs, ReadOnlySpan<double> drankWeights, ReadOnlySpan<float> drelaxation, Span<float> doutputs)
    {
        int population = drankWeights.Length;
        double mean = 0;
        foreach (double cotangent in drankWeights)
            mean += cotangent / population;
        double largest = LargestCorrection / population;
        Vector512<double> one = Vector512<double>.One;
        for (int first = 0; first < population; first += RankLanes.Count)
        {
            Vector512<double> tanh = LaneMath.Tanh(GetCorrections(outputs, first)), gate = GetGates(outputs, first);
            Vector512<double> cotangents = RankLanes.Load(drankWeights, first) - Vector512.Create(mean);
            RankLanes.Store(largest * cotangents * (one - tanh * tanh), doutputs, Stride, column: 0, first);
            RankLanes.Store(RelaxationRange * gate * (one - gate), doutputs, Stride, column: 1, first);
        }

        for (int i = 0; i < population; i++)
            doutputs[i * Stride + 1] *= i < drelaxation.Length ? drelaxation[i] : 0;
    }

    private static Vector512<double> GetCorrections(ReadOnlySpan<float> outputs, int first) =>
        RankLanes.Load(outputs, Stride, column: 0, first);

    private static Vector512<double> GetGates(ReadOnlySpan<float> outputs, int first)
    {
        Vector512<double> one = Vector512<double>.One;
        return one / (one + Vector512.Exp(-RankLanes.Load(outputs, Stride, column: 1, first)));
    }
}

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
        for (int i = 0; i < rankWeights.Length; i++)
        {
            double correction = LargestCorrection / rankWeights.Length * Math.Tanh(outputs[i * Stride]);
            rankWeights[i] += correction;
            sum += correction;
        }

        for (int i = 0; i < rankWeights.Length; i++)
            rankWeights[i] -= sum / rankWeights.Length;
    }

    /// <summary><c>relaxation = 0.05 + 0.9 sigmoid(i1)</c></summary>
    /// <param name="outputs">Outputs by rank, <c>[N, 2]</c>.</param>
    /// <param name="relaxation">Destination (=), <c>[N]</c>.</param>
    public static void Relax(ReadOnlySpan<float> outputs, Span<float> relaxation)
    {
        for (int i = 0; i < relaxation.Length; i++)
        {
            double gate = 1 / (1 + Math.Exp(-(double)outputs[i * Stride + 1]));
            relaxation[i] = (float)(ContractionConstants.RelaxationMin + RelaxationRange * gate);
        }
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
        for (int i = 0; i < population; i++)
        {
            double tanh = Math.Tanh(outputs[i * Stride]);
            doutputs[i * Stride] = (float)((drankWeights[i] - mean) * (LargestCorrection / population) * (1 - tanh * tanh));
            double gate = 1 / (1 + Math.Exp(-(double)outputs[i * Stride + 1]));
            doutputs[i * Stride + 1] = i < drelaxation.Length ? (float)(drelaxation[i] * RelaxationRange * gate * (1 - gate)) : 0;
        }
    }
}

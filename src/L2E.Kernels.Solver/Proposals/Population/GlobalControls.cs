using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// What the global outputs g of the gate network mean: bounded controls of a generation. Outputs of 0 are the hand-set policy. The same
/// type holds their cotangents.
/// </summary>
/// <param name="StepGain">Factor of the recombined step, <c>exp(0.8 tanh g0)</c>.</param>
/// <param name="ScaleGain">Factor of the scale's adaptation, <c>exp(0.8 tanh g1)</c>.</param>
/// <param name="ScaleDrift">Drift of the log scale in units of its learning rate, <c>0.3 tanh g2</c>.</param>
/// <param name="Momentum">Share of the last velocity in the next, <c>0.9 sigmoid(g3 - 3)</c>.</param>
/// <param name="Memory">c: share of the averaged displacements in the next ones, <c>0.5 sigmoid(g4 - 3)</c>.</param>
/// <param name="Blend">beta: share of the proxy-gradient step, <c>sigmoid(g5 - 1.66)</c>.</param>
/// <param name="ProxyGain">Factor of the proxy-gradient step, <c>exp(0.8 tanh g6)</c>.</param>
internal readonly record struct GlobalControls(
    double StepGain, double ScaleGain, double ScaleDrift, double Momentum, double Memory, double Blend, double ProxyGain)
{
    private const double LogGain = 0.8, LargestDrift = 0.3, LargestMomentum = 0.9;

    /// <summary>Controls of the outputs, <c>[8]</c>; the last one is not used.</summary>
    public static GlobalControls Read(ReadOnlySpan<float> outputs) => new(
        Math.Exp(LogGain * Math.Tanh(outputs[0])),
        Math.Exp(LogGain * Math.Tanh(outputs[1])),
        LargestDrift * Math.Tanh(outputs[2]),
        LargestMomentum * Sigmoid(outputs[3] - 3),
        ContractionConstants.MemoryMax * Sigmoid(outputs[4] - 3),
        Sigmoid(outputs[5] - 1.66),
        Math.Exp(LogGain * Math.Tanh(outputs[6])));

    /// <summary>Gradient of the sum of products of the controls with their cotangents.</summary>
    /// <param name="outputs">The outputs that the controls were read from, <c>[8]</c>.</param>
    /// <param name="cotangents">Cotangents of the controls.</param>
    /// <param name="doutputs">Destination (=), <c>[8]</c>.</param>
    public void Backward(ReadOnlySpan<float> outputs, in GlobalControls cotangents, Span<float> doutputs)
    {
        doutputs[0] = (float)(cotangents.StepGain * StepGain * LogGain * TanhSlope(outputs[0]));
        doutputs[1] = (float)(cotangents.ScaleGain * ScaleGain * LogGain * TanhSlope(outputs[1]));
        doutputs[2] = (float)(cotangents.ScaleDrift * LargestDrift * TanhSlope(outputs[2]));
        doutputs[3] = (float)(cotangents.Momentum * Momentum * (1 - Momentum / LargestMomentum));
        doutputs[4] = (float)(cotangents.Memory * Memory * (1 - Memory / ContractionConstants.MemoryMax));
        doutputs[5] = (float)(cotangents.Blend * Blend * (1 - Blend));
        doutputs[6] = (float)(cotangents.ProxyGain * ProxyGain * LogGain * TanhSlope(outputs[6]));
        doutputs[GateNetwork.GlobalOutputs - 1] = 0;
    }

    private static double TanhSlope(double x)
    {
        double tanh = Math.Tanh(x);
        return 1 - tanh * tanh;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

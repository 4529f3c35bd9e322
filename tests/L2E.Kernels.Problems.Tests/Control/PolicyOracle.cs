namespace L2E.Kernels.Problems.Tests.Control;

/// <summary>A network of eight tanh units and linear outputs on arrays, weights 0.4 times the variables.</summary>
internal static class PolicyOracle
{
    public static double[] Evaluate(double[] x, params double[] inputs)
    {
        double[] weights = Array.ConvertAll(x, value => 0.4 * value);
        int width = inputs.Length + 1;
        double[] hidden =
        [
            .. Enumerable.Range(0, 8).Select(unit =>
                Math.Tanh(inputs.Append(1).Zip(weights[(unit * width)..((unit + 1) * width)], (input, weight) => input * weight).Sum())),
        ];
        return
        [
            .. weights[(8 * width)..].Chunk(9).Select(output => hidden.Append(1).Zip(output, (input, weight) => input * weight).Sum()),
        ];
    }
}

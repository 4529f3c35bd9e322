namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>The gate network in double, with the dense matrix of its scan. No parameter may be beyond the limits of the network.</summary>
public static class GateNetworkOracle
{
    private const int Inputs = 11, Hidden = 16, States = 4;

    /// <summary>delta, decay, B, C, rowBound, individualOutputs, globalOutputs.</summary>
    public static double[][] Forward(double rho, double[] parameters, double[] individualFeatures, double[] globalFeatures)
    {
        int population = individualFeatures.Length / 4, offset = 0;
        double[] W1 = Take(Inputs * Hidden), b1 = Take(Hidden), Wd = Take(Hidden), bd = Take(1), WB = Take(Hidden * States);
        double[] WC = Take(Hidden * States), A = Take(States), Wi = Take(2 * Hidden * 2), bi = Take(2), W2 = Take(2 * Hidden * Hidden);
        double[] b2 = Take(Hidden), W3 = Take(Hidden * 8), b3 = Take(8);
        if (offset != parameters.Length)
            throw new InvalidOperationException($"{parameters.Length} parameters, {offset} used");

        IEnumerable<int> individuals = Enumerable.Range(0, population);
        double[] features = [.. individuals.SelectMany(i => individualFeatures[(4 * i)..(4 * i + 4)].Concat(globalFeatures))];
        double[] U = [.. Affine(features, W1, b1).Select(Silu)];
        double[] delta = [.. Affine(U, Wd, bd).Select(x => Math.Log(1 + Math.Exp(x)))], decay = [.. A.Select(Math.Exp)];
        double[] B = Affine(U, WB, new double[States]), C = Affine(U, WC, new double[States]);
        double[] rowBound = PopulationScanOracle.RowBounds(delta, decay, B, C);
        double[] mixed = PopulationScanOracle.Apply(PopulationScanOracle.Matrix(delta, decay, B, C), U);
        mixed = PopulationScanOracle.Project(rho, rowBound, mixed);
        double[] context = [.. individuals.SelectMany(i => Row(U, i).Concat(Row(mixed, i)))];
        double[] mean = [.. Enumerable.Range(0, 2 * Hidden).Select(k => individuals.Average(i => context[i * 2 * Hidden + k]))];
        double[] global = Affine([.. Affine(mean, W2, b2).Select(Silu)], W3, b3);
        return [delta, decay, B, C, rowBound, Affine(context, Wi, bi), global];

        double[] Take(int length) => parameters[offset..(offset += length)];
    }

    private static double[] Row(double[] matrix, int i) => matrix[(i * Hidden)..((i + 1) * Hidden)];

    private static double Silu(double x) => x / (1 + Math.Exp(-x));

    private static double[] Affine(double[] x, double[] W, double[] b)
    {
        int outputs = b.Length, inputs = W.Length / outputs;
        double[] y = new double[x.Length / inputs * outputs];
        for (int k = 0; k < y.Length; k++)
        {
            y[k] = b[k % outputs];
            for (int i = 0; i < inputs; i++)
                y[k] += x[k / outputs * inputs + i] * W[i * outputs + k % outputs];
        }

        return y;
    }
}

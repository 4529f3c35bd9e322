namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>The gate network of <see cref="GateNetworkOracle"/> with derivatives: outputs and projected matrix.</summary>
public sealed class GateNetworkDual
{
    private const int Inputs = 11, Hidden = 16, States = 4;

    public GateNetworkDual(double rho, Dual[] parameters, double[][] features)
    {
        int population = features.Length, offset = 0;
        Dual[] W1 = Take(Inputs * Hidden), b1 = Take(Hidden), Wd = Take(Hidden), bd = Take(1), WB = Take(Hidden * States);
        Dual[] WC = Take(Hidden * States), A = Take(States), Wi = Take(2 * Hidden * 2), bi = Take(2), W2 = Take(2 * Hidden * Hidden);
        Dual[] b2 = Take(Hidden), W3 = Take(Hidden * 8), b3 = Take(8);
        Dual[][] U = [.. features.Select(x => Silu(Affine([.. x.Select(value => (Dual)value)], W1, b1)))];
        Dual[] delta = [.. U.Select(u => Dual.Log(1 + Dual.Exp(Affine(u, Wd, bd)[0])))];
        Dual[] decay = [.. A.Select(Dual.Exp)];
        Dual[][] B = [.. U.Select(u => Affine(u, WB, new Dual[States]))], C = [.. U.Select(u => Affine(u, WC, new Dual[States]))];

        Matrix = new Dual[population, population];
        Dual[] cumulative = new Dual[population];
        Dual[][] context = new Dual[population][];
        Dual[] mean = new Dual[2 * Hidden];
        for (int i = 0; i < population; i++)
        {
            cumulative[i] = delta[i] + (i > 0 ? cumulative[i - 1] : 0);
            Dual bound = 0;
            for (int j = 0; j <= i; j++)
            {
                for (int n = 0; n < States; n++)
                {
                    Dual kept = Dual.Exp(-decay[n] * (cumulative[i] - cumulative[j])) * delta[j];
                    Matrix[i, j] += C[i][n] * B[j][n] * kept;
                    bound += Dual.Abs(C[i][n]) * Dual.Abs(B[j][n]) * kept;
                }
            }

            context[i] = [.. U[i], .. new Dual[Hidden]];
            for (int j = 0; j <= i; j++)
            {
                Matrix[i, j] *= rho / Dual.Max(rho, bound);
                for (int k = 0; k < Hidden; k++)
                    context[i][Hidden + k] += Matrix[i, j] * U[j][k];
            }

            for (int k = 0; k < mean.Length; k++)
                mean[k] += context[i][k] / population;
        }

        Individual = [.. context.Select(row => Affine(row, Wi, bi))];
        Global = Affine(Silu(Affine(mean, W2, b2)), W3, b3);

        Dual[] Take(int length) => parameters[offset..(offset += length)];
    }

    /// <summary>M after projection, [N, N], lower triangular.</summary>
    public Dual[,] Matrix { get; }

    /// <summary>[N][2]</summary>
    public Dual[][] Individual { get; }

    /// <summary>[8]</summary>
    public Dual[] Global { get; }

    private static Dual[] Silu(Dual[] x) => [.. x.Select(value => value * Dual.Sigmoid(value))];

    private static Dual[] Affine(Dual[] x, Dual[] W, Dual[] b)
    {
        Dual[] y = [.. b];
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < y.Length; k++)
                y[k] += x[i] * W[i * y.Length + k];
        }

        return y;
    }
}

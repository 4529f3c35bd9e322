namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>The selective scan in double, channel by channel. Optional tensors are absent when empty.</summary>
public sealed record SelectiveScanOracle(int Batch, int Length, int Channels, int States, int Groups, bool Softplus)
{
    public (double[] Y, double[] LastState) Forward(
        double[] u, double[] delta, double[] A, double[] B, double[] C, double[] D, double[] z, double[] deltaBias, double[] initialState)
    {
        double[] y = new double[u.Length], state = new double[Batch * Channels * States];
        initialState.CopyTo(state, 0);
        for (int b = 0; b < Batch; b++)
        {
            for (int c = 0; c < Channels; c++)
            {
                for (int t = 0; t < Length; t++)
                {
                    int element = (b * Length + t) * Channels + c, gates = ((b * Length + t) * Groups + c / (Channels / Groups)) * States;
                    double step = delta[element] + (deltaBias.Length > 0 ? deltaBias[c] : 0);
                    if (Softplus)
                        step = Math.Log(1 + Math.Exp(step));
                    double sum = D.Length > 0 ? D[c] * u[element] : 0;
                    for (int n = 0; n < States; n++)
                    {
                        ref double h = ref state[(b * Channels + c) * States + n];
                        h = Math.Exp(step * A[c * States + n]) * h + step * u[element] * B[gates + n];
                        sum += C[gates + n] * h;
                    }

                    y[element] = z.Length > 0 ? sum * z[element] / (1 + Math.Exp(-z[element])) : sum;
                }
            }
        }

        return (y, state);
    }
}

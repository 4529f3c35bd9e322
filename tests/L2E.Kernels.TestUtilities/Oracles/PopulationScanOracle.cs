namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>The population scan in double, as the dense matrix that it stands for.</summary>
public static class PopulationScanOracle
{
    /// <summary>M, [population, population], lower triangular.</summary>
    public static double[,] Matrix(double[] delta, double[] decay, double[] B, double[] C)
    {
        int population = delta.Length, states = decay.Length;
        double[] cumulative = new double[population];
        double[,] matrix = new double[population, population];
        for (int i = 0; i < population; i++)
        {
            cumulative[i] = delta[i] + (i > 0 ? cumulative[i - 1] : 0);
            for (int j = 0; j <= i; j++)
            {
                for (int n = 0; n < states; n++)
                {
                    double factor = Math.Exp(-decay[n] * (cumulative[i] - cumulative[j]));
                    matrix[i, j] += C[i * states + n] * factor * delta[j] * B[j * states + n];
                }
            }
        }

        return matrix;
    }

    public static double[] RowBounds(double[] delta, double[] decay, double[] B, double[] C)
    {
        double[,] matrix = Matrix(delta, decay, [.. B.Select(Math.Abs)], [.. C.Select(Math.Abs)]);
        return [.. Enumerable.Range(0, delta.Length).Select(i => Enumerable.Range(0, i + 1).Sum(j => matrix[i, j]))];
    }

    /// <summary>M D for D [population, dimension].</summary>
    public static double[] Apply(double[,] matrix, double[] D)
    {
        int population = matrix.GetLength(0), dimension = population == 0 ? 0 : D.Length / population;
        double[] y = new double[D.Length];
        for (int i = 0; i < population; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                for (int d = 0; d < dimension; d++)
                    y[i * dimension + d] += matrix[i, j] * D[j * dimension + d];
            }
        }

        return y;
    }

    /// <summary>Rows of y scaled so that the absolute row sums of the map are at most rho.</summary>
    public static double[] Project(double rho, double[] rowBound, double[] y)
    {
        int dimension = rowBound.Length == 0 ? 0 : y.Length / rowBound.Length;
        return [.. y.Select((value, k) => value * rho / Math.Max(rho, rowBound[k / dimension]))];
    }
}

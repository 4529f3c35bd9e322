namespace L2E.Kernels.Solver.Tests;

/// <summary>The scan over time by its formulas, scalar and in double, with a matrix of its own for each of its weights.</summary>
internal sealed class TimeScanOracle
{
    private readonly int dimension;
    private readonly double[][] hiddenWeights, controlWeights, gateWeights, coordinateWeights, correctionWeights, logRates;
    private readonly double pathRate, scaleRate, unit;

    public TimeScanOracle(int dimension, float[] parameters, double[] utilities)
    {
        this.dimension = dimension;
        int place = 0;
        hiddenWeights = Take(19, 10);
        controlWeights = Take(28, 7);
        gateWeights = Take(19, 12);
        coordinateWeights = Take(23, 8);
        correctionWeights = Take(20, 3);
        logRates = Take(3, 3);
        Assert.Equal(parameters.Length, place);
        unit = Math.Sqrt(utilities.Sum(utility => utility * utility));
        double parents = 1 / utilities.Sum(utility => Math.Pow(utility + 1.0 / utilities.Length, 2));
        pathRate = (parents + 2) / (dimension + parents + 5);
        scaleRate = (3 + Math.Log(dimension)) / (5 * Math.Sqrt(dimension));
        State = new double[3, dimension, 3];

        double[][] Take(int rows, int columns)
        {
            double[][] matrix = new double[rows][];
            for (int i = 0; i < rows; i++, place += columns)
                matrix[i] = [.. parameters.Skip(place).Take(columns).Select(value => (double)value)];
            return matrix;
        }
    }

    /// <summary>By signal, coordinate and time scale.</summary>
    public double[,,] State { get; }

    public double[] Advance(double[] features, double[] scale, double[] gradient, double[] step, double[] moment)
    {
        double[] slope = [.. gradient.Zip(scale, (g, s) => -g / s)];
        double length = Math.Sqrt(slope.Average(value => value * value));
        double[][] x =
        [
            [.. step.Zip(scale, (value, s) => Math.Clamp(value / s / unit, -4, 4))],
            [.. moment.Zip(scale, (value, s) => Math.Clamp(value / (s * s) / (Math.Sqrt(2) * unit), -4, 4))],
            [.. slope.Select(value => length > 0 ? Math.Clamp(value / length, -4, 4) : 0)],
        ];
        double[] logScale = [.. scale.Select(value => Math.Log(value))];
        double meanLogScale = logScale.Average();
        List<double> context = [.. features];
        for (int k = 0; k < 3; k++)
            for (int n = 0; n < 3; n++)
                context.Add(Math.Tanh(2 * (Enumerable.Range(0, dimension).Average(i => State[k, i, n] * State[k, i, n]) - 1)));
        context.Add(Math.Tanh(x[0].Zip(x[2], (a, b) => a * b).Average()));
        context.Add(Math.Tanh(Math.Sqrt(logScale.Average(value => (value - meanLogScale) * (value - meanLogScale)))));

        double[] hidden = [.. Product([.. context, 1], hiddenWeights).Select(value => Silu(value))];
        double[] controls = Product([.. context, .. hidden], controlWeights);
        double[] gates = Product([.. context, 1], gateWeights);
        double stepSize = Math.Exp(2 * Math.Tanh(gates[8]));
        double[] pathRates = [Math.Min(1.5, 4 * pathRate), pathRate, pathRate / 4];
        double[][] rates = [pathRates, [scaleRate, scaleRate / 4, scaleRate / 16], pathRates];
        for (int k = 0; k < 3; k++)
        {
            for (int n = 0; n < 3; n++)
            {
                double factor = Math.Exp(-stepSize * rates[k][n] * Math.Exp(Math.Clamp(logRates[k][n], -2, 2)));
                for (int i = 0; i < dimension; i++)
                    State[k, i, n] = factor * State[k, i, n] + Math.Sqrt(1 - factor * factor) * (1 + Math.Tanh(gates[9 + k])) * x[k][i];
            }
        }

        double[][] corrections = new double[dimension][];
        for (int i = 0; i < dimension; i++)
        {
            List<double> evidence = [];
            for (int n = 0; n < 3; n++)
                evidence.Add(Math.Tanh(State[1, i, n] / 2));
            for (int n = 0; n < 3; n++)
                evidence.Add(Math.Tanh((Math.Pow(State[0, i, n], 2) - 1) / 2));
            for (int n = 0; n < 3; n++)
                evidence.Add(Math.Tanh((Math.Pow(State[2, i, n], 2) - 1) / 2));
            evidence.AddRange([
                Math.Tanh(x[2][i] * State[0, i, 1]), Math.Tanh(x[0][i] * x[2][i]), Math.Tanh(logScale[i] - meanLogScale)]);
            double[] layer = [.. Product([.. evidence, .. hidden, 1], coordinateWeights).Select(value => Silu(value))];
            corrections[i] = [.. Product([.. evidence, .. layer], correctionWeights).Select(value => Math.Tanh(value))];
        }

        double[] means = [.. Enumerable.Range(0, 3).Select(k => corrections.Average(row => row[k]))];
        for (int i = 0; i < dimension; i++)
        {
            double odd = Math.Tanh(gates[6]) * x[0][i] + Math.Tanh(gates[7]) * x[2][i];
            for (int n = 0; n < 3; n++)
                odd += Math.Tanh(gates[n]) * State[0, i, n] + Math.Tanh(gates[3 + n]) * State[2, i, n];
            step[i] = Math.Exp(0.8 * (corrections[i][0] - means[0])) * step[i] + 0.5 * unit * Math.Tanh(odd) * scale[i];
            moment[i] = Math.Exp(0.8 * (corrections[i][1] - means[1])) * moment[i]
                + 0.7 * (corrections[i][2] - means[2]) * scale[i] * scale[i];
        }

        return controls;
    }

    private static double Silu(double value) => value / (1 + Math.Exp(-value));

    private static double[] Product(double[] input, double[][] weights) =>
        [.. Enumerable.Range(0, weights[0].Length).Select(j => Enumerable.Range(0, input.Length).Sum(i => input[i] * weights[i][j]))];
}

using System.Diagnostics;
using L2E.Kernels.Operators;

namespace L2E.Kernels.AheadOfTime;

/// <summary>What a call of each operator takes, on one thread, at sizes that the second-level cache holds.</summary>
internal static class OperatorTimes
{
    private const int Population = 32, Dimension = 512, Rounds = 15;
    private const float Rho = 0.95f;
    private const double SampleSeconds = 2e-3;

    /// <summary>The fastest of several rounds for each, nanoseconds: other programs only ever add to it.</summary>
    public static IEnumerable<(string Name, double Nanoseconds)> Measure()
    {
        (string Name, Action Call)[] operators = [.. MatrixOperators(), .. ElementaryFunctions(), ("SelectiveScan", SelectiveScanCall())];
        double[] best = new double[operators.Length];
        Array.Fill(best, double.PositiveInfinity);
        for (int round = 0; round < Rounds; round++)
        {
            for (int k = 0; k < operators.Length; k++)
                best[k] = Math.Min(best[k], Sample(operators[k].Call));
        }

        return operators.Zip(best, (op, seconds) => (op.Name, seconds * 1e9));
    }

    private static double Sample(Action call)
    {
        call();
        long begun = Stopwatch.GetTimestamp();
        int calls = 0;
        TimeSpan passed;
        do
        {
            for (int i = 0; i < 16; i++)
                call();
            calls += 16;
            passed = Stopwatch.GetElapsedTime(begun);
        }
        while (passed.TotalSeconds < SampleSeconds);
        return passed.TotalSeconds / calls;
    }

    private static IEnumerable<(string Name, Action Call)> MatrixOperators()
    {
        const int Elements = Population * Dimension;
        float[] bound = Random(Population, 0.1, 3), relaxation = Random(Population, 0.1, 0.9), scale = Random(Dimension, 0.1, 2);
        float[] D = Random(Elements, -1, 1), y = Random(Elements, -1, 1), next = new float[Elements];
        float[] lower = Random(Dimension, -2, -1), upper = Random(Dimension, 1, 2);
        float[] weights = Random(Population, -1, 1), step = new float[Dimension], moment = new float[Dimension], slope = new float[Dimension];
        yield return ("ContractionProjection", () => ContractionProjection.Forward(Population, Dimension, Rho, bound, y, next));
        yield return ("KrasnoselskiiMann", () => KrasnoselskiiMann.Forward(Population, Dimension, relaxation, D, y, next));
        yield return ("ContractiveStep", () =>
            ContractiveStep.Forward(Population, Dimension, Rho, bound, relaxation, D, y, lower, upper, next));
        yield return ("Recombination", () =>
            Recombination.Forward(Population, Dimension, D, weights, weights, weights, step, moment, slope));
        yield return ("ExplorationNoise", () => ExplorationNoise.Fill(1, 0, 0, Population, Dimension, scale, next));

        PopulationScanShape shape = new(Population, Dimension, 8);
        float[] delta = Random(Population, 0.01, 0.5), decay = Random(8, 0.5, 2), B = Random(Population * 8, -1, 1);
        float[] C = Random(Population * 8, -1, 1), workspace = new float[PopulationScan.GetWorkspaceLength(shape)];
        yield return ("PopulationScan", () => PopulationScan.Forward(shape, delta, decay, B, C, D, next, workspace));
    }

    private static IEnumerable<(string Name, Action Call)> ElementaryFunctions()
    {
        float[] x = Random(Population * Dimension, -10, 10), y = new float[x.Length], second = new float[x.Length];
        yield return ("exp", () => ElementwiseMath.Exp(x, y));
        yield return ("tanh", () => ElementwiseMath.Tanh(x, y));
        yield return ("sincos", () => ElementwiseMath.SinCos(x, y, second));
    }

    private static Action SelectiveScanCall()
    {
        const int Length = 64, Channels = 64, States = 16;
        SelectiveScanShape shape = new(1, Length, Channels, States);
        float[] u = Random(Length * Channels, -1, 1), delta = Random(Length * Channels, 0.01, 0.5);
        float[] A = Random(Channels * States, -2, -0.1), B = Random(Length * States, -1, 1), C = Random(Length * States, -1, 1);
        float[] y = new float[u.Length], workspace = new float[SelectiveScan.GetWorkspaceLength(shape)];
        return () => SelectiveScan.Forward(
            shape, new SelectiveScanInputs<float> { U = u, Delta = delta, A = A, B = B, C = C }, y, default, default, workspace);
    }

    private static float[] Random(int count, double lower, double upper)
    {
        PhiloxSequence random = new(1, 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)random.NextUniform(lower, upper);
        return values;
    }
}

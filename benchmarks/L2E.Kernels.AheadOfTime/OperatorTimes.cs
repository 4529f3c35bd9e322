using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using L2E.Kernels.Operators;

namespace L2E.Kernels.AheadOfTime;

/// <summary>What a call of each operator takes, on one thread, at sizes that the second-level cache holds.</summary>
internal static class OperatorTimes
{
    private const int Population = 32, Dimension = 512, Rounds = 15;
    private const float Rho = 0.95f;
    private const double SampleSeconds = 2e-3;

    private static int placed;

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
        Memory<float> bound = Random(Population, 0.1, 3), relaxation = Random(Population, 0.1, 0.9), scale = Random(Dimension, 0.1, 2);
        Memory<float> D = Random(Elements, -1, 1), y = Random(Elements, -1, 1), next = Aligned(Elements);
        Memory<float> lower = Random(Dimension, -2, -1), upper = Random(Dimension, 1, 2), weights = Random(Population, -1, 1);
        Memory<float> step = Aligned(Dimension), moment = Aligned(Dimension), slope = Aligned(Dimension);
        yield return ("ContractionProjection", () =>
            ContractionProjection.Forward(Population, Dimension, Rho, bound.Span, y.Span, next.Span));
        yield return ("KrasnoselskiiMann", () =>
            KrasnoselskiiMann.Forward(Population, Dimension, relaxation.Span, D.Span, y.Span, next.Span));
        yield return ("ContractiveStep", () => ContractiveStep.Forward(
            Population, Dimension, Rho, bound.Span, relaxation.Span, D.Span, y.Span, lower.Span, upper.Span, next.Span));
        yield return ("Recombination", () => Recombination.Forward(
            Population, Dimension, D.Span, weights.Span, weights.Span, weights.Span, step.Span, moment.Span, slope.Span));
        yield return ("ExplorationNoise", () => ExplorationNoise.Fill(1, 0, 0, Population, Dimension, scale.Span, next.Span));

        PopulationScanShape shape = new(Population, Dimension, 8);
        Memory<float> delta = Random(Population, 0.01, 0.5), decay = Random(8, 0.5, 2), B = Random(Population * 8, -1, 1);
        Memory<float> C = Random(Population * 8, -1, 1), workspace = Aligned(PopulationScan.GetWorkspaceLength(shape));
        yield return ("PopulationScan", () => PopulationScan.Forward(
            shape, delta.Span, decay.Span, B.Span, C.Span, D.Span, next.Span, workspace.Span));
    }

    private static IEnumerable<(string Name, Action Call)> ElementaryFunctions()
    {
        Memory<float> x = Random(Population * Dimension, -10, 10), y = Aligned(x.Length), second = Aligned(x.Length);
        yield return ("exp", () => ElementwiseMath.Exp(x.Span, y.Span));
        yield return ("tanh", () => ElementwiseMath.Tanh(x.Span, y.Span));
        yield return ("sincos", () => ElementwiseMath.SinCos(x.Span, y.Span, second.Span));
    }

    private static Action SelectiveScanCall()
    {
        const int Length = 64, Channels = 64, States = 16;
        SelectiveScanShape shape = new(1, Length, Channels, States);
        Memory<float> u = Random(Length * Channels, -1, 1), delta = Random(Length * Channels, 0.01, 0.5);
        Memory<float> A = Random(Channels * States, -2, -0.1), B = Random(Length * States, -1, 1), C = Random(Length * States, -1, 1);
        Memory<float> y = Aligned(u.Length), workspace = Aligned(SelectiveScan.GetWorkspaceLength(shape));
        return () => SelectiveScan.Forward(
            shape,
            new SelectiveScanInputs<float> { U = u.Span, Delta = delta.Span, A = A.Span, B = B.Span, C = C.Span },
            y.Span, default, default, workspace.Span);
    }

    private static Memory<float> Random(int count, double lower, double upper)
    {
        PhiloxSequence random = new(1, 0);
        Memory<float> values = Aligned(count);
        foreach (ref float value in values.Span)
            value = (float)random.NextUniform(lower, upper);
        return values;
    }

    /// <summary>
    /// At a place of its own in a page, each array a few cache lines after the one before: where the memory manager happens to place
    /// arrays decides over a tenth of an operator's time and more, one way here and another in the program that it is compared with. A
    /// read waits for a write that is not done yet at the same place of another page.
    /// </summary>
    private static unsafe Memory<float> Aligned(int count)
    {
        const int Page = 4096, Line = 64, LinesBetween = 5;
        float[] array = GC.AllocateUninitializedArray<float>(count + 2 * Page / sizeof(float), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        int toPage = (int)((Page - address % Page) % Page), place = placed++ * LinesBetween * Line % Page;
        Memory<float> values = array.AsMemory((toPage + place) / sizeof(float), count);
        values.Span.Clear();
        return values;
    }
}

using System.Diagnostics;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>The latency of a decode step: a scan of length 1 whose state goes in and comes out.</summary>
internal static class DecodeRow
{
    private const int Channels = 64, States = 16;

    public static IEnumerable<ReachRow> Measure(ReachContext context)
    {
        SelectiveScanShape shape = new(1, 1, Channels, States);
        RandomTensors random = new(11);
        float[] u = random.Normal(Channels), delta = random.Uniform(Channels, 0.01f, 0.5f);
        float[] A = random.Uniform(Channels * States, -2, -0.1f);
        float[] B = random.Normal(States), C = random.Normal(States), y = new float[Channels], state = new float[Channels * States];
        float[] workspace = new float[SelectiveScan.GetWorkspaceLength(shape)];
        void Step() => SelectiveScan.Forward(
            shape, new SelectiveScanInputs<float> { U = u, Delta = delta, A = A, B = B, C = C, InitialState = state }, y, state, default,
            workspace);

        double[] previous = RandomTensors.Widen(random.Normal(state.Length));
        for (int i = 0; i < state.Length; i++)
            state[i] = (float)previous[i];
        (double[] expectedY, double[] expectedState) = new SelectiveScanOracle(1, 1, Channels, States, 1, Softplus: false).Forward(
            RandomTensors.Widen(u), RandomTensors.Widen(delta), RandomTensors.Widen(A), RandomTensors.Widen(B), RandomTensors.Widen(C), [],
            [], [], previous);
        Step();
        OracleCheck.Close("decode step: y", y, expectedY, States);
        OracleCheck.Close("decode step: state", state, expectedState, 1);

        double[] microseconds = new double[context.IsQuick ? 100_000 : 1_000_000];
        for (int i = 0; i < microseconds.Length; i++)
        {
            // Of a timestamp's own resolution: a TimeSpan would round to tenths of a microsecond.
            long start = Stopwatch.GetTimestamp();
            Step();
            microseconds[i] = (Stopwatch.GetTimestamp() - start) * (1e6 / Stopwatch.Frequency);
        }

        Array.Sort(microseconds);
        double inARow = Interleaved.Measure(context.Rounds, Step).Seconds(0) * 1e6;
        yield return new ReachRow(
            $"decode step, {Channels} channels x {States} states, p50", "the clock", Interleaved.Median(microseconds), 2, " us",
            $"p99 {microseconds[microseconds.Length / 100 * 99]:F2} us, of {microseconds.Length:N0} steps; {inARow:F2} us a step in a row")
        {
            IsUpperLimit = true,
        };
    }
}

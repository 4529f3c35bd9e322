using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Neither pass allocates, on any thread, however sequences are stored.</summary>
[Collection(nameof(Alone))]
public class SelectiveScanAllocationTests
{
    private static readonly SelectiveScanShape shape = new(2, 20, 600, 4, 2);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Float_allocates_nothing(int workers) => AssertAllocatesNothing(workers, 0.25f);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Half_allocates_nothing(int workers) => AssertAllocatesNothing(workers, (Half)0.25f);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Bfloat16_allocates_nothing(int workers) => AssertAllocatesNothing(workers, (BFloat16)0.25f);

    private static void AssertAllocatesNothing<T>(int workers, T value)
        where T : unmanaged
    {
        using WorkerTeam? team = workers == 0 ? null : new WorkerTeam(workers);
        int threads = Math.Max(1, workers), states = shape.Batch * shape.Channels * shape.States;
        T[] sequence = new T[shape.Batch * shape.Length * shape.Channels];
        T[] gates = new T[shape.Batch * shape.Length * shape.Groups * shape.States];
        Array.Fill(sequence, value);
        Array.Fill(gates, value);
        T[] y = new T[sequence.Length];
        float[] A = new float[shape.Channels * shape.States], D = new float[shape.Channels];
        float[] state = new float[states], last = new float[states];
        float[] dy = new float[y.Length], du = new float[y.Length], ddelta = new float[y.Length], dz = new float[y.Length];
        float[] dA = new float[A.Length], dB = new float[gates.Length], dC = new float[gates.Length], dD = new float[D.Length];
        float[] dbias = new float[D.Length], dstate = new float[states], saved = new float[SelectiveScan.GetSavedStateLength(shape)];
        float[] workspace = new float[SelectiveScan.GetWorkspaceLength(shape, threads)];
        float[] backwardWorkspace = new float[SelectiveScan.GetBackwardWorkspaceLength(shape, threads)];
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            SelectiveScanInputs<T> inputs = new()
            {
                U = sequence,
                Delta = sequence,
                A = A,
                B = gates,
                C = gates,
                D = D,
                Z = sequence,
                DeltaBias = D,
                InitialState = state,
                Softplus = true,
            };
            SelectiveScan.Forward(shape, inputs, y, last, saved, workspace, team);
            SelectiveScanGradients gradients = new()
            {
                U = du,
                Delta = ddelta,
                A = dA,
                B = dB,
                C = dC,
                D = dD,
                Z = dz,
                DeltaBias = dbias,
                InitialState = dstate,
            };
            SelectiveScan.Backward(shape, inputs, saved, dy, last, gradients, backwardWorkspace, team);
        }));
    }
}

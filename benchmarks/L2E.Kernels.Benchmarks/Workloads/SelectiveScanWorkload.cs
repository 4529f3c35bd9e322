using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>A selective scan of one sequence of floats: also on a team, on other sequences, and in C.</summary>
internal sealed class SelectiveScanWorkload(int length, int channels, int states, ScanVariant variant)
    : SelectiveScanWorkload<float>(length, channels, states, variant, reverse: false, x => x, x => x, rounding: 0)
{
    private float[] teamWorkspace = [];

    /// <summary>The sequence of step sizes: also usable as the sequence u, which may hold anything.</summary>
    public ReadOnlySpan<float> StepSizes => Inputs.Delta;

    /// <summary>Runs the forward pass on the threads of a team; the result has the same bits.</summary>
    public void ForwardWith(WorkerTeam team)
    {
        if (teamWorkspace.Length == 0)
            teamWorkspace = new float[SelectiveScan.GetWorkspaceLength(Sizes, team.Count)];
        SelectiveScan.Forward(Sizes, Inputs, Result, [], [], teamWorkspace, team);
    }

    /// <summary>Runs the forward pass on other sequences of the same size.</summary>
    public void Forward(ReadOnlySpan<float> sequence, ReadOnlySpan<float> stepSizes, Span<float> destination)
    {
        SelectiveScanInputs<float> own = Inputs;
        SelectiveScanInputs<float> inputs = new()
        {
            U = sequence,
            Delta = stepSizes,
            A = own.A,
            B = own.B,
            C = own.C,
            D = own.D,
            Z = own.Z,
            DeltaBias = own.DeltaBias,
            Softplus = own.Softplus,
        };
        SelectiveScan.Forward(Sizes, inputs, destination, default, default, Workspace);
    }

    /// <summary>Runs another implementation on the same data and holds its result against this library's.</summary>
    /// <exception cref="WrongResultException">The results differ.</exception>
    public void CheckSame(NativeScan other)
    {
        Forward();
        float[] result = new float[Result.Length];
        Run(other, result);
        OracleCheck.Close($"{other.Compiler}: y", result, RandomTensors.Widen(Result), 2 * Sizes.Length * Sizes.States);
    }

    /// <summary>The C implementation on the same data.</summary>
    public void Run(NativeScan other, float[] destination)
    {
        SelectiveScanInputs<float> inputs = Inputs;
        other.Run(Sizes.Length, Sizes.Channels, Sizes.States, inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, destination);
    }
}

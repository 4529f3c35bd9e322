using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>A population scan.</summary>
internal sealed class PopulationScanWorkload : IWorkload
{
    private readonly PopulationScanShape shape;
    private readonly float[] delta, decay, B, C, D, y, dy, ddelta, ddecay, dB, dC, dD, workspace, backwardWorkspace;

    public PopulationScanWorkload(int population, int dimension, int states)
    {
        shape = new PopulationScanShape(population, dimension, states);
        RandomTensors random = new(2);
        int elements = population * dimension, gates = population * states;
        delta = random.Uniform(population, 0.05f, 1);
        decay = random.Uniform(states, 0.2f, 2);
        B = random.Normal(gates);
        C = random.Normal(gates);
        D = random.Normal(elements);
        dy = random.Normal(elements);
        y = new float[elements];
        ddelta = new float[population];
        ddecay = new float[states];
        dB = new float[gates];
        dC = new float[gates];
        dD = new float[elements];
        workspace = new float[PopulationScan.GetWorkspaceLength(shape)];
        backwardWorkspace = new float[PopulationScan.GetBackwardWorkspaceLength(shape)];
        double gateBytes = 4.0 * (population + states + 2 * gates), terms = (double)elements * states;
        Shape = $"[{population}, {dimension}], {states} states";
        Passes =
        [
            new Pass("forward", new Cost(gateBytes + 8.0 * elements, gates, 5 * terms), () => Forward(D, y)),
            new Pass("backward", new Cost(2 * gateBytes + 12.0 * elements, gates, 14 * terms), Backward),
        ];
    }

    public string Operator => nameof(PopulationScan);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public ReadOnlySpan<float> Sequence => D;

    /// <summary>
    /// Multiply-adds of the forward pass: per element a state is entered and read once, and half of the block of sixteen mixed in; nothing
    /// enters from before the first block or leaves the last. <c>PopulationScan.md</c> has the matrices.
    /// </summary>
    public double MultiplyAdds
    {
        get
        {
            double blocks = Math.Ceiling(shape.Population / 16.0);
            return (double)D.Length * (8.5 + 2 * shape.States * (blocks - 1) / blocks);
        }
    }

    /// <summary>Runs the forward pass on another sequence of the same size.</summary>
    public void Forward(ReadOnlySpan<float> sequence, Span<float> destination) =>
        PopulationScan.Forward(shape, delta, decay, B, C, sequence, destination, workspace);

    public void Check()
    {
        CheckForward();
        // Gradients of the gates are accumulated.
        foreach (float[] gradient in (ReadOnlySpan<float[]>)[ddelta, ddecay, dB, dC])
            gradient.AsSpan().Clear();
        Backward();
        OracleCheck.Gradients(
            Oracle, [delta, decay, B, C, D], [dy], ("ddelta", ddelta), ("ddecay", ddecay), ("dB", dB), ("dC", dC), ("dD", dD));
    }

    /// <summary>The forward part of <see cref="Check"/>.</summary>
    public void CheckForward()
    {
        Forward(D, y);
        double[][] inputs = [.. new[] { delta, decay, B, C, D }.Select(RandomTensors.Widen)];
        OracleCheck.Close("y", y, Oracle(inputs)[0], shape.Population * shape.States);
    }

    private void Backward() =>
        PopulationScan.Backward(shape, delta, decay, B, C, D, dy, ddelta, ddecay, dB, dC, dD, backwardWorkspace);

    private static double[][] Oracle(double[][] x) =>
        [PopulationScanOracle.Apply(PopulationScanOracle.Matrix(x[0], x[1], x[2], x[3]), x[4])];
}

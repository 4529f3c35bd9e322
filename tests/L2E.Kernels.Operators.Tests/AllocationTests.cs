using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

/// <summary>No operator allocates, forward or backward.</summary>
public class AllocationTests
{
    private const int Population = 9, Dimension = 70, States = 4;

    // One buffer serves as every input, and others as every destination: the values do not matter here.
    private readonly float[] x = [.. Enumerable.Range(0, 4096).Select(i => 0.1f + i % 7 * 0.1f)];
    private readonly float[] a = new float[4096], b = new float[4096], c = new float[4096], d = new float[4096], e = new float[4096];
    private readonly float[] f = new float[4096], workspace = new float[1 << 17];

    [Fact]
    public void Elementwise_functions_allocate_nothing() => Assert.Equal(0, Allocations.OnThisThread(() =>
    {
        ElementwiseMath.Exp(x, a);
        ElementwiseMath.Log(x, a);
        ElementwiseMath.Softplus(x, a);
        ElementwiseMath.Sigmoid(x, a);
        ElementwiseMath.Silu(x, a);
        ElementwiseMath.Tanh(x, a);
        ElementwiseMath.SinCos(x, a, b);
        ElementwiseMath.SiluBackward(x, x, a);
        ElementwiseMath.SoftplusBackward(x, x, a);
    }));

    [Fact]
    public void Selective_scan_allocates_nothing() => Assert.Equal(0, Allocations.OnThisThread(() =>
    {
        SelectiveScanShape shape = new(1, 20, Dimension, States);
        int sequence = 20 * Dimension;
        SelectiveScanInputs<float> inputs = new()
        {
            U = X(sequence),
            Delta = X(sequence),
            A = X(Dimension * States),
            B = X(20 * States),
            C = X(20 * States),
            Z = X(sequence),
            Softplus = true,
        };
        Span<float> saved = e.AsSpan(0, SelectiveScan.GetSavedStateLength(shape));
        SelectiveScan.Forward(shape, inputs, a.AsSpan(0, sequence), f.AsSpan(0, Dimension * States), saved, workspace);
        SelectiveScanGradients gradients = new()
        {
            U = a.AsSpan(0, sequence),
            Delta = b.AsSpan(0, sequence),
            A = d.AsSpan(0, Dimension * States),
            B = d.AsSpan(1000, 20 * States),
            C = d.AsSpan(2000, 20 * States),
            Z = c.AsSpan(0, sequence),
        };
        SelectiveScan.Backward(shape, inputs, saved, X(sequence), default, gradients, workspace);
    }));

    [Fact]
    public void Contractive_step_allocates_nothing() => Assert.Equal(0, Allocations.OnThisThread(() =>
    {
        const int Coordinates = Population * Dimension, Gates = Population * States;
        PopulationScanShape shape = new(Population, Dimension, States);
        ReadOnlySpan<float> delta = X(Population), decay = X(States), gates = X(Gates), D = X(Coordinates);
        Span<float> rowBound = a.AsSpan(0, Population), y = b.AsSpan(0, Coordinates);
        PopulationScan.RowBounds(shape, delta, decay, gates, gates, rowBound);
        PopulationScan.Forward(shape, delta, decay, gates, gates, D, y, workspace);
        ContractionProjection.Forward(Population, Dimension, 0.95f, rowBound, y, y);
        KrasnoselskiiMann.Forward(Population, Dimension, delta, D, y, c.AsSpan(0, Coordinates));
        ContractiveStep.Forward(
            Population, Dimension, 0.95f, rowBound, delta, D, y, X(Dimension), X(Dimension), c.AsSpan(0, Coordinates));
        ContractiveStep.Backward(
            Population, Dimension, 0.95f, delta, delta, D, D, X(Dimension), X(Dimension), D, a.AsSpan(0, Population),
            d.AsSpan(0, Population), b.AsSpan(0, Coordinates), c.AsSpan(0, Coordinates));
        Span<float> dD = b.AsSpan(0, Coordinates), dY = c.AsSpan(0, Coordinates);
        KrasnoselskiiMann.Backward(Population, Dimension, delta, D, D, D, d.AsSpan(0, Population), dD, dY);
        ContractionProjection.Backward(Population, Dimension, 0.95f, rowBound, D, D, dY, d.AsSpan(0, Population));
        PopulationScan.Backward(
            shape, delta, decay, gates, gates, D, D, a.AsSpan(0, Population), b.AsSpan(0, States), c.AsSpan(0, Gates),
            d.AsSpan(0, Gates), e.AsSpan(0, Coordinates), workspace);
        PopulationScan.RowBoundsBackward(
            shape, delta, decay, gates, gates, delta, a.AsSpan(0, Population), b.AsSpan(0, States), c.AsSpan(0, Gates),
            d.AsSpan(0, Gates), workspace);
    }));

    [Fact]
    public void Dense_layer_recombination_and_noise_allocate_nothing() => Assert.Equal(0, Allocations.OnThisThread(() =>
    {
        Dense.Forward(9, 16, 4, X(144), X(64), X(4), a.AsSpan(0, 36));
        Dense.Backward(9, 16, 4, X(144), X(64), X(36), a.AsSpan(0, 144), b.AsSpan(0, 64), c.AsSpan(0, 4));
        Recombination.Forward(
            9, Dimension, X(9 * Dimension), X(9), X(9), X(9), a.AsSpan(0, Dimension), b.AsSpan(0, Dimension), c.AsSpan(0, Dimension));
        Recombination.Backward(
            9, Dimension, X(9 * Dimension), X(9), X(9), X(9), X(Dimension), X(Dimension), X(Dimension), a.AsSpan(0, 9 * Dimension),
            b.AsSpan(0, 9), c.AsSpan(0, 9), d.AsSpan(0, 9));
        ExplorationNoise.Fill(1, 2, 3, 9, Dimension, X(Dimension), a.AsSpan(0, 9 * Dimension));
    }));

    [Fact]
    public void Gate_network_allocates_nothing() => Assert.Equal(0, Allocations.OnThisThread(() =>
    {
        Span<float> parameters = f.AsSpan(0, GateNetwork.ParameterCount);
        GateNetwork.Initialise(3, parameters);
        GateNetwork.Randomise(3, parameters);
        GateNetwork.Forward(
            Population, 0.95f, parameters, X(4 * Population), X(7), a.AsSpan(0, Population), b.AsSpan(0, 4), c.AsSpan(0, 4 * Population),
            d.AsSpan(0, 4 * Population), e.AsSpan(0, Population), a.AsSpan(1000, 2 * Population), b.AsSpan(1000, 8), workspace);
        GateNetwork.Backward(
            Population, 0.95f, parameters, X(4 * Population), X(7), X(Population), X(4), X(4 * Population), X(4 * Population),
            X(Population), X(2 * Population), X(8), a.AsSpan(0, GateNetwork.ParameterCount), workspace);
    }));

    private ReadOnlySpan<float> X(int length) => x.AsSpan(0, length);
}

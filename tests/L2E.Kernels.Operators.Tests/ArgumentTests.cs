namespace L2E.Kernels.Operators.Tests;

/// <summary>Bad arguments are refused by name, with what was expected and what came, before anything is written.</summary>
public class ArgumentTests
{
    private static readonly PopulationScanShape scan = new(3, 4, 2);
    private static readonly SelectiveScanShape selective = new(1, 2, 4, 2);

    // Every destination in these tests is this; it must keep its contents.
    private readonly float[] destination = new float[65536];

    [Fact]
    public void Population_scan_names_the_tensor_of_the_wrong_length()
    {
        AssertNamed("delta", "3 elements (population)", "2", () => Forward(2, 2, 6, 6, 12, 12));
        AssertNamed("decay", "2 elements (states)", "1", () => Forward(3, 1, 6, 6, 12, 12));
        AssertNamed("B", "6 elements", "5", () => Forward(3, 2, 5, 6, 12, 12));
        AssertNamed("C", "6 elements", "7", () => Forward(3, 2, 6, 7, 12, 12));
        AssertNamed("D", "12 elements", "11", () => Forward(3, 2, 6, 6, 11, 12));
        AssertNamed("y", "12 elements", "13", () => Forward(3, 2, 6, 6, 12, 13));
        AssertNamed("workspace", "at least", "1", () => PopulationScan.Forward(
            scan, new float[3], new float[2], new float[6], new float[6], new float[12], To(12), To(1)));
        AssertNamed("States", "1 to 256", "257", () => PopulationScan.GetWorkspaceLength(scan with { States = 257 }));
        AssertNamed("Population", "at least 0", "-1", () => PopulationScan.GetWorkspaceLength(scan with { Population = -1 }));
        AssertNamed("Dimension", "at least 0", "-1", () => PopulationScan.GetWorkspaceLength(scan with { Dimension = -1 }));
        AssertNamed("rowBound", "3 elements", "4", () => PopulationScan.RowBounds(
            scan, new float[3], new float[2], new float[6], new float[6], To(4)));
        AssertNamed("dB", "6 elements", "5", () => PopulationScan.Backward(
            scan, new float[3], new float[2], new float[6], new float[6], new float[12], new float[12], To(3), To(2), To(5), To(6), To(12),
            To(9999)));
        AssertNamed("drowBound", "3 elements", "2", () => PopulationScan.RowBoundsBackward(
            scan, new float[3], new float[2], new float[6], new float[6], new float[2], To(3), To(2), To(6), To(6), To(9999)));

        void Forward(int delta, int decay, int B, int C, int D, int y) => PopulationScan.Forward(
            scan, new float[delta], new float[decay], new float[B], new float[C], new float[D], To(y),
            To(PopulationScan.GetWorkspaceLength(scan)));
    }

    [Fact]
    public void Sizes_whose_product_overflows_are_refused()
    {
        AssertTooLarge("workspace", "gates, matrices and panels", null, () => PopulationScan.GetWorkspaceLength(new(int.MaxValue, 1, 2)));
        AssertTooLarge("workspace", "gates, matrices, Gram matrices and panels", null, () =>
            PopulationScan.GetBackwardWorkspaceLength(new(int.MaxValue, 1, 2)));
        AssertTooLarge("B", "population * states", 1L << 32, () => PopulationScan.RowBounds(
            new(1 << 24, 1, 256), new float[1 << 24], new float[256], default, default, default));
        AssertTooLarge("D", "population * dimension", 1L << 32, () => PopulationScan.Forward(
            new(0x10000, 0x10000, 1), new float[0x10000], new float[1], new float[0x10000], new float[0x10000], default, default, default));
        AssertTooLarge("savedState", "batch * chunks * channels * states", 1L << 32, () =>
            SelectiveScan.GetSavedStateLength(new(0x10000, 0x10000, 16, 1)));
        AssertTooLarge("u", "batch * length * channels", 1L << 36, () => SelectiveScan.Forward(
            new(0x10000, 0x10000, 16, 1),
            new SelectiveScanInputs<float> { U = default, Delta = default, A = default, B = default, C = default },
            default, default, default, default));
        AssertTooLarge("workspace", "workers * floats of a worker", null, () =>
            SelectiveScan.GetWorkspaceLength(new(1, 1, 64, 16), int.MaxValue));
        Assert.StartsWith("workspace: expected", Assert.Throws<ArgumentException>(() =>
            SelectiveScan.GetBackwardWorkspaceLength(new(1, 1, 64, 16), int.MaxValue)).Message);
        AssertTooLarge("y", "population * dimension", 1L << 32, () =>
            ContractionProjection.Forward(0x10000, 0x10000, 0.5f, new float[0x10000], default, default));
        AssertTooLarge("D", "population * dimension", 1L << 32, () =>
            KrasnoselskiiMann.Forward(0x10000, 0x10000, new float[0x10000], default, default, default));
        AssertTooLarge("E", "pairs * dimension", 1L << 32, () => Recombination.Forward(
            0x10000, 0x10000, default, default, default, default, default, default, default));
        AssertTooLarge("E", "rows * dimension", 1L << 32, () =>
            ExplorationNoise.Fill(0, 0, 0, 0x10000, 0x10000, new float[0x10000], default));
        AssertTooLarge("x", "rows * inputs", 1L << 32, () => Dense.Forward(0x10000, 0x10000, 1, default, default, default, default));
        AssertTooLarge("workspace", "gates, matrices and panels", null, () => GateNetwork.GetWorkspaceLength(int.MaxValue));
        AssertTooLarge("workspace", "gates, matrices, Gram matrices and panels", null, () =>
            GateNetwork.GetBackwardWorkspaceLength(int.MaxValue / 200));

        static void AssertTooLarge(string name, string shape, long? elements, Action call)
        {
            string message = Assert.Throws<ArgumentException>(call).Message;
            Assert.StartsWith($"{name}: expected at most 2147483647 elements ({shape}), got {elements}", message);
        }
    }

    [Fact]
    public void Contractive_step_names_what_is_wrong()
    {
        AssertNamed("rho", "1E-06 to 1", "2", () => Forward(2, 2, 2, 2, 1, 1));
        AssertNamed("relaxation", "2 elements", "3", () => Forward(1, 3, 2, 2, 1, 1));
        AssertNamed("y", "2 elements", "1", () => Forward(1, 2, 1, 2, 1, 1));
        AssertNamed("next", "2 elements", "3", () => Forward(1, 2, 2, 3, 1, 1));
        AssertNamed("lower", "1 elements (dimension, or empty with upper)", "0", () => Forward(1, 2, 2, 2, 0, 1));
        AssertNamed("upper", "1 elements (dimension, or empty with lower)", "2", () => Forward(1, 2, 2, 2, 1, 2));
        AssertNamed("drelaxation", "2 elements", "1", () => ContractiveStep.Backward(
            2, 1, 1, new float[2], new float[2], new float[2], new float[2], default, default, new float[2], To(2), To(1), To(2), To(2)));

        void Forward(float rho, int relaxation, int y, int next, int lower, int upper) => ContractiveStep.Forward(
            2, 1, rho, new float[2], new float[relaxation], new float[2], new float[y], new float[lower], new float[upper], To(next));
    }

    [Fact]
    public void Projection_and_averaging_name_what_is_wrong()
    {
        AssertNamed("rho", "1E-06 to 1", "NaN", () => ContractionProjection.Forward(1, 1, float.NaN, new float[1], new float[1], To(1)));
        AssertNamed("rho", "1E-06 to 1", "0", () => ContractionProjection.Forward(1, 1, 0, new float[1], new float[1], To(1)));
        AssertNamed("rowBound", "2 elements", "1", () => ContractionProjection.Forward(2, 1, 1, new float[1], new float[2], To(2)));
        AssertNamed("projected", "2 elements", "3", () => ContractionProjection.Forward(2, 1, 1, new float[2], new float[2], To(3)));
        AssertNamed("dprojected", "2 elements", "3", () => ContractionProjection.Backward(
            2, 1, 1, new float[2], new float[2], new float[3], To(2), To(2)));
        AssertNamed("relaxation", "2 elements", "3", () => KrasnoselskiiMann.Forward(
            2, 1, new float[3], new float[2], new float[2], To(2)));
        AssertNamed("Y", "2 elements", "1", () => KrasnoselskiiMann.Forward(2, 1, new float[2], new float[2], new float[1], To(2)));
        AssertNamed("dY", "2 elements", "1", () => KrasnoselskiiMann.Backward(
            2, 1, new float[2], new float[2], new float[2], new float[2], To(2), To(2), To(1)));
        AssertNamed("population", "at least 0", "-1", () => KrasnoselskiiMann.Forward(-1, 1, default, default, default, default));
    }

    [Fact]
    public void Recombination_noise_and_dense_layer_name_what_is_wrong()
    {
        AssertNamed("E", "6 elements", "5", () => Recombination.Forward(
            2, 3, new float[5], new float[2], new float[2], new float[2], To(3), To(3), To(3)));
        AssertNamed("momentWeights", "2 elements", "3", () => Recombination.Forward(
            2, 3, new float[6], new float[2], new float[3], new float[2], To(3), To(3), To(3)));
        AssertNamed("gradient", "3 elements", "4", () => Recombination.Forward(
            2, 3, new float[6], new float[2], new float[2], new float[2], To(3), To(3), To(4)));
        AssertNamed("dE", "6 elements", "7", () => Recombination.Backward(
            2, 3, new float[6], new float[2], new float[2], new float[2], new float[3], new float[3], new float[3], To(7), To(2), To(2),
            To(2)));
        AssertNamed("scale", "3 elements", "2", () => ExplorationNoise.Fill(0, 0, 0, 2, 3, new float[2], To(6)));
        AssertNamed("E", "6 elements", "5", () => ExplorationNoise.Fill(0, 0, 0, 2, 3, new float[3], To(5)));
        AssertNamed("rows", "at least 0", "-2", () => ExplorationNoise.Fill(0, 0, 0, -2, 3, new float[3], To(6)));
        AssertNamed("W", "6 elements", "5", () => Dense.Forward(1, 2, 3, new float[2], new float[5], default, To(3)));
        AssertNamed("b", "3 elements (outputs, or empty", "2", () => Dense.Forward(
            1, 2, 3, new float[2], new float[6], new float[2], To(3)));
        AssertNamed("dx", "2 elements", "1", () => Dense.Backward(1, 2, 3, new float[2], new float[6], new float[3], To(1), To(6), To(3)));
    }

    [Fact]
    public void Selective_scan_names_the_tensor_of_the_wrong_length()
    {
        AssertNamed("u", "8 elements", "7", () => Forward(7, 8, 8, 0));
        AssertNamed("delta", "8 elements", "9", () => Forward(8, 9, 8, 0));
        AssertNamed("A", "8 elements", "0", () => Forward(8, 8, 0, 0));
        AssertNamed("initial_state", "8 elements (batch * channels * states, or empty when absent)", "3", () => Forward(8, 8, 8, 3));
        AssertNamed("Groups", "a divisor of 4 channels", "3", () => SelectiveScan.GetWorkspaceLength(selective with { Groups = 3 }));
        AssertNamed("States", "1 to 256", "0", () => SelectiveScan.GetWorkspaceLength(selective with { States = 0 }));
        AssertNamed("dz", "0 elements (as z)", "8", () => SelectiveScan.Backward(
            selective,
            new SelectiveScanInputs<float> { U = new float[8], Delta = new float[8], A = new float[8], B = new float[4], C = new float[4] },
            new float[SelectiveScan.GetSavedStateLength(selective)], new float[8], default,
            new() { U = To(8), Delta = To(8), A = To(8), B = To(4), C = To(4), Z = To(8) }, To(65536)));

        void Forward(int u, int delta, int A, int state) => SelectiveScan.Forward(
            selective,
            new SelectiveScanInputs<float>
            {
                U = new float[u],
                Delta = new float[delta],
                A = new float[A],
                B = new float[4],
                C = new float[4],
                InitialState = new float[state],
            },
            To(8), default, default, To(SelectiveScan.GetWorkspaceLength(selective)));
    }

    [Fact]
    public void Gate_network_names_what_is_wrong()
    {
        AssertNamed("population", "at least 1", "0", () => GateNetwork.GetWorkspaceLength(0));
        AssertNamed("parameters", "1071 elements", "1070", () => GateNetwork.Initialise(1, To(1070)));
        AssertNamed("parameters", "1071 elements", "7", () => Forward(0.95f, 7, 8));
        AssertNamed("rho", "1E-06 to 1", "2", () => Forward(2, 1071, 8));
        AssertNamed("globalOutputs", "8 elements", "9", () => Forward(0.95f, 1071, 9));

        void Forward(float rho, int parameters, int globalOutputs) => GateNetwork.Forward(
            1, rho, new float[parameters], new float[4], new float[7], To(1), To(4), To(4), To(4), To(1), To(2), To(globalOutputs),
            To(GateNetwork.GetWorkspaceLength(1)));
    }

    private Span<float> To(int length) => destination.AsSpan(0, length);

    private void AssertNamed(string name, string expected, string got, Action call)
    {
        destination.AsSpan().Fill(7);
        string message = Assert.Throws<ArgumentException>(call).Message;
        Assert.StartsWith($"{name}: expected {expected}", message);
        Assert.EndsWith($", got {got}", message);
        Assert.All(destination.Chunk(4096), chunk => Assert.Equal(-1, chunk.AsSpan().IndexOfAnyExcept(7)));
    }
}

using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The population scan and its row bounds on a device, forward and backward.</summary>
public abstract class PopulationScanTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private static readonly string[] names = ["ddelta", "ddecay", "dB", "dC", "dD"];

    public static TheoryData<string> Files => [.. OperatorVectors.Files("contractive-scan")];

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(17, 31, 4)]
    [InlineData(40, 65, 5)]
    [InlineData(3, 100, 9)]
    public void Forward_matches_the_dense_matrix_of_the_double_oracle(int population, int dimension, int states)
    {
        Case given = new(population, dimension, states);
        double[][] expected = Case.Oracle([.. given.Inputs.Select(RandomTensors.Widen)]);

        (float[] rowBound, float[] y) = Forward(given);

        AssertWithin("rowBound", rowBound, expected[0]);
        AssertWithin("y", y, expected[1]);
    }

    [Theory]
    [InlineData(3, 0, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(6, 40, 3)]
    [InlineData(17, 3, 4)]
    [InlineData(33, 2, 5)]
    public void Gradient_of_every_input_matches_differences_of_the_double_oracle(int population, int dimension, int states)
    {
        Case given = new(population, dimension, states);
        RandomTensors random = new(91);
        float[] drowBound = random.Normal(population), dy = random.Normal(population * dimension);
        double[][] expected = NumericalGradients.Of(
            Case.Oracle, [.. given.Inputs.Select(RandomTensors.Widen)], [RandomTensors.Widen(drowBound), RandomTensors.Widen(dy)]);

        // The gradients of the gates are accumulated: what was there before must still be in the sum.
        float[][] gradients = Backward(given, drowBound, dy, before: 0.25f);

        for (int i = 0; i < names.Length; i++)
            AssertWithin(names[i], gradients[i], i < 4 ? [.. expected[i].Select(x => x + 0.25)] : expected[i]);
    }

    /// <summary>The chain of one averaged step: scan, projection and averaging, forward and backward.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Step_and_gradients_agree_with_the_reference(string file)
    {
        OperatorVectors vectors = OperatorVectors.Read(file);
        int population = vectors.Size("population"), dimension = vectors.Size("dimension");
        float rho = vectors.Scalar("rho");
        Case given = new(population, dimension, vectors.Size("state"), name => vectors.Floats("inputs", name));
        (float[] rowBound, float[] y) = Forward(given);
        using DeviceBuffer<float> bounds = Upload(rowBound), relaxation = Upload(vectors.Floats("inputs", "relaxation"));
        using DeviceBuffer<float> D = Upload(given.D), output = Upload(y), dnext = Upload(vectors.Floats("cotangents", "dnext"));
        using DeviceBuffer<float> projected = Upload(new float[y.Length]), next = Upload(new float[y.Length]);
        using DeviceBuffer<float> dpast = Upload(new float[y.Length]), dy = Upload(new float[y.Length]);
        using DeviceBuffer<float> drowBound = Upload(new float[population]), drelaxation = Upload(new float[population]);

        Get(device => new DeviceContractionProjection(device)).Forward(population, dimension, rho, bounds, output, projected);
        Get(device => new DeviceContractiveStep(device))
            .Forward(population, dimension, rho, bounds, relaxation, D, output, box: null, next);
        Get(device => new DeviceContractiveStepBackward(device)).Backward(
            population, dimension, rho, bounds, relaxation, D, output, box: null, dnext, drowBound, drelaxation, dpast, dy);
        float[][] gradients = Backward(given, Download(drowBound), Download(dy), before: 0);
        gradients[4] = [.. gradients[4].Zip(Download(dpast), (a, b) => a + b)];

        AssertWithin("r", rowBound, vectors.Reference("outputs", "r")!);
        AssertWithin("Y", Download(projected), vectors.Reference("outputs", "Y")!);
        AssertWithin("next", Download(next), vectors.Reference("outputs", "next")!);
        AssertWithin("drelaxation", Download(drelaxation), vectors.Reference("gradients", "drelaxation")!);
        for (int i = 0; i < names.Length; i++)
            AssertWithin(names[i], gradients[i], vectors.Reference("gradients", names[i])!);
    }

    /// <summary>What devices other than processors run: a coordinate for each work item.</summary>
    /// <remarks>
    /// Not backward: PoCL 3.1 stores to the private arrays of that kernel as if they were aligned, which its copies for the work items of a
    /// group are not.
    /// </remarks>
    [Fact]
    public void The_kernel_for_many_small_work_items_computes_the_same()
    {
        const int Population = 19, Dimension = 70, States = 5;
        Case given = new(Population, Dimension, States);
        using Buffers buffers = new(this, given);
        using DeviceBuffer<float> y = Upload(new float[given.D.Length]), workspace = Upload(new float[2 * Population * States]);
        using DeviceKernel gates = Load("population-gates"), forward = Load("population-scan");

        gates.Launch(
            Population * States, 1,
            [
                KernelArgument.Of(buffers.Gates.Delta), KernelArgument.Of(buffers.Gates.Decay), KernelArgument.Of(buffers.Gates.B),
                KernelArgument.Of(workspace), KernelArgument.Of(Population), KernelArgument.Of(States), KernelArgument.Of(0),
            ]);
        forward.Launch(
            Dimension, 1,
            [
                KernelArgument.Of(workspace), KernelArgument.Of(buffers.Gates.C), KernelArgument.Of(buffers.D), KernelArgument.Of(y),
                KernelArgument.Of(Population), KernelArgument.Of(Dimension), KernelArgument.Of(States), KernelArgument.Of(0),
            ]);

        AssertWithin("y", Download(y), Case.Oracle([.. given.Inputs.Select(RandomTensors.Widen)])[1]);

        DeviceKernel Load(string name) => Device.Load(LoweredKernel.Find(name, Device.Info.Kind));
    }

    [Fact]
    public void Gradients_are_the_same_bits_from_run_to_run()
    {
        Case given = new(50, 300, 4);
        RandomTensors random = new(3);
        float[] drowBound = random.Normal(50), dy = random.Normal(50 * 300);

        Assert.Equal(Backward(given, drowBound, dy, before: 0), Backward(given, drowBound, dy, before: 0));
    }

    [Fact]
    public void A_gate_and_a_gradient_of_another_length_are_named()
    {
        PopulationScanShape shape = new(2, 1, 1);
        DevicePopulationScanBackward backward = Get(device => new DevicePopulationScanBackward(device));
        using DeviceBuffer<float> one = Upload([1]), two = Upload([1, 2]), workspace = Upload(new float[200]);
        DeviceGates gates = new(two, one, two, two);

        ArgumentException gate = Assert.Throws<ArgumentException>(() =>
            backward.Backward(shape, gates with { B = one }, two, two, gates, two, workspace));
        ArgumentException gradient = Assert.Throws<ArgumentException>(() =>
            backward.Backward(shape, gates, two, two, gates with { Decay = two }, two, workspace));

        Assert.Equal("B: expected 2 elements (population * states), got 1", gate.Message);
        Assert.Equal("ddecay: expected 1 elements (states), got 2", gradient.Message);
    }

    private (float[] RowBound, float[] Y) Forward(Case given)
    {
        DevicePopulationScan scan = Get(device => new DevicePopulationScan(device));
        using Buffers buffers = new(this, given);
        using DeviceBuffer<float> rowBound = Upload(new float[given.Shape.Population]), y = Upload(new float[given.D.Length]);
        using DeviceBuffer<float> workspace = Device.Allocate<float>(DevicePopulationScan.GetWorkspaceLength(given.Shape));
        scan.RowBounds(given.Shape, buffers.Gates, rowBound, workspace);
        scan.Forward(given.Shape, buffers.Gates, buffers.D, y, workspace);
        return (Download(rowBound), Download(y));
    }

    private float[][] Backward(Case given, float[] drowBound, float[] dy, float before)
    {
        DevicePopulationScanBackward backward = Get(device => new DevicePopulationScanBackward(device));
        using Buffers buffers = new(this, given);
        using DeviceBuffer<float> bounds = Upload(drowBound), cotangent = Upload(dy), dD = Upload(new float[dy.Length]);
        using DeviceBuffer<float> ddelta = Filled(given.Delta), ddecay = Filled(given.Decay), dB = Filled(given.B), dC = Filled(given.C);
        using DeviceBuffer<float> workspace = Device.Allocate<float>(backward.GetWorkspaceLength(given.Shape));
        DeviceGates gradients = new(ddelta, ddecay, dB, dC);
        backward.Backward(given.Shape, buffers.Gates, buffers.D, cotangent, gradients, dD, workspace);
        backward.RowBoundsBackward(given.Shape, buffers.Gates, bounds, gradients, workspace);
        return [Download(ddelta), Download(ddecay), Download(dB), Download(dC), Download(dD)];

        DeviceBuffer<float> Filled(float[] tensor) => Upload([.. tensor.Select(_ => before)]);
    }

    private sealed class Case
    {
        public Case(int population, int dimension, int states)
        {
            RandomTensors random = new(population + 1000 * dimension + 31 * states);
            Shape = new PopulationScanShape(population, dimension, states);
            Delta = random.Uniform(population, 0.05f, 1);
            Decay = random.Uniform(states, 0.2f, 2);
            B = random.Normal(population * states);
            C = random.Normal(population * states);
            D = random.Normal(population * dimension);
        }

        public Case(int population, int dimension, int states, Func<string, float[]> read)
        {
            Shape = new PopulationScanShape(population, dimension, states);
            (Delta, Decay, B, C, D) = (read("delta"), read("decay"), read("B"), read("C"), read("D"));
        }

        public PopulationScanShape Shape { get; }

        public float[] Delta { get; }

        public float[] Decay { get; }

        public float[] B { get; }

        public float[] C { get; }

        public float[] D { get; }

        public float[][] Inputs => [Delta, Decay, B, C, D];

        public static double[][] Oracle(double[][] inputs)
        {
            double[,] matrix = PopulationScanOracle.Matrix(inputs[0], inputs[1], inputs[2], inputs[3]);
            double[] rowBounds = PopulationScanOracle.RowBounds(inputs[0], inputs[1], inputs[2], inputs[3]);
            return [rowBounds, PopulationScanOracle.Apply(matrix, inputs[4])];
        }
    }

    private sealed class Buffers(PopulationScanTests tests, Case given) : IDisposable
    {
        public DeviceGates Gates { get; } =
            new(tests.Upload(given.Delta), tests.Upload(given.Decay), tests.Upload(given.B), tests.Upload(given.C));

        public DeviceBuffer<float> D { get; } = tests.Upload(given.D);

        public void Dispose()
        {
            Gates.Delta.Dispose();
            Gates.Decay.Dispose();
            Gates.B.Dispose();
            Gates.C.Dispose();
            D.Dispose();
        }
    }
}

using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>Gradients of the selective scan on a device against reference vectors and differences of the double oracle.</summary>
public abstract class SelectiveScanBackwardTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private static readonly string[] inputNames = ["u", "delta", "A", "B", "C", "D", "z", "delta_bias", "h0"];

    public static TheoryData<string> Files => [.. OperatorVectors.Files("selective-scan")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Gradients_agree_with_the_reference(string file)
    {
        OperatorVectors vectors = OperatorVectors.Read(file);
        SelectiveScanShape shape = new(
            vectors.Size("batch"), vectors.Size("length"), vectors.Size("channels"), vectors.Size("state"), vectors.Size("groups"));
        float[][] inputs = [.. inputNames.Select(name => vectors.Floats("inputs", name))];

        float[][] gradients = Run(
            shape, inputs, vectors.Floats("cotangents", "dy"), vectors.Floats("cotangents", "dlast_state"), vectors.Flag("softplus"),
            reverse: false);

        for (int i = 0; i < inputs.Length; i++)
            AssertWithin("d" + inputNames[i], gradients[i], vectors.Reference("gradients", "d" + inputNames[i]) ?? []);
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, false)]
    [InlineData(2, 7, 6, 3, 2, true)]
    [InlineData(2, 8, 3, 16, 1, true)]
    [InlineData(1, 17, 2, 17, 1, true)]
    [InlineData(1, 9, 35, 2, 1, true)]
    [InlineData(2, 3, 99, 2, 3, false)]
    [InlineData(1, 2, 2, 40, 2, false)]
    public void Every_gradient_matches_differences_of_the_double_oracle(
        int batch, int length, int channels, int states, int groups, bool complete)
    {
        Case given = new(new SelectiveScanShape(batch, length, channels, states, groups), complete);

        float[][] gradients = Run(given.Shape, given.Inputs, given.Dy, given.DlastState, complete, reverse: false);

        given.AssertGradients(gradients);
    }

    /// <summary>What devices other than processors run: a channel for each of 64 work items, which add up the gates' gradients.</summary>
    [Theory]
    [InlineData(2, 9, 6, 3, 2)]
    [InlineData(1, 5, 67, 2, 1)]
    [InlineData(1, 3, 2, 18, 1)]
    public void The_kernel_for_many_small_work_items_has_the_same_gradients(int batch, int length, int channels, int states, int groups)
    {
        Case given = new(new SelectiveScanShape(batch, length, channels, states, groups), complete: true);
        int blocks = (channels / groups + 63) / 64, gates = given.Inputs[3].Length;
        int gateParts = batch * channels * ((length + 7) / 8) * 16, channelParts = gateParts + 2 * blocks * gates;
        int channelRow = channels * (states + 2);
        DeviceBuffer<float>[] buffers = [.. given.Inputs.Select(tensor => Upload(tensor))];
        DeviceBuffer<float>[] gradients = [.. given.Inputs.Select(tensor => Upload(new float[tensor.Length]))];
        using DeviceBuffer<float> dy = Upload(given.Dy), dlastState = Upload(given.DlastState);
        using DeviceBuffer<float> workspace = Upload(new float[channelParts + batch * channelRow]);
        DeviceKernel kernel = Get(device => device.Load(LoweredKernel.Find("selective-scan-backward", device.Info.Kind)));

        kernel.Launch(groups * blocks * 64, batch,
        [
            .. buffers.Select(KernelArgument.Of), KernelArgument.Of(dy), KernelArgument.Of(dlastState), KernelArgument.Of(gradients[0]),
            KernelArgument.Of(gradients[1]), KernelArgument.Of(gradients[6]), KernelArgument.Of(gradients[8]),
            KernelArgument.Of(workspace), KernelArgument.Of(gateParts), KernelArgument.Of(channelParts), KernelArgument.Of(length),
            KernelArgument.Of(channels), KernelArgument.Of(states), KernelArgument.Of(groups), KernelArgument.Of(1), KernelArgument.Of(0),
        ]);

        float[] parts = Download(workspace);
        float[] Sum(int first, int count, int step, int terms) =>
            [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, terms).Sum(r => parts[first + i + r * step]))];
        float[][] actual = [.. gradients.Select(Download)];
        actual[2] = Sum(channelParts, channels * states, channelRow, batch);
        actual[3] = Sum(gateParts, gates, 2 * gates, blocks);
        actual[4] = Sum(gateParts + gates, gates, 2 * gates, blocks);
        actual[5] = Sum(channelParts + channels * states, channels, channelRow, batch);
        actual[7] = Sum(channelParts + channels * (states + 1), channels, channelRow, batch);
        given.AssertGradients(actual);
        foreach (DeviceBuffer<float> buffer in buffers.Concat(gradients))
            buffer.Dispose();
    }

    [Fact]
    public void Time_runs_backwards_where_it_is_asked_to()
    {
        const int Batch = 2, Length = 9, Channels = 5;
        Case given = new(new SelectiveScanShape(Batch, Length, Channels, 3), complete: true);
        int[] columns = [5, 5, 0, 3, 3, 0, 5, 0, 0];
        float[][] mirrored = [.. given.Inputs.Select((tensor, i) => columns[i] > 0 ? Mirror(tensor, columns[i]) : tensor)];

        float[][] gradients = Run(given.Shape, given.Inputs, given.Dy, given.DlastState, softplus: true, reverse: true);
        float[][] expected = Run(given.Shape, mirrored, Mirror(given.Dy, Channels), given.DlastState, softplus: true, reverse: false);

        Assert.Equal(expected.Select((tensor, i) => columns[i] > 0 ? Mirror(tensor, columns[i]) : tensor), gradients);

        float[] Mirror(float[] tensor, int width) =>
        [
            .. Enumerable.Range(0, Batch).SelectMany(b =>
                Enumerable.Range(0, Length).Reverse().SelectMany(t => tensor.AsSpan((b * Length + t) * width, width).ToArray())),
        ];
    }

    [Fact]
    public void Gradients_are_the_same_bits_from_run_to_run()
    {
        Case given = new(new SelectiveScanShape(3, 40, 150, 16), complete: true);

        float[][] first = Run(given.Shape, given.Inputs, given.Dy, given.DlastState, softplus: true, reverse: false);
        float[][] second = Run(given.Shape, given.Inputs, given.Dy, given.DlastState, softplus: true, reverse: false);

        Assert.Equal(first, second);
    }

    [Fact]
    public void A_gradient_of_an_absent_tensor_and_a_short_workspace_are_named()
    {
        SelectiveScanShape shape = new(1, 2, 3, 1);
        using DeviceBuffer<float> six = Upload(new float[6]), three = Upload(new float[3]), two = Upload(new float[2]);
        DeviceSelectiveScanBackward backward = Get(device => new DeviceSelectiveScanBackward(device));
        DeviceScanInputs inputs = new() { U = six, Delta = six, A = three, B = two, C = two };

        ArgumentException absent = Assert.Throws<ArgumentException>(() => backward.Backward(
            shape, inputs, six, null, new() { U = six, Delta = six, A = three, B = two, C = two, D = three }, six));
        ArgumentException small = Assert.Throws<ArgumentException>(() => backward.Backward(
            shape, inputs, six, null, new() { U = six, Delta = six, A = three, B = two, C = two }, six));

        Assert.Equal("dD: expected 0 elements (as D), got 3", absent.Message);
        Assert.Equal("workspace: expected at least 61 elements (GetWorkspaceLength(shape)), got 6", small.Message);
    }

    private float[][] Run(SelectiveScanShape shape, float[][] inputs, float[] dy, float[] dlastState, bool softplus, bool reverse)
    {
        DeviceBuffer<float>[] buffers = [.. inputs.Select(tensor => Upload(tensor))];
        DeviceBuffer<float>[] gradients = [.. inputs.Select(tensor => Upload(new float[tensor.Length]))];
        DeviceSelectiveScanBackward backward = Get(device => new DeviceSelectiveScanBackward(device));
        using DeviceBuffer<float> cotangent = Upload(dy), lastCotangent = Upload(dlastState);
        using DeviceBuffer<float> workspace = Device.Allocate<float>(backward.GetWorkspaceLength(shape));
        try
        {
            DeviceScanInputs given = new()
            {
                U = buffers[0],
                Delta = buffers[1],
                A = buffers[2],
                B = buffers[3],
                C = buffers[4],
                D = Optional(buffers, 5),
                Z = Optional(buffers, 6),
                DeltaBias = Optional(buffers, 7),
                InitialState = Optional(buffers, 8),
                Softplus = softplus,
                Reverse = reverse,
            };
            DeviceScanGradients destinations = new()
            {
                U = gradients[0],
                Delta = gradients[1],
                A = gradients[2],
                B = gradients[3],
                C = gradients[4],
                D = Optional(gradients, 5),
                Z = Optional(gradients, 6),
                DeltaBias = Optional(gradients, 7),
                InitialState = Optional(gradients, 8),
            };
            backward.Backward(shape, given, cotangent, dlastState.Length == 0 ? null : lastCotangent, destinations, workspace);
            return [.. gradients.Select(Download)];
        }
        finally
        {
            foreach (DeviceBuffer<float> buffer in buffers.Concat(gradients))
                buffer.Dispose();
        }

        DeviceBuffer<float>? Optional(DeviceBuffer<float>[] tensors, int i) => inputs[i].Length == 0 ? null : tensors[i];
    }

    private sealed class Case
    {
        private readonly bool complete;

        public Case(SelectiveScanShape shape, bool complete)
        {
            (Shape, this.complete) = (shape, complete);
            RandomTensors random = new(shape.Length + 1000 * shape.Channels + 31 * shape.States);
            int sequence = shape.Batch * shape.Length * shape.Channels, gates = shape.Batch * shape.Length * shape.Groups * shape.States;
            int state = shape.Batch * shape.Channels * shape.States;
            Inputs =
            [
                random.Normal(sequence), complete ? random.Normal(sequence) : random.Uniform(sequence, 0.05f, 0.6f),
                random.Uniform(shape.Channels * shape.States, -2, -0.3f), random.Normal(gates), random.Normal(gates),
                complete ? random.Normal(shape.Channels) : [], complete ? random.Normal(sequence) : [],
                complete ? random.Normal(shape.Channels, 0.3f) : [], complete ? random.Normal(state) : [],
            ];
            Dy = random.Normal(sequence);
            DlastState = complete ? random.Normal(state) : [];
        }

        public SelectiveScanShape Shape { get; }

        public float[][] Inputs { get; }

        public float[] Dy { get; }

        public float[] DlastState { get; }

        public void AssertGradients(float[][] actual)
        {
            (int batch, int length, int channels, int states, int groups) = Shape;
            SelectiveScanOracle oracle = new(batch, length, channels, states, groups, complete);
            double[] dlastState = DlastState.Length > 0 ? RandomTensors.Widen(DlastState) : new double[batch * channels * states];
            double[][] expected = NumericalGradients.Of(
                x =>
                {
                    (double[] y, double[] lastState) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);
                    return [y, lastState];
                },
                [.. Inputs.Select(RandomTensors.Widen)], [RandomTensors.Widen(Dy), dlastState]);
            for (int i = 0; i < expected.Length; i++)
                AssertWithin("d" + inputNames[i], actual[i], expected[i]);
        }
    }
}

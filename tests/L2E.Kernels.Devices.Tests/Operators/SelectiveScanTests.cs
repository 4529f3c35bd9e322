using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The selective scan on a device against the double oracle and reference vectors.</summary>
public abstract class SelectiveScanTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    public static TheoryData<string> Files => [.. OperatorVectors.Files("selective-scan")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Outputs_agree_with_the_reference(string file)
    {
        OperatorVectors vectors = OperatorVectors.Read(file);
        SelectiveScanShape shape = new(
            vectors.Size("batch"), vectors.Size("length"), vectors.Size("channels"), vectors.Size("state"), vectors.Size("groups"));
        string[] names = ["u", "delta", "A", "B", "C", "D", "z", "delta_bias", "h0"];

        (float[] y, float[] lastState) = Run(
            shape, [.. names.Select(name => vectors.Floats("inputs", name))], vectors.Flag("softplus"), reverse: false);

        AssertWithin("y", y, vectors.Reference("outputs", "y")!);
        AssertWithin("last_state", lastState, vectors.Reference("outputs", "last_state")!);
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, false)]
    [InlineData(2, 7, 6, 3, 2, true)]
    [InlineData(3, 33, 65, 16, 1, true)]
    [InlineData(1, 20, 4, 17, 4, true)]
    [InlineData(1, 3, 31, 2, 1, false)]
    [InlineData(1, 4, 32, 16, 1, true)]
    [InlineData(2, 3, 99, 5, 3, true)]
    [InlineData(1, 5, 3, 256, 1, false)]
    [InlineData(2, 0, 3, 16, 1, true)]
    public void Outputs_agree_with_the_double_oracle(int batch, int length, int channels, int states, int groups, bool complete)
    {
        SelectiveScanShape shape = new(batch, length, channels, states, groups);
        float[][] inputs = CreateInputs(shape, complete);
        SelectiveScanOracle oracle = new(batch, length, channels, states, groups, complete);
        double[][] x = [.. inputs.Select(RandomTensors.Widen)];
        (double[] y, double[] lastState) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);

        (float[] actual, float[] actualState) = Run(shape, inputs, complete, reverse: false);

        AssertWithin("y", actual, y);
        AssertWithin("last_state", actualState, lastState);
    }

    /// <summary>Long sequences of few channels, which are cut where a device would be idle; lengths that chunks do not divide.</summary>
    [Theory]
    [InlineData(1, 1000, 5, 3, 1, true)]
    [InlineData(1, 1031, 20, 17, 1, true)]
    [InlineData(1, 517, 2, 16, 1, false)]
    public void A_sequence_in_chunks_has_the_outputs_of_the_double_oracle(
        int batch, int length, int channels, int states, int groups, bool complete)
    {
        SelectiveScanShape shape = new(batch, length, channels, states, groups);
        float[][] inputs = CreateInputs(shape, complete);
        SelectiveScanOracle oracle = new(batch, length, channels, states, groups, complete);
        double[][] x = [.. inputs.Select(RandomTensors.Widen)];
        (double[] y, double[] lastState) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);

        (float[] actual, float[] actualState) = Run(shape, inputs, complete, reverse: false, isCut: true);
        (float[] again, float[] againState) = Run(shape, inputs, complete, reverse: false, isCut: true);

        AssertWithin("y", actual, y);
        AssertWithin("last_state", actualState, lastState);
        Assert.Equal([.. actual, .. actualState], [.. again, .. againState]);
    }

    /// <summary>The kernels of chunks themselves, on a machine of any number of processors, and those for other devices.</summary>
    [Theory]
    [InlineData("selective-scan-chunks", 6)]
    [InlineData("selective-scan-chunks-wide", 64)]
    public void Chunks_carry_a_state_to_the_end(string name, int items)
    {
        const int Batch = 2, Length = 23, Channels = 6, States = 18, Groups = 2, Chunk = 5, Chunks = 5, StateCount = Channels * States;
        SelectiveScanShape shape = new(Batch, Length, Channels, States, Groups);
        float[][] inputs = CreateInputs(shape, complete: true);
        double[][] x = [.. inputs.Select(RandomTensors.Widen)];
        SelectiveScanOracle oracle = new(Batch, Length, Channels, States, Groups, true);
        (_, double[] expected) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);
        DeviceBuffer<float>[] buffers = [.. inputs.Select(tensor => Upload(tensor))];
        using DeviceBuffer<float> workspace = Upload(new float[Batch * Chunks * Channels * (States + 1)]);
        using DeviceBuffer<float> lastState = Upload(new float[expected.Length]);
        using DeviceKernel chunks = Device.Load(LoweredKernel.Find(name, Device.Info.Kind));
        using DeviceKernel carry = Device.Load(LoweredKernel.Find("selective-scan-carry", Device.Info.Kind));
        KernelArgument stepSums = KernelArgument.Of(Batch * Chunks * StateCount);

        chunks.Launch(
            items, Batch * Chunks,
            [
                .. ((int[])[0, 1, 2, 3, 7]).Select(i => KernelArgument.Of(buffers[i])), KernelArgument.Of(workspace), stepSums,
                .. ((int[])[Length, Channels, States, Groups, 1, 0, Chunk]).Select(size => KernelArgument.Of(size)),
            ]);
        carry.Launch(
            StateCount, Batch,
            [
                KernelArgument.Of(buffers[2]), KernelArgument.Of(buffers[8]), KernelArgument.Of(workspace), KernelArgument.Of(lastState),
                stepSums, KernelArgument.Of(StateCount), KernelArgument.Of(States), KernelArgument.Of(Chunks),
            ]);

        AssertWithin("last_state", Download(lastState), expected);
        foreach (DeviceBuffer<float> buffer in buffers)
            buffer.Dispose();
    }

    [Fact]
    public void Time_runs_backwards_where_it_is_asked_to()
    {
        SelectiveScanShape shape = new(2, 9, 5, 16);
        float[][] inputs = CreateInputs(shape, complete: true);
        int[] columns = [5, 5, 0, 16, 16, 0, 5];
        float[][] mirrored = [.. inputs.Select((tensor, i) => i < 7 && columns[i] > 0 ? Mirror(tensor, columns[i]) : tensor)];

        (float[] y, float[] lastState) = Run(shape, inputs, softplus: true, reverse: true);
        (float[] mirroredY, float[] mirroredState) = Run(shape, mirrored, softplus: true, reverse: false);

        Assert.Equal(Mirror(mirroredY, 5), y);
        Assert.Equal(mirroredState, lastState);

        float[] Mirror(float[] tensor, int width) =>
        [
            .. Enumerable.Range(0, 2).SelectMany(b =>
                Enumerable.Range(0, 9).Reverse().SelectMany(t => tensor.AsSpan((b * 9 + t) * width, width).ToArray())),
        ];
    }

    /// <summary>Both kernels, that for 16 states and that for any number, compute the same.</summary>
    /// <summary>Not only the NaN that a processor makes itself: those of other devices, and of programs, have other bits.</summary>
    [Theory]
    [InlineData(0x7FC00000u, 16)]
    [InlineData(0x7FC00001u, 16)]
    [InlineData(0x7FFFFFFFu, 16)]
    [InlineData(0x7FFFFFFFu, 3)]
    [InlineData(0xFFC00001u, 3)]
    public void A_decay_that_is_NaN_makes_its_channel_NaN_and_no_other(uint bits, int states)
    {
        SelectiveScanShape shape = new(1, 6, 5, states);
        float[][] inputs = CreateInputs(shape, complete: true);
        inputs[2][2 * states + 1] = BitConverter.UInt32BitsToSingle(bits);

        (float[] y, _) = Run(shape, inputs, softplus: true, reverse: false);

        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i % shape.Channels == 2, float.IsNaN(y[i]));
    }

    [Fact]
    public void A_seventeenth_state_without_input_changes_nothing()
    {
        SelectiveScanShape shape = new(1, 12, 9, 16), wider = shape with { States = 17 };
        float[][] inputs = CreateInputs(shape, complete: false);
        float[][] widened = [inputs[0], inputs[1], Widen(inputs[2]), Widen(inputs[3]), Widen(inputs[4]), [], [], [], []];

        Assert.Equal(Run(shape, inputs, false, false).Y, Run(wider, widened, false, false).Y);

        static float[] Widen(float[] tensor) => [.. tensor.Chunk(16).SelectMany(row => (float[])[.. row, 0])];
    }

    [Fact]
    public void A_tensor_of_another_length_is_named()
    {
        SelectiveScanShape shape = new(1, 4, 2, 3);
        float[][] inputs = CreateInputs(shape, complete: false);
        inputs[3] = new float[11];

        ArgumentException wrong = Assert.Throws<ArgumentException>(() => Run(shape, inputs, false, false));

        Assert.Equal("B: expected 12 elements (batch * length * groups * states), got 11", wrong.Message);
    }

    private static float[][] CreateInputs(SelectiveScanShape shape, bool complete)
    {
        RandomTensors random = new(shape.Length + 1000 * shape.Channels + 31 * shape.States);
        int sequence = shape.Batch * shape.Length * shape.Channels, gates = shape.Batch * shape.Length * shape.Groups * shape.States;
        return
        [
            random.Normal(sequence), complete ? random.Normal(sequence) : random.Uniform(sequence, 0.05f, 0.6f),
            random.Uniform(shape.Channels * shape.States, -2, -0.3f), random.Normal(gates), random.Normal(gates),
            complete ? random.Normal(shape.Channels) : [], complete ? random.Normal(sequence) : [],
            complete ? random.Normal(shape.Channels, 0.3f) : [],
            complete ? random.Normal(shape.Batch * shape.Channels * shape.States) : [],
        ];
    }

    private (float[] Y, float[] LastState) Run(SelectiveScanShape shape, float[][] inputs, bool softplus, bool reverse, bool isCut = false)
    {
        DeviceBuffer<float>[] buffers = [.. inputs.Select(tensor => Upload(tensor))];
        using DeviceBuffer<float> y = Upload(new float[inputs[0].Length]);
        using DeviceBuffer<float> lastState = Upload(new float[shape.Batch * shape.Channels * shape.States]);
        DeviceSelectiveScan scan = Get(device => new DeviceSelectiveScan(device));
        using DeviceBuffer<float>? workspace = isCut ? Device.Allocate<float>(scan.GetWorkspaceLength(shape)) : null;
        try
        {
            DeviceScanInputs given = new()
            {
                U = buffers[0],
                Delta = buffers[1],
                A = buffers[2],
                B = buffers[3],
                C = buffers[4],
                D = Optional(5),
                Z = Optional(6),
                DeltaBias = Optional(7),
                InitialState = Optional(8),
                Softplus = softplus,
                Reverse = reverse,
            };
            scan.Forward(shape, given, y, lastState, workspace);
            return (Download(y), Download(lastState));
        }
        finally
        {
            foreach (DeviceBuffer<float> buffer in buffers)
                buffer.Dispose();
        }

        DeviceBuffer<float>? Optional(int i) => inputs[i].Length == 0 ? null : buffers[i];
    }
}

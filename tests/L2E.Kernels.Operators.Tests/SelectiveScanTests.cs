using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

public class SelectiveScanTests
{
    /// <summary>
    /// Lengths on both sides of the chunks of 16 (or states) steps, channels on both sides of every register and tile width, in one
    /// group and in several; with softplus and every optional tensor, or with none; A in arithmetic progression, or not.
    /// </summary>
    public static MatrixTheoryData<SelectiveScanShape, bool, bool> Cases => new(
        [
            new(0, 3, 2, 1), new(2, 0, 3, 2), new(2, 3, 0, 2), new(1, 1, 1, 1), new(2, 5, 3, 3), new(1, 6, 4, 2), new(2, 15, 5, 2),
            new(1, 16, 7, 3), new(1, 17, 8, 1), new(1, 33, 9, 2, 3), new(2, 3, 15, 4), new(1, 4, 16, 5), new(3, 2, 34, 2, 2),
            new(1, 2, 35, 16), new(1, 3, 65, 2), new(1, 2, 195, 3, 3), new(1, 3, 1057, 1), new(1, 20, 2, 17), new(1, 2, 2, 256),
        ],
        [true, false],
        [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_match_the_double_oracle(SelectiveScanShape shape, bool complete, bool progression)
    {
        Case data = new(shape, complete, progression);
        using GuardedTensors tensors = new();
        Span<float> y = tensors.New(data.U.Length), lastState = tensors.New(shape.Batch * shape.Channels * shape.States);
        SelectiveScan.Forward(
            shape, data.Guarded(tensors), y, lastState, default, tensors.New(SelectiveScan.GetWorkspaceLength(shape)));

        double[][] expected = data.Oracle([.. data.Inputs.Select(RandomTensors.Widen)]);
        Closeness.AssertClose("y", y, expected[0], shape.Length * shape.States);
        Closeness.AssertClose("last_state", lastState, expected[1], shape.Length);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_of_every_input_matches_central_differences_of_the_double_oracle(SelectiveScanShape shape, bool complete, bool progression)
    {
        Case data = new(shape, complete, progression);
        RandomTensors random = new(17);
        float[] dy = random.Normal(data.U.Length);
        float[] dlastState = complete ? random.Normal(shape.Batch * shape.Channels * shape.States) : [];
        double[][] expected = NumericalGradients.Of(
            data.Oracle, [.. data.Inputs.Select(RandomTensors.Widen)], [RandomTensors.Widen(dy), RandomTensors.Widen(dlastState)]);

        using GuardedTensors tensors = new();
        SelectiveScanInputs<float> inputs = data.Guarded(tensors);
        Span<float> saved = tensors.New(SelectiveScan.GetSavedStateLength(shape)), y = tensors.New(data.U.Length);
        SelectiveScan.Forward(shape, inputs, y, default, saved, tensors.New(SelectiveScan.GetWorkspaceLength(shape)));
        SelectiveScanGradients gradients = new()
        {
            U = tensors.New(data.U.Length),
            Delta = tensors.New(data.Delta.Length),
            A = tensors.New(data.A.Length),
            B = tensors.New(data.B.Length),
            C = tensors.New(data.C.Length),
            D = tensors.New(data.D.Length),
            Z = tensors.New(data.Z.Length),
            DeltaBias = tensors.New(data.DeltaBias.Length),
            InitialState = tensors.New(data.InitialState.Length),
        };
        SelectiveScan.Backward(
            shape, inputs, saved, tensors.Copy(dy), tensors.Copy(dlastState), gradients,
            tensors.New(SelectiveScan.GetBackwardWorkspaceLength(shape)));

        int time = shape.Length * shape.States, all = time * shape.Batch * shape.Channels;
        Closeness.AssertClose("du", gradients.U, expected[0], time);
        Closeness.AssertClose("ddelta", gradients.Delta, expected[1], time);
        Closeness.AssertClose("dA", gradients.A, expected[2], time * shape.Batch);
        Closeness.AssertClose("dB", gradients.B, expected[3], all);
        Closeness.AssertClose("dC", gradients.C, expected[4], all);
        Closeness.AssertClose("dD", gradients.D, expected[5], time * shape.Batch);
        Closeness.AssertClose("dz", gradients.Z, expected[6], time);
        Closeness.AssertClose("ddelta_bias", gradients.DeltaBias, expected[7], time * shape.Batch);
        Closeness.AssertClose("dinitial_state", gradients.InitialState, expected[8], time);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_workers_gives_the_same_bits(int workers)
    {
        // Several tiles of channels in both passes, and a batch and groups that share gradients.
        SelectiveScanShape shape = new(2, 19, 1400, 3, 2);
        Case data = new(shape, true);
        using WorkerTeam team = new(workers);
        Assert.Equal(data.RunBoth(null), data.RunBoth(team));
    }

    [Fact]
    public void The_result_may_overwrite_u_delta_or_z()
    {
        SelectiveScanShape shape = new(2, 9, 70, 3);
        Case data = new(shape, true);
        float[] expected = data.Run(data.U, data.Delta, data.Z, new float[data.U.Length]);
        float[] u = [.. data.U], delta = [.. data.Delta], z = [.. data.Z];
        Assert.Equal(expected, data.Run(u, data.Delta, data.Z, u));
        Assert.Equal(expected, data.Run(data.U, delta, data.Z, delta));
        Assert.Equal(expected, data.Run(data.U, data.Delta, z, z));
    }

    [Fact]
    public void A_sequence_fed_in_two_pieces_gives_the_same_bits_as_one_call()
    {
        SelectiveScanShape whole = new(1, 23, 37, 5), first = whole with { Length = 10 }, second = whole with { Length = 13 };
        Case data = new(whole, false);
        float[] y = new float[23 * 37], pieces = new float[23 * 37], state = new float[37 * 5], last = new float[37 * 5];
        float[] workspace = new float[SelectiveScan.GetWorkspaceLength(whole)];
        SelectiveScan.Forward(whole, data.Slice(0, 23, default), y, last, default, workspace);
        SelectiveScan.Forward(first, data.Slice(0, 10, default), pieces.AsSpan(0, 370), state, default, workspace);
        SelectiveScan.Forward(second, data.Slice(10, 13, state), pieces.AsSpan(370), state, default, workspace);
        Assert.Equal(y, pieces);
        Assert.Equal(last, state);
    }

    [Fact]
    public void What_is_saved_for_the_backward_pass_does_not_grow_with_the_number_of_states()
    {
        for (int states = 1; states <= SelectiveScanShape.MaximumStates; states *= 2)
        {
            int saved = SelectiveScan.GetSavedStateLength(new SelectiveScanShape(2, 1024, 24, states));
            Assert.InRange(saved, 1, 2 * 1024 * 24);
        }
    }

    /// <summary>Random inputs of a shape.</summary>
    private sealed class Case
    {
        private readonly SelectiveScanShape shape;
        private readonly bool softplus;

        public Case(SelectiveScanShape shape, bool complete, bool progression = false)
        {
            this.shape = shape;
            softplus = complete;
            RandomTensors random = new(shape.Length + 1000 * shape.Channels + 31 * shape.States);
            int sequence = shape.Batch * shape.Length * shape.Channels, gates = shape.Batch * shape.Length * shape.Groups * shape.States;
            U = random.Normal(sequence);
            Delta = complete ? random.Normal(sequence) : random.Uniform(sequence, 0.05f, 0.6f);
            A = random.Uniform(shape.Channels * shape.States, -2, -0.3f);
            for (int i = 0; progression && i < A.Length; i++)
                A[i] = (i % shape.States + 1) * A[i - i % shape.States];
            B = random.Normal(gates);
            C = random.Normal(gates);
            D = complete ? random.Normal(shape.Channels) : [];
            Z = complete ? random.Normal(sequence) : [];
            DeltaBias = complete ? random.Normal(shape.Channels, 0.3f) : [];
            InitialState = complete ? random.Normal(shape.Batch * shape.Channels * shape.States) : [];
        }

        public float[] U { get; }

        public float[] Delta { get; }

        public float[] A { get; }

        public float[] B { get; }

        public float[] C { get; }

        public float[] D { get; }

        public float[] Z { get; }

        public float[] DeltaBias { get; }

        public float[] InitialState { get; }

        public float[][] Inputs => [U, Delta, A, B, C, D, Z, DeltaBias, InitialState];

        public double[][] Oracle(double[][] x)
        {
            SelectiveScanOracle oracle = new(shape.Batch, shape.Length, shape.Channels, shape.States, shape.Groups, softplus);
            (double[] y, double[] lastState) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);
            return [y, lastState];
        }

        public SelectiveScanInputs<float> Guarded(GuardedTensors tensors) => new()
        {
            U = tensors.Copy(U),
            Delta = tensors.Copy(Delta),
            A = tensors.Copy(A),
            B = tensors.Copy(B),
            C = tensors.Copy(C),
            D = tensors.Copy(D),
            Z = tensors.Copy(Z),
            DeltaBias = tensors.Copy(DeltaBias),
            InitialState = tensors.Copy(InitialState),
            Softplus = softplus,
        };

        public float[] Run(float[] u, float[] delta, float[] z, float[] y)
        {
            SelectiveScanInputs<float> inputs = new()
            {
                U = u,
                Delta = delta,
                A = A,
                B = B,
                C = C,
                D = D,
                Z = z,
                DeltaBias = DeltaBias,
                InitialState = InitialState,
                Softplus = softplus,
            };
            SelectiveScan.Forward(shape, inputs, y, default, default, new float[SelectiveScan.GetWorkspaceLength(shape)]);
            return y;
        }

        /// <summary>Both passes, with y as its own cotangent: y, the last state, and every gradient.</summary>
        public float[][] RunBoth(WorkerTeam? team)
        {
            using GuardedTensors tensors = new();
            SelectiveScanInputs<float> inputs = Guarded(tensors);
            int workers = team?.Count ?? 1;
            float[] y = new float[U.Length], lastState = new float[InitialState.Length];
            float[][] gradients = [.. Inputs.Select(input => new float[input.Length])];
            Span<float> saved = tensors.New(SelectiveScan.GetSavedStateLength(shape));
            Span<float> workspace = tensors.New(SelectiveScan.GetWorkspaceLength(shape, workers));
            SelectiveScan.Forward(shape, inputs, y, lastState, saved, workspace, team);
            SelectiveScanGradients destinations = new()
            {
                U = gradients[0],
                Delta = gradients[1],
                A = gradients[2],
                B = gradients[3],
                C = gradients[4],
                D = gradients[5],
                Z = gradients[6],
                DeltaBias = gradients[7],
                InitialState = gradients[8],
            };
            Span<float> backwardWorkspace = tensors.New(SelectiveScan.GetBackwardWorkspaceLength(shape, workers));
            SelectiveScan.Backward(shape, inputs, saved, y, lastState, destinations, backwardWorkspace, team);
            return [y, lastState, .. gradients];
        }

        /// <summary>Some steps of a single sequence without optional tensors but the state to start from.</summary>
        public SelectiveScanInputs<float> Slice(int start, int length, ReadOnlySpan<float> state) => new()
        {
            U = U.AsSpan(start * shape.Channels, length * shape.Channels),
            Delta = Delta.AsSpan(start * shape.Channels, length * shape.Channels),
            A = A,
            B = B.AsSpan(start * shape.States, length * shape.States),
            C = C.AsSpan(start * shape.States, length * shape.States),
            InitialState = state,
        };
    }
}

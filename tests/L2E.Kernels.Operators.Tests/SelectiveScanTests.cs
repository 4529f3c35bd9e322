using System.Runtime.InteropServices;
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
            new(1, 2, 35, 16), new(1, 3, 65, 2), new(1, 2, 195, 3, 3), new(1, 2, 1057, 1), new(1, 20, 2, 17), new(1, 2, 2, 256),
            new(1, 18, 35, 3),
        ],
        [true, false],
        [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_match_the_double_oracle(SelectiveScanShape shape, bool complete, bool progression)
    {
        SelectiveScanCase data = new(shape, complete, progression);
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
        SelectiveScanCase data = new(shape, complete, progression);
        double[][] expected = NumericalGradients.Of(
            data.Oracle, [.. data.Inputs.Select(RandomTensors.Widen)],
            [RandomTensors.Widen(data.Dy), RandomTensors.Widen(data.DlastState)]);
        float[][] gradients = data.RunBoth()[2..];

        int time = shape.Length * shape.States, all = time * shape.Batch * shape.Channels;
        Closeness.AssertClose("du", gradients[0], expected[0], time);
        Closeness.AssertClose("ddelta", gradients[1], expected[1], time);
        Closeness.AssertClose("dA", gradients[2], expected[2], time * shape.Batch);
        Closeness.AssertClose("dB", gradients[3], expected[3], all);
        Closeness.AssertClose("dC", gradients[4], expected[4], all);
        Closeness.AssertClose("dD", gradients[5], expected[5], time * shape.Batch);
        Closeness.AssertClose("dz", gradients[6], expected[6], time);
        Closeness.AssertClose("ddelta_bias", gradients[7], expected[7], time * shape.Batch);
        Closeness.AssertClose("dinitial_state", gradients[8], expected[8], time);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_scan_in_reverse_is_the_scan_of_the_sequence_turned_round(SelectiveScanShape shape, bool complete, bool progression)
    {
        SelectiveScanCase data = new(shape, complete, progression);
        float[][] expected = data.With(TurnRound).RunBoth();
        int gates = shape.Groups * shape.States;
        // y, du, ddelta, dB, dC and dz are sequences themselves.
        foreach ((int result, int columns) in
                 ((int, int)[])[(0, shape.Channels), (2, shape.Channels), (3, shape.Channels), (5, gates), (6, gates), (8, shape.Channels)])
            expected[result] = TurnRound(expected[result], columns);
        Assert.Equal(expected, data.RunBoth(reverse: true));

        float[] TurnRound(float[] sequence, int columns)
        {
            if (sequence.Length == 0)
                return sequence;
            return [.. sequence.Chunk(shape.Length * columns).SelectMany(one => one.Chunk(columns).Reverse().SelectMany(row => row))];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_workers_gives_the_same_bits(int workers)
    {
        // Several tiles of channels in both passes, and a batch and groups that share gradients.
        SelectiveScanCase data = new(new(2, 19, 1400, 3, 2), true);
        using WorkerTeam team = new(workers);
        AssertSameBits(data.RunBoth(), data.RunBoth(team));
        AssertSameBits(data.RunBoth(reverse: true), data.RunBoth(team, reverse: true));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_workers_gives_the_same_bits_where_A_is_a_progression_in_some_channels_alone(int workers)
    {
        SelectiveScanCase data = new(new(1, 5, 1400, 3), true);
        for (int i = 0; i < 700 * 3; i++)
            data.A[i] = (i % 3 + 1) * data.A[i - i % 3];
        using WorkerTeam team = new(workers);
        AssertSameBits(data.RunBoth(), data.RunBoth(team));
    }

    // By spans: comparing hundreds of thousands of floats as objects takes seconds.
    private static void AssertSameBits(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
            Assert.True(MemoryMarshal.AsBytes<float>(expected[k]).SequenceEqual(MemoryMarshal.AsBytes<float>(actual[k])), $"result {k}");
    }

    [Fact]
    public void The_result_may_overwrite_u_delta_or_z()
    {
        SelectiveScanCase data = new(new(2, 9, 70, 3), true);
        float[] expected = data.RunBoth()[0];
        using GuardedTensors tensors = new();
        for (int overwritten = 0; overwritten < 3; overwritten++)
        {
            Span<float> u = tensors.Copy(data.U), delta = tensors.Copy(data.Delta), z = tensors.Copy(data.Z);
            Span<float> y = overwritten == 0 ? u : overwritten == 1 ? delta : z;
            SelectiveScanInputs<float> inputs = new()
            {
                U = u,
                Delta = delta,
                A = data.A,
                B = data.B,
                C = data.C,
                D = data.D,
                Z = z,
                DeltaBias = data.DeltaBias,
                InitialState = data.InitialState,
                Softplus = true,
            };
            SelectiveScan.Forward(data.Shape, inputs, y, default, default, tensors.New(SelectiveScan.GetWorkspaceLength(data.Shape)));
            Assert.Equal(expected, y.ToArray());
        }
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
}

using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The fused step on a device against the operators on the CPU.</summary>
public abstract class ContractiveStepTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private const float Rho = 0.9f;

    /// <summary>What a driver allocates in a launch of the step without noise.</summary>
    protected virtual long BytesOfLaunch => 0;

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(3, 0, true)]
    [InlineData(1, 1, false)]
    [InlineData(3, 63, true)]
    [InlineData(5, 64, false)]
    [InlineData(2, 65, true)]
    [InlineData(7, 1000, true)]
    public void The_step_has_the_bits_of_the_CPU(int population, int dimension, bool hasBox)
    {
        Case given = new(population, dimension, hasBox);
        float[] expected = new float[given.D.Length];
        ContractiveStep.Forward(
            population, dimension, Rho, given.RowBound, given.Relaxation, given.D, given.Y, given.Lower, given.Upper, expected);
        DeviceContractiveStep step = Get(device => new DeviceContractiveStep(device));
        using Buffers buffers = new(this, given);

        step.Forward(
            population, dimension, Rho, buffers.RowBound, buffers.Relaxation, buffers.D, buffers.Y, buffers.Box, buffers.Next);

        Assert.Equal(expected, Download(buffers.Next));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(3, 17, false)]
    [InlineData(2, 63, true)]
    [InlineData(4, 130, true)]
    public void The_step_with_noise_has_the_bits_of_the_operators_one_after_the_other(int population, int dimension, bool hasBox)
    {
        Case given = new(population, dimension, hasBox);
        NoiseAddress noise = new(0x123456789ABCDEF0, 7, 3);
        float[] expected = new float[given.D.Length], E = new float[given.D.Length];
        ContractiveStep.Forward(population, dimension, Rho, given.RowBound, given.Relaxation, given.D, given.Y, [], [], expected);
        ExplorationNoise.Fill(noise.Seed, noise.Iteration, noise.Stream, population, dimension, given.Scale, E);
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] += E[i];
            if (hasBox)
                expected[i] = Math.Clamp(expected[i], given.Lower[i % dimension], given.Upper[i % dimension]);
        }

        DeviceContractiveStep step = Get(device => new DeviceContractiveStep(device));
        using Buffers buffers = new(this, given);
        using DeviceBuffer<float> scale = Upload(given.Scale);

        step.Forward(
            population, dimension, Rho, noise, buffers.RowBound, buffers.Relaxation, buffers.D, buffers.Y, scale, buffers.Box,
            buffers.Next);

        Assert.Equal(expected, Download(buffers.Next));
    }

    [Fact]
    public void NaN_and_infinities_come_out_as_on_the_CPU()
    {
        Case given = new(4, 3, hasBox: true);
        (given.RowBound[0], given.RowBound[1]) = (float.NaN, float.PositiveInfinity);
        (given.D[6], given.Y[7], given.Relaxation[3]) = (float.NaN, float.NegativeInfinity, float.NaN);
        float[] expected = new float[given.D.Length];
        ContractiveStep.Forward(4, 3, Rho, given.RowBound, given.Relaxation, given.D, given.Y, given.Lower, given.Upper, expected);
        DeviceContractiveStep step = Get(device => new DeviceContractiveStep(device));
        using Buffers buffers = new(this, given);

        step.Forward(4, 3, Rho, buffers.RowBound, buffers.Relaxation, buffers.D, buffers.Y, buffers.Box, buffers.Next);

        Assert.Equal(expected, Download(buffers.Next));
    }

    [Fact]
    public void A_step_in_place_is_the_same_step()
    {
        Case given = new(3, 70, hasBox: true);
        DeviceContractiveStep step = Get(device => new DeviceContractiveStep(device));
        using Buffers apart = new(this, given), inPlace = new(this, given);

        step.Forward(3, 70, Rho, apart.RowBound, apart.Relaxation, apart.D, apart.Y, apart.Box, apart.Next);
        step.Forward(3, 70, Rho, inPlace.RowBound, inPlace.Relaxation, inPlace.D, inPlace.Y, inPlace.Box, inPlace.D);

        Assert.Equal(Download(apart.Next), Download(inPlace.D));
    }

    [Fact]
    public void A_launch_allocates_no_more_than_its_driver_does()
    {
        Case given = new(3, 70, hasBox: true);
        DeviceContractiveStep step = Get(device => new DeviceContractiveStep(device));
        using Buffers buffers = new(this, given);

        Assert.Equal(BytesOfLaunch, Allocations.OnThisThread(() =>
        {
            step.Forward(3, 70, Rho, buffers.RowBound, buffers.Relaxation, buffers.D, buffers.Y, buffers.Box, buffers.Next);
            Device.Synchronize();
        }));
    }

    [Fact]
    public void A_buffer_of_another_length_is_named_and_nothing_is_written()
    {
        Case given = new(3, 5, hasBox: true);
        DeviceContractiveStep step = Get(device => new DeviceContractiveStep(device));
        using Buffers buffers = new(this, given);
        using DeviceBuffer<float> shorter = Upload(new float[14]);

        ArgumentException wrong = Assert.Throws<ArgumentException>(() =>
            step.Forward(3, 5, Rho, buffers.RowBound, buffers.Relaxation, buffers.D, shorter, buffers.Box, buffers.Next));
        ArgumentException outside = Assert.Throws<ArgumentException>(() =>
            step.Forward(3, 5, 1.5f, buffers.RowBound, buffers.Relaxation, buffers.D, buffers.Y, buffers.Box, buffers.Next));

        Assert.Equal("y: expected 15 elements (population * dimension), got 14", wrong.Message);
        Assert.Equal("rho: expected 1E-06 to 1, got 1.5", outside.Message);
        Assert.Equal(new float[15], Download(buffers.Next));
    }

    private sealed class Case
    {
        public Case(int population, int dimension, bool hasBox)
        {
            RandomTensors random = new(population + 100 * dimension);
            RowBound = random.Uniform(population, 0.2f, 3);
            Relaxation = random.Uniform(population, 0, 1);
            D = random.Normal(population * dimension);
            Y = random.Normal(population * dimension);
            Scale = random.Uniform(dimension, 0.1f, 2);
            Lower = hasBox ? random.Uniform(dimension, -2, 0) : [];
            Upper = hasBox ? random.Uniform(dimension, 0, 2) : [];
        }

        public float[] RowBound { get; }

        public float[] Relaxation { get; }

        public float[] D { get; }

        public float[] Y { get; }

        public float[] Scale { get; }

        public float[] Lower { get; }

        public float[] Upper { get; }
    }

    private sealed class Buffers(ContractiveStepTests tests, Case given) : IDisposable
    {
        public DeviceBuffer<float> RowBound { get; } = tests.Upload(given.RowBound);

        public DeviceBuffer<float> Relaxation { get; } = tests.Upload(given.Relaxation);

        public DeviceBuffer<float> D { get; } = tests.Upload(given.D);

        public DeviceBuffer<float> Y { get; } = tests.Upload(given.Y);

        public DeviceBuffer<float> Next { get; } = tests.Upload(new float[given.D.Length]);

        public DeviceBox? Box { get; } =
            given.Lower.Length == 0 ? null : new DeviceBox(tests.Upload(given.Lower), tests.Upload(given.Upper));

        public void Dispose()
        {
            foreach (DeviceBuffer<float>? buffer in (DeviceBuffer<float>?[])[RowBound, Relaxation, D, Y, Next, Box?.Lower, Box?.Upper])
                buffer?.Dispose();
        }
    }
}

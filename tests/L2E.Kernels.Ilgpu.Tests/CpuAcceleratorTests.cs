using CommunityToolkit.HighPerformance;
using ILGPU;
using ILGPU.Runtime;
using L2E.Kernels.Operators;
using L2E.Kernels.Problems;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Ilgpu.Tests;

/// <summary>The kernels just in time, on ILGPU's CPU accelerator, against oracles that share nothing with them.</summary>
public sealed class CpuAcceleratorTests(AcceleratorFixture fixture) : IClassFixture<AcceleratorFixture>
{
    private const int GroupSize = 4, Count = 6;

    private readonly Accelerator accelerator = fixture.Accelerator;

    public static TheoryData<string> Problems =>
        [.. ObjectiveCatalogue.Objectives.Select(objective => objective.Name).Except(["acrobot", "cartpole", "pendulum", "reacher"])];

    [Fact]
    public void The_selective_scan_agrees_with_the_double_oracle()
    {
        const int Batch = 2, Length = 5, Channels = 6, States = 3, Groups = 2;
        RandomTensors random = new(1);
        float[][] inputs =
        [
            random.Normal(Batch * Length * Channels), random.Normal(Batch * Length * Channels),
            random.Uniform(Channels * States, -2, -0.3f),
            random.Normal(Batch * Length * Groups * States), random.Normal(Batch * Length * Groups * States), random.Normal(Channels),
            random.Normal(Batch * Length * Channels), random.Normal(Channels), random.Normal(Batch * Channels * States),
        ];
        double[][] x = [.. inputs.Select(RandomTensors.Widen)];
        SelectiveScanOracle oracle = new(Batch, Length, Channels, States, Groups, true);
        (double[] expectedY, double[] expectedState) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);
        MemoryBuffer1D<float, Stride1D.Dense>[] buffers = [.. inputs.Select(tensor => accelerator.Allocate1D(tensor))];
        using MemoryBuffer1D<float, Stride1D.Dense> y = accelerator.Allocate1D<float>(expectedY.Length);
        using MemoryBuffer1D<float, Stride1D.Dense> state = accelerator.Allocate1D<float>(expectedState.Length);
        var scan = accelerator.LoadStreamKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(ScanKernel);

        scan(
            (new Index2D((Channels + GroupSize - 1) / GroupSize, Batch), new Index2D(GroupSize, 1)), buffers[0].View, buffers[1].View,
            buffers[2].View, buffers[3].View, buffers[4].View, buffers[5].View, buffers[6].View, buffers[7].View, buffers[8].View, y.View,
            state.View, 0);
        accelerator.Synchronize();

        AssertWithin(expectedY, y.GetAsArray1D());
        AssertWithin(expectedState, state.GetAsArray1D());
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in buffers)
            buffer.Dispose();

        // ILGPU's launchers have types for 15 parameters; the sizes are constants here.
        static void ScanKernel(
            ArrayView<float> u, ArrayView<float> delta, ArrayView<float> A, ArrayView<float> B, ArrayView<float> C, ArrayView<float> D,
            ArrayView<float> z, ArrayView<float> deltaBias, ArrayView<float> initialState, ArrayView<float> y, ArrayView<float> lastState,
            int reverse) => SelectiveScanKernels.Forward<SelectiveScanKernels.Any>(
                u, delta, A, B, C, D, z, deltaBias, initialState, y, lastState, Length, Channels, States, Groups, 1, reverse, Length);
    }

    [Fact]
    public void The_noise_is_that_of_its_definition_in_double()
    {
        const int Rows = 2, Coordinates = 70;
        float[] scale = new RandomTensors(3).Uniform(Coordinates, 0.5f, 2);
        using MemoryBuffer1D<float, Stride1D.Dense> scales = accelerator.Allocate1D(scale);
        using MemoryBuffer1D<float, Stride1D.Dense> E = accelerator.Allocate1D<float>(Rows * Coordinates);
        var fill = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, int, ulong, uint, uint>(ExplorationNoiseKernels.Fill);

        fill((new Index2D(32 / GroupSize, Rows), new Index2D(GroupSize, 1)), scales.View, E.View, Coordinates, 11, 5, 2);
        accelerator.Synchronize();

        float[] actual = E.GetAsArray1D();
        for (int row = 0; row < Rows; row++)
        {
            for (int d = 0; d < Coordinates; d++)
            {
                double expected = ExplorationNoiseOracle.Gauss(11, 5, 2, row, d) * scale[d];
                Assert.True(Math.Abs(expected - actual[row * Coordinates + d]) <= 2e-6 * (1 + Math.Abs(expected)), $"{row}, {d}");
            }
        }
    }

    /// <summary>The struct that the generator writes, as the type argument of a kernel of the real ILGPU.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void A_problem_has_the_values_that_its_code_has_as_plain_CSharp(string name)
    {
        ObjectiveDescription problem = ObjectiveCatalogue.Objectives.Single(objective => objective.Name == name);
        int dimension = Math.Clamp(5, problem.MinDimension, problem.MaxDimension);
        double[] points = RandomTensors.Widen(new RandomTensors(7).Uniform(Count * dimension, -5, 5));
        Evaluate evaluate = new(accelerator, points, dimension);

        (double[] exact, float[] actual) =
            ObjectiveCatalogue.Create<Evaluate, (double[], float[])>(name, new ObjectiveInstance(dimension), ref evaluate);

        // Single precision of the worst of them, whose cosines have arguments in the tens of thousands.
        double tolerance = name == "bbob-f19" ? 2e-2 : 5e-4;
        Assert.Equal(exact, actual.Select(value => (double)value), (a, b) => Math.Abs(a - b) <= tolerance * (1 + Math.Abs(a)));
    }

    private static void AssertWithin(double[] expected, float[] actual) => Assert.Equal(
        expected, actual.Select(value => (double)value), (a, b) => Math.Abs(a - b) <= 1e-4 + 1e-4 * Math.Abs(a));

    private readonly struct Evaluate(Accelerator accelerator, double[] points, int dimension) : IObjectiveVisitor<(double[], float[])>
    {
        public (double[], float[]) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[] exact = new double[Count];
            objective.Evaluate(
                new ReadOnlySpan2D<double>(points, Count, dimension), exact, new double[objective.GetWorkspaceLength(dimension)]);
            IDeviceBinding binding = (IDeviceBinding)(object)objective;
            Launch launch = new(accelerator, binding, points, dimension);
            return (exact, binding.Visit<Launch, float[]>(ref launch));
        }
    }

    private readonly struct Launch(Accelerator accelerator, IDeviceBinding binding, double[] points, int dimension)
        : IDeviceObjectiveVisitor<float[]>
    {
        public float[] Visit<TObjective>()
            where TObjective : struct, IDeviceObjective
        {
            float[] data = new float[Math.Max(1, binding.DataLength)], population = new float[points.Length];
            int[] layout = new int[Math.Max(1, binding.LayoutLength)];
            binding.WriteData(data.AsSpan(0, binding.DataLength), layout.AsSpan(0, binding.LayoutLength));
            Placement placement = binding.Placement;
            double[] mapped = new double[placement.Dimension == 0 ? 0 : placement.ScratchLength];
            for (int i = 0; i < Count; i++)
            {
                ReadOnlySpan<double> point = points.AsSpan(i * dimension, dimension);
                if (placement.Dimension != 0)
                    point = placement.Map(point, mapped);
                for (int d = 0; d < dimension; d++)
                    population[d * Count + i] = (float)point[d];
            }

            using MemoryBuffer1D<float, Stride1D.Dense> x = accelerator.Allocate1D(population), reals = accelerator.Allocate1D(data);
            using MemoryBuffer1D<int, Stride1D.Dense> integers = accelerator.Allocate1D(layout);
            using MemoryBuffer1D<float, Stride1D.Dense> scratch =
                accelerator.Allocate1D<float>(Math.Max(1, Count * binding.GetScratchLength(dimension)));
            using MemoryBuffer1D<float, Stride1D.Dense> fitness = accelerator.Allocate1D<float>(Count);
            var evaluate = accelerator.LoadStreamKernel<
                ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>, int, int>(
                PopulationEvaluationKernels.Evaluate<TObjective>);
            evaluate(
                ((Count + GroupSize - 1) / GroupSize, GroupSize), x.View, reals.View, integers.View, scratch.View, fitness.View, dimension,
                Count);
            accelerator.Synchronize();
            return fitness.GetAsArray1D();
        }
    }
}

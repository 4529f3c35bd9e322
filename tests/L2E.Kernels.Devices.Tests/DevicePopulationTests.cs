namespace L2E.Kernels.Devices.Tests;

/// <summary>A population that lives on a device, beside that on the CPU.</summary>
public abstract class DevicePopulationTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    /// <summary>What a launch may allocate.</summary>
    protected virtual long BytesOfLaunch => 0;

    /// <summary>Whether the device is an emulator, where a generation takes a good part of a second: runs are short then.</summary>
    protected virtual bool IsEmulated => false;

    /// <summary>
    /// The random numbers are the same, and sums and values differ in their last bits: the same points are asked for until two candidates
    /// of a generation are within a rounding of each other; then weights are exchanged, which moves a step by little.
    /// </summary>
    [Theory]
    [InlineData("sphere", 20, true, false)]
    [InlineData("sphere", 300, true, false)]
    [InlineData("rosenbrock", 20, true, false)]
    [InlineData("ellipsoid", 65, true, false)]
    [InlineData("ellipsoid", 20, false, false)]
    [InlineData("ellipsoid", 20, true, true)]
    [InlineData("sphere", 1003, true, true)]
    public void Over_fifty_generations_the_population_stays_beside_that_of_the_CPU(
        string name, int dimension, bool isLearned, bool isRotated)
    {
        (int generations, int most) = IsEmulated ? (3, 20) : (50, dimension);
        dimension = Math.Min(dimension, most);
        SolverOptions options = DeviceProblem.GetOptions(name, dimension, 100_000) with
        {
            Weights = isLearned ? OperatorWeights.Default : null,
        };
        Engine cpu = new(options);
        using DeviceProblem problem = new(Device, name, dimension, options, isRotated);
        double[] values = new double[cpu.LargestBatch];
        double apart = 0;
        for (int generation = 0; generation < generations; generation++)
        {
            int count = cpu.Ask().Count;
            Assert.Equal(count, problem.Solver.Engine.Ask().Count);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> point = cpu.Ask().Points.GetRowSpan(i), other = problem.Solver.Engine.Ask().Points.GetRowSpan(i);
                for (int d = 0; d < dimension; d++)
                    apart = Math.Max(apart, Math.Abs(point[d] - other[d]) / (options.Upper[d] - options.Lower[d]));
            }

            problem.Evaluate(cpu, values);
            Assert.True(problem.Solver.Step());
        }

        Assert.True(apart <= 1e-3, $"{apart} of the box");
        Assert.Equal(cpu.BestFitness, problem.Solver.Engine.BestFitness, 1e-3 * Math.Abs(cpu.BestFitness));
        ConvergenceCertificate expected = cpu.GetCertificate(), actual = problem.Solver.Engine.GetCertificate();
        Assert.True(actual.Holds);
        Assert.Equal(expected.FinalRadius, actual.FinalRadius, 1e-3 * expected.FinalRadius);
        Assert.Equal(expected.RadiusBound, actual.RadiusBound, 1e-3 * expected.RadiusBound);
        Assert.Equal(expected.WorstAveraged, actual.WorstAveraged, 1e-3);
    }

    [Fact]
    public void A_generation_takes_one_read_and_as_many_bytes_in_many_coordinates_as_in_few()
    {
        HashSet<DeviceTraffic> ofFew = GetTraffic(10), ofMany = GetTraffic(IsEmulated ? 20 : 200);

        Assert.Equal(1, Assert.Single(ofFew).Reads);
        Assert.Equal(ofFew, ofMany);
    }

    [Fact]
    public void A_generation_allocates_no_more_than_its_launches()
    {
        // The generations before the measured ones have every kernel compiled, and are as many as memory needs to come up.
        using DeviceProblem problem = new(Device, "sphere", 100, DeviceProblem.GetOptions("sphere", 100, 100_000));
        for (int generation = 0; generation < (IsEmulated ? 2 : 60); generation++)
            problem.Solver.Step();
        const int LaunchesOfGeneration = 40;
        int measured = IsEmulated ? 1 : 20;
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int generation = 0; generation < measured; generation++)
            problem.Solver.Step();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, measured * LaunchesOfGeneration * BytesOfLaunch);
    }

    /// <summary>What crosses in generations that leave the best point where it is; each of them is one batch.</summary>
    private HashSet<DeviceTraffic> GetTraffic(int dimension)
    {
        SolverOptions options = DeviceProblem.GetOptions("rastrigin", dimension, 20_000) with { Population = 20 };
        using DeviceProblem problem = new(Device, "rastrigin", dimension, options);
        HashSet<DeviceTraffic> seen = [];
        // The first steps evaluate the initial design, and put the population where it begins.
        for (int step = 0; step < (IsEmulated ? 3 : 10); step++)
            Assert.True(problem.Solver.Step());
        for (int generation = 0; generation < (IsEmulated ? 3 : 200); generation++)
        {
            double best = problem.Solver.Engine.BestFitness;
            DeviceTraffic before = Device.Traffic;
            Assert.True(problem.Solver.Step());
            if (problem.Solver.Engine.BestFitness == best)
                seen.Add(Device.Traffic.Since(before));
        }

        return seen;
    }
}

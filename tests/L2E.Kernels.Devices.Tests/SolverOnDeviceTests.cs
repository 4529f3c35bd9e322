using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Devices.Tests;

/// <summary>Runs whose values come from a device beside runs whose values come from the CPU, from the same seed.</summary>
public sealed class SolverOnDeviceTests(OpenClFixture fixture) : DeviceTests(fixture), IClassFixture<OpenClFixture>
{
    private const int Dimension = 20, Generations = 50;

    /// <summary>
    /// The random numbers are the same and the values differ in their last bits, so the same points are asked for until two candidates of
    /// a generation are within a rounding of each other; then weights are exchanged, which moves a step by little. These functions have one
    /// basin; on rotated Rastrigin, which has many, the populations part.
    /// </summary>
    [Theory]
    [InlineData("sphere", false)]
    [InlineData("rosenbrock", false)]
    [InlineData("ellipsoid", true)]
    public void Over_fifty_generations_the_population_stays_beside_that_of_the_CPU(string name, bool rotate)
    {
        Follow follow = new(Device, name);
        ObjectiveInstance instance = new(Dimension, Rotated: rotate);

        (double apart, double onCpu, double onDevice) =
            ObjectiveCatalogue.Create<Follow, (double, double, double)>(name, instance, ref follow);

        Assert.True(apart <= 1e-3, $"{apart} of the box");
        Assert.Equal(onCpu, onDevice, 1e-3 * Math.Abs(onCpu));
    }

    private readonly struct Follow(Device device, string name) : IObjectiveVisitor<(double Apart, double OnCpu, double OnDevice)>
    {
        public (double Apart, double OnCpu, double OnDevice) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            SolverOptions options = SolverOptions.For<TObjective>(Dimension, 100_000) with { Seed = 3, Proposals = Proposals.Population };
            Engine cpu = new(options), onDevice = new(options);
            double[] values = new double[cpu.LargestBatch], deviceValues = new double[cpu.LargestBatch];
            double[] workspace = new double[objective.GetWorkspaceLength(Dimension)];
            using DevicePopulationEvaluation evaluation = new(
                device, LoweredKernel.Find("evaluate-" + name, device.Info.Kind), (IDeviceBinding)(object)objective, Dimension,
                cpu.LargestBatch);
            double apart = 0;
            for (int generation = 0; generation < Generations; generation++)
            {
                ReadOnlySpan2D<double> points = cpu.Ask().Points, others = onDevice.Ask().Points;
                Assert.Equal(points.Height, others.Height);
                for (int i = 0; i < points.Height; i++)
                {
                    for (int d = 0; d < Dimension; d++)
                        apart = Math.Max(apart, Math.Abs(points[i, d] - others[i, d]) / (options.Upper[d] - options.Lower[d]));
                }

                objective.Evaluate(points, values.AsSpan(0, points.Height), workspace);
                evaluation.Evaluate(others, deviceValues.AsSpan(0, points.Height));
                cpu.Tell(values.AsSpan(0, points.Height));
                onDevice.Tell(deviceValues.AsSpan(0, points.Height));
            }

            return (apart, cpu.BestFitness, onDevice.BestFitness);
        }
    }
}

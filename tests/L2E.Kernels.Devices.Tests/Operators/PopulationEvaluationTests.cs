using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>Populations evaluated on a device against the problems in double.</summary>
public abstract class PopulationEvaluationTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private const int Count = 70;

    // Their starts run in lanes, which derived code cannot read: they have no device code.
    private static readonly string[] withoutDeviceCode = ["acrobot", "cartpole", "pendulum", "reacher"];

    public static TheoryData<string> Names =>
        [.. ObjectiveCatalogue.Objectives.Select(objective => objective.Name).Except(withoutDeviceCode)];

    /// <summary>
    /// The device's code is the same code in float on the CPU, but for the last bits of elementary functions: 4 of the errors that
    /// rounding makes there, and 16 roundings where the CPU is exact by luck.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_device_is_as_close_to_a_problem_as_its_code_in_float_on_the_CPU(string name)
    {
        ObjectiveDescription problem = ObjectiveCatalogue.Objectives.Single(objective => objective.Name == name);
        int dimension = Math.Clamp(5, problem.MinDimension, problem.MaxDimension);
        double[] points = RandomTensors.Widen(new RandomTensors(7).Uniform(Count * dimension, -5, 5));
        Evaluate evaluate = new(Device, name, points, dimension);

        (double[] exact, double[] onDevice, double[] onCpu) =
            ObjectiveCatalogue.Create<Evaluate, (double[], double[], double[])>(name, new ObjectiveInstance(dimension), ref evaluate);

        double allowed = 4 * GetWorst(onCpu, exact) + 16 * Math.Pow(2, -24);
        Assert.True(GetWorst(onDevice, exact) <= allowed, $"{name}: {GetWorst(onDevice, exact)} over {allowed}");
    }

    private static double GetWorst(double[] actual, double[] exact) =>
        actual.Zip(exact, (a, e) => double.IsFinite(a) ? Math.Abs(a - e) / (1 + Math.Abs(e)) : double.PositiveInfinity).Max();

    private readonly struct Evaluate(Device device, string name, double[] points, int dimension)
        : IObjectiveVisitor<(double[], double[], double[])>
    {
        public (double[], double[], double[]) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            ReadOnlySpan2D<double> candidates = new(points, Count, dimension);
            double[] exact = new double[Count], onDevice = new double[Count];
            objective.Evaluate(candidates, exact, new double[objective.GetWorkspaceLength(dimension)]);
            IDeviceBinding binding = (IDeviceBinding)(object)objective;
            LoweredKernel kernel = LoweredKernel.Find("evaluate-" + name, device.Info.Kind);
            using DevicePopulationEvaluation evaluation = new(device, kernel, binding, dimension, Count + 3);
            evaluation.Evaluate(candidates, onDevice);
            OnCpu onCpu = new(binding, points, dimension);
            return (exact, onDevice, binding.Visit<OnCpu, double[]>(ref onCpu));
        }
    }

    /// <summary>The device code as what it is: C#.</summary>
    private readonly struct OnCpu(IDeviceBinding binding, double[] points, int dimension) : IDeviceObjectiveVisitor<double[]>
    {
        public double[] Visit<TObjective>()
            where TObjective : struct, IDeviceObjective
        {
            float[] data = new float[binding.DataLength], scratch = new float[binding.GetScratchLength(dimension)];
            int[] layout = new int[binding.LayoutLength];
            binding.WriteData(data, layout);
            Placement placement = binding.Placement;
            double[] mapped = new double[placement.Dimension == 0 ? 0 : placement.ScratchLength], values = new double[Count];
            for (int i = 0; i < Count; i++)
            {
                ReadOnlySpan<double> point = points.AsSpan(i * dimension, dimension);
                if (placement.Dimension != 0)
                    point = placement.Map(point, mapped);
                Elements<float> x = new([.. point.ToArray().Select(value => (float)value)]);
                values[i] = TObjective.Evaluate(x, dimension, new(data), new Elements<int>(layout), new Elements<float>(scratch));
            }

            return values;
        }
    }

    private readonly struct Elements<T>(T[] elements) : IDeviceArray<T>
        where T : unmanaged
    {
        public T this[int index]
        {
            get => elements[index];
            set => elements[index] = value;
        }
    }
}

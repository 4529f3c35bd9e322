using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Devices;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>How fast kernels are on a device beside those of the CPU, in turn; results are compared before.</summary>
internal sealed class DeviceRatios(Device device, WorkerTeam team)
{
    private const int Rounds = 15;
    private const float Tolerance = 1e-4f;
    private const double ShortestSample = 1e-3;

    /// <summary>The selective scan with 16 states.</summary>
    public DeviceRatio MeasureScan(int batch, int length, int channels)
    {
        SelectiveScanShape shape = new(batch, length, channels, 16);
        RandomTensors random = new(length + channels);
        int sequence = batch * length * channels, gates = batch * length * shape.States;
        float[] u = random.Uniform(sequence, -1, 1), delta = random.Uniform(sequence, 0.05f, 0.6f);
        float[] A = random.Uniform(channels * shape.States, -2, -0.3f), B = random.Uniform(gates, -1, 1), C = random.Uniform(gates, -1, 1);
        float[] y = new float[sequence], workspace = new float[SelectiveScan.GetWorkspaceLength(shape, team.Count)];
        using DeviceBuffer<float> uBuffer = device.Upload<float>(u)!, deltaBuffer = device.Upload<float>(delta)!;
        using DeviceBuffer<float> ABuffer = device.Upload<float>(A)!, BBuffer = device.Upload<float>(B)!;
        using DeviceBuffer<float> CBuffer = device.Upload<float>(C)!, yBuffer = device.Allocate<float>(sequence);
        using DeviceSelectiveScan scan = new(device);
        using DeviceBuffer<float> scratch = device.Allocate<float>(scan.GetWorkspaceLength(shape));
        DeviceScanInputs inputs = new() { U = uBuffer, Delta = deltaBuffer, A = ABuffer, B = BBuffer, C = CBuffer };
        double terms = (double)sequence * shape.States;
        return Measure(
            "selective scan", $"{batch} x {length} x {channels} x {shape.States}",
            new Cost(4.0 * (3.0 * sequence + A.Length + B.Length + C.Length), terms, 6 * terms + sequence),
            () => SelectiveScan.Forward(
                shape, new SelectiveScanInputs<float> { U = u, Delta = delta, A = A, B = B, C = C }, y, [], [], workspace, team),
            () => scan.Forward(shape, inputs, yBuffer, null, scratch), y, yBuffer);
    }

    /// <summary>The fused step in a box.</summary>
    public DeviceRatio MeasureStep(int population, int dimension)
    {
        StepData data = new(population, dimension);
        RowsOfStep rows = new(data, team.Count);
        using DeviceBuffer<float> bounds = device.Upload<float>(data.RowBound)!, relaxations = device.Upload<float>(data.Relaxation)!;
        using DeviceBuffer<float> D = device.Upload<float>(data.D)!, y = device.Upload<float>(data.Y)!;
        using DeviceBuffer<float> lower = device.Upload<float>(data.Lower)!, upper = device.Upload<float>(data.Upper)!;
        using DeviceBuffer<float> next = device.Allocate<float>(data.Next.Length);
        using DeviceContractiveStep step = new(device);
        double coordinates = (double)population * dimension;
        return Measure(
            "fused step", $"{population} x {dimension}",
            new Cost(4.0 * (3 * coordinates + 2.0 * population + 2.0 * dimension), 0, 4 * coordinates), () => team.Run(team.Count, rows),
            () => step.Forward(population, dimension, StepData.Rho, bounds, relaxations, D, y, new DeviceBox(lower, upper), next),
            data.Next, next);
    }

    private DeviceRatio Measure(
        string kernel, string shape, Cost cost, Action cpu, Action launch, float[] expected, DeviceBuffer<float> result)
    {
        cpu();
        launch();
        float[] actual = new float[result.Length];
        result.Read(actual);
        for (int i = 0; i < actual.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= Tolerance * (1 + Math.Abs(expected[i]))))
                throw new WrongResultException($"{kernel} on {device.Info.Name} [{i}]: expected {expected[i]}, got {actual[i]}");
        }

        // In turn, so that what slows the machine down for a while slows both.
        int calls = (int)Math.Clamp(Math.Ceiling(ShortestSample / device.MeasureSeconds(launch)), 1, 1000);
        double[] onCpu = new double[Rounds], onDevice = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            onCpu[round] = Interleaved.Time(cpu, calls);
            onDevice[round] = device.MeasureSeconds(() =>
            {
                for (int call = 0; call < calls; call++)
                    launch();
            }) / calls;
        }

        double speed = Interleaved.Median([.. onCpu.Zip(onDevice, (host, there) => host / there)]);
        return new DeviceRatio(kernel, shape, cost, Interleaved.Median(onCpu), Interleaved.Median(onDevice), speed);
    }
}

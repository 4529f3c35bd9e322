using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Devices;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>How fast kernels are on a device beside those of the CPU, in turn; results are compared before.</summary>
internal sealed class DeviceRatios(Device device, DeviceSpeed speed, WorkerTeam team)
{
    private const int Rounds = 15, ColdRounds = 7;
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
            () => scan.Forward(shape, inputs, yBuffer, null, scratch), y, yBuffer, team.Count);
    }

    /// <summary>The population scan.</summary>
    public DeviceRatio MeasurePopulationScan(int population, int dimension, int states)
    {
        PopulationScanShape shape = new(population, dimension, states);
        RandomTensors random = new(population);
        float[] delta = random.Uniform(population, 0.05f, 0.6f), decay = random.Uniform(states, 0.3f, 2);
        float[] B = random.Uniform(population * states, -1, 1), C = random.Uniform(population * states, -1, 1);
        float[] D = random.Uniform(population * dimension, -1, 1);
        float[] y = new float[D.Length], workspace = new float[PopulationScan.GetWorkspaceLength(shape)];
        using DeviceBuffer<float> deltas = device.Upload<float>(delta)!, decays = device.Upload<float>(decay)!;
        using DeviceBuffer<float> BBuffer = device.Upload<float>(B)!, CBuffer = device.Upload<float>(C)!;
        using DeviceBuffer<float> DBuffer = device.Upload<float>(D)!, yBuffer = device.Allocate<float>(y.Length);
        using DeviceBuffer<float> scratch = device.Allocate<float>(DevicePopulationScan.GetWorkspaceLength(shape));
        using DevicePopulationScan scan = new(device);
        return Measure(
            "population scan", $"{population} x {dimension} x {states}",
            new Cost(4.0 * (2.0 * D.Length + 2.0 * B.Length), B.Length, 5.0 * D.Length * states),
            () => PopulationScan.Forward(shape, delta, decay, B, C, D, y, workspace),
            () => scan.Forward(shape, new DeviceGates(deltas, decays, BBuffer, CBuffer), DBuffer, yBuffer, scratch), y, yBuffer, 1);
    }

    /// <summary>The exploration noise.</summary>
    public DeviceRatio MeasureNoise(int rows, int dimension)
    {
        float[] scale = new RandomTensors(rows).Uniform(dimension, 0.1f, 1), E = new float[rows * dimension];
        using DeviceBuffer<float> scales = device.Upload<float>(scale)!, displacements = device.Allocate<float>(E.Length);
        using DeviceExplorationNoise noise = new(device);
        return Measure(
            "exploration noise", $"{rows} x {dimension}", new Cost(4.0 * E.Length + 4.0 * dimension, E.Length, 3.0 * E.Length),
            () => ExplorationNoise.Fill(1, 2, 3, rows, dimension, scale, E),
            () => noise.Fill(new NoiseAddress(1, 2, 3), rows, dimension, scales, displacements), E, displacements, 1);
    }

    /// <summary>The recombination; what is compared is the step.</summary>
    public DeviceRatio MeasureRecombination(int pairs, int dimension)
    {
        RandomTensors random = new(pairs);
        float[] E = random.Uniform(pairs * dimension, -1, 1), weights = random.Uniform(pairs, -1, 1);
        float[] step = new float[dimension], moment = new float[dimension], gradient = new float[dimension];
        using DeviceBuffer<float> rows = device.Upload<float>(E)!, factors = device.Upload<float>(weights)!;
        using DeviceBuffer<float> steps = device.Allocate<float>(dimension), moments = device.Allocate<float>(dimension);
        using DeviceBuffer<float> gradients = device.Allocate<float>(dimension);
        using DeviceRecombination recombination = new(device);
        return Measure(
            "recombination", $"{pairs} x {dimension}", new Cost(4.0 * (E.Length + 3.0 * dimension), 0, 7.0 * E.Length),
            () => Recombination.Forward(pairs, dimension, E, weights, weights, weights, step, moment, gradient),
            () => recombination.Forward(pairs, dimension, rows, factors, factors, factors, steps, moments, gradients), step, steps, 1);
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
            data.Next, next, team.Count);
    }

    private DeviceRatio Measure(
        string kernel, string shape, Cost cost, Action cpu, Action launch, float[] expected, DeviceBuffer<float> result, int threads)
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

        double ratio = Interleaved.Median([.. onCpu.Zip(onDevice, (host, there) => host / there)]);
        return new DeviceRatio(
            kernel, shape, cost, threads, Interleaved.Median(onCpu), Interleaved.Median(onDevice), MeasureCold(launch), ratio);
    }

    private double MeasureCold(Action launch)
    {
        using DeviceBuffer<float> source = device.Allocate<float>(DeviceBounds.CopiedElements);
        using DeviceBuffer<float> destination = device.Allocate<float>(DeviceBounds.CopiedElements);
        double[] seconds = new double[ColdRounds];
        for (int round = 0; round < ColdRounds; round++)
        {
            speed.MeasureCopy(source, destination);
            seconds[round] = device.MeasureSeconds(launch);
        }

        return Interleaved.Median(seconds);
    }
}

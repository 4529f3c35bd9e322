using CommunityToolkit.HighPerformance;
using L2E.Kernels.Devices;
using L2E.Kernels.Operators;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Checking;

/// <summary>What a device computes of everything that it can, beside this library on the CPU: nothing but the device is needed.</summary>
internal sealed class DeviceSelfCheck(Device device)
{
    private const float Rho = 0.95f;
    private const int Points = 70;

    /// <summary>The checks.</summary>
    public IEnumerable<Func<CheckReport>> All =>
    [
        CheckNoise, CheckStep, CheckRecombination, CheckGateNetwork, () => CheckContractiveScan(new(40, 70, 4)),
        () => CheckContractiveScan(new(9, 300, 6)), () => CheckScan(new(2, 40, 70, 16)), () => CheckScan(new(1, 700, 3, 5)),
        () => CheckScan(new(3, 9, 12, 20, 4)), CheckProblems, CheckPopulation,
    ];

    private CheckReport CheckContractiveScan(PopulationScanShape shape)
    {
        Numbers numbers = new(7);
        (int population, int dimension, int states) = shape;
        ContractiveScanData data = new(
            shape, Rho, numbers.Uniform(population, 0.05, 1), numbers.Uniform(states, 0.2, 2),
            numbers.Uniform(population * states, -1, 1), numbers.Uniform(population * states, -1, 1),
            numbers.Uniform(population * dimension, -1, 1), numbers.Uniform(population, 0.05, 0.95),
            numbers.Uniform(population * dimension, -0.1, 0.1));
        return Compare(data.Describe(), ContractiveScanCheck.Compute(data), DeviceContractiveScanCheck.Compute(device, data));
    }

    private CheckReport CheckScan(SelectiveScanShape shape)
    {
        Numbers numbers = new(1);
        int sequence = shape.Batch * shape.Length * shape.Channels, gates = shape.Batch * shape.Length * shape.Groups * shape.States;
        int state = shape.Batch * shape.Channels * shape.States;
        SelectiveScanInputs<float> inputs = new()
        {
            U = numbers.Uniform(sequence, -1, 1),
            Delta = numbers.Uniform(sequence, -2, 1),
            A = numbers.Uniform(shape.Channels * shape.States, -2, -0.2),
            B = numbers.Uniform(gates, -1, 1),
            C = numbers.Uniform(gates, -1, 1),
            D = numbers.Uniform(shape.Channels, -1, 1),
            Z = numbers.Uniform(sequence, -2, 2),
            DeltaBias = numbers.Uniform(shape.Channels, -1, 1),
            InitialState = numbers.Uniform(state, -1, 1),
            Softplus = true,
        };
        float[] dy = numbers.Uniform(sequence, -1, 1), dlastState = numbers.Uniform(state, -1, 1);
        return Compare(
            SelectiveScanCheck.Describe(shape), SelectiveScanCheck.Compute(shape, inputs, dy, dlastState),
            DeviceScanCheck.Compute(device, shape, inputs, dy, dlastState));
    }

    private CheckReport CheckNoise()
    {
        const int Rows = 5, Dimension = 130;
        NoiseAddress address = new(11, 3, 2);
        float[] scale = new Numbers(2).Uniform(Dimension, 0.1, 2), expected = new float[Rows * Dimension];
        ExplorationNoise.Fill(address.Seed, address.Iteration, address.Stream, Rows, Dimension, scale, expected);
        using DeviceTensors tensors = new(device);
        using DeviceExplorationNoise noise = new(device);
        DeviceBuffer<float> E = tensors.New(expected.Length);
        noise.Fill(address, Rows, Dimension, tensors.Upload(scale), E);
        return Compare("exploration noise", [("outputs", "E", expected)], [("outputs", "E", DeviceTensors.Download(E))]);
    }

    private CheckReport CheckStep()
    {
        const int Population = 9, Dimension = 130;
        Numbers numbers = new(3);
        NoiseAddress address = new(12, 1, 4);
        float[] rowBound = numbers.Uniform(Population, 0.2, 3), relaxation = numbers.Uniform(Population, 0, 1);
        float[] D = numbers.Uniform(Population * Dimension, -1, 1), y = numbers.Uniform(D.Length, -1, 1), expected = new float[D.Length];
        float[] scale = numbers.Uniform(Dimension, 0.1, 1), E = new float[D.Length];
        ContractiveStep.Forward(Population, Dimension, Rho, rowBound, relaxation, D, y, [], [], expected);
        ExplorationNoise.Fill(address.Seed, address.Iteration, address.Stream, Population, Dimension, scale, E);
        for (int i = 0; i < E.Length; i++)
            expected[i] += E[i];
        using DeviceTensors tensors = new(device);
        using DeviceContractiveStep step = new(device);
        DeviceBuffer<float> next = tensors.New(D.Length);
        step.Forward(
            Population, Dimension, Rho, address, tensors.Upload(rowBound), tensors.Upload(relaxation), tensors.Upload(D), tensors.Upload(y),
            tensors.Upload(scale), box: null, next);
        return Compare(
            "contractive step with noise", [("outputs", "next", expected)], [("outputs", "next", DeviceTensors.Download(next))]);
    }

    private CheckReport CheckRecombination()
    {
        const int Pairs = 12, Dimension = 130;
        Numbers numbers = new(4);
        float[] E = numbers.Uniform(Pairs * Dimension, -1, 1), weights = numbers.Uniform(Pairs, -1, 1);
        float[] step = new float[Dimension], moment = new float[Dimension], gradient = new float[Dimension];
        Recombination.Forward(Pairs, Dimension, E, weights, weights, weights, step, moment, gradient);
        using DeviceTensors tensors = new(device);
        using DeviceRecombination recombination = new(device);
        DeviceBuffer<float> given = tensors.Upload(weights), steps = tensors.New(Dimension);
        DeviceBuffer<float> moments = tensors.New(Dimension), gradients = tensors.New(Dimension);
        recombination.Forward(Pairs, Dimension, tensors.Upload(E), given, given, given, steps, moments, gradients);
        return Compare(
            "recombination", [("outputs", "step", step), ("outputs", "moment", moment), ("outputs", "gradient", gradient)],
            [
                ("outputs", "step", DeviceTensors.Download(steps)), ("outputs", "moment", DeviceTensors.Download(moments)),
                ("outputs", "gradient", DeviceTensors.Download(gradients)),
            ]);
    }

    private CheckReport CheckGateNetwork()
    {
        const int Population = 70;
        Numbers numbers = new(5);
        float[] parameters = numbers.Uniform(GateNetwork.ParameterCount, -0.5, 0.5);
        float[] individualFeatures = numbers.Uniform(Population * GateNetwork.IndividualFeatures, -1, 1);
        float[] globalFeatures = numbers.Uniform(GateNetwork.GlobalFeatures, -1, 1);
        string[] names = ["delta", "decay", "B", "C", "r", "individual", "global"];
        int gates = Population * GateNetwork.States, outputs = Population * GateNetwork.IndividualOutputs;
        float[][] expected =
        [
            .. ((int[])[Population, GateNetwork.States, gates, gates, Population, outputs, GateNetwork.GlobalOutputs])
                .Select(length => new float[length]),
        ];
        GateNetwork.Forward(
            Population, Rho, parameters, individualFeatures, globalFeatures, expected[0], expected[1], expected[2], expected[3],
            expected[4], expected[5], expected[6], new float[GateNetwork.GetWorkspaceLength(Population)]);
        using DeviceTensors tensors = new(device);
        using DeviceGateNetwork network = new(device, Population);
        DeviceBuffer<float>[] actual = [.. expected.Select(tensor => tensors.New(tensor.Length))];
        network.Forward(
            Rho, tensors.Upload(parameters), tensors.Upload(individualFeatures), tensors.Upload(globalFeatures),
            new DeviceGates(actual[0], actual[1], actual[2], actual[3]), actual[4], actual[5], actual[6]);
        return Compare(
            "gate network", [.. names.Zip(expected, (name, tensor) => ("outputs", name, tensor))],
            [.. names.Zip(actual, (name, buffer) => ("outputs", name, DeviceTensors.Download(buffer)))]);
    }

    /// <summary>Values of every problem that has device code, in the middle of its box.</summary>
    private CheckReport CheckProblems() => CheckReport.Of(
        Title("problems"),
        [
            .. ObjectiveCatalogue.Objectives.Select(problem =>
            {
                int dimension = Math.Clamp(5, problem.MinDimension, problem.MaxDimension);
                return CheckProblem(problem.Name, AnyObjective.Create(problem.Name, new ObjectiveInstance(dimension)), dimension);
            }).OfType<TensorComparison>(),
        ]);

    private TensorComparison? CheckProblem(string name, IObjective objective, int dimension)
    {
        if (objective is not IDeviceBinding binding)
            return null;
        double[] points = [.. new Numbers(6).Uniform(Points * dimension, -1, 1).Select(x => (double)x)];
        double[] exact = new double[Points], computed = new double[Points];
        ReadOnlySpan2D<double> candidates = new(points, Points, dimension);
        objective.Evaluate(candidates, exact, new double[objective.GetWorkspaceLength(dimension)]);
        using DevicePopulationEvaluation evaluation = new(
            device, LoweredKernel.Find("evaluate-" + name, device.Info.Kind), binding, dimension, Points);
        evaluation.Evaluate(candidates, computed);
        return TensorComparison.Of(name, exact, computed, Tolerance.ObjectiveInSinglePrecision);
    }

    /// <summary>Candidates after some generations of a population that lives on the device, and of one on the CPU.</summary>
    private CheckReport CheckPopulation()
    {
        const string Problem = "sphere";
        const int Dimension = 70, Generations = 5;
        IObjective objective = AnyObjective.Create(Problem, new ObjectiveInstance(Dimension, Rotated: true));
        SolverOptions options = SolverOptions.ForBox(Dimension, -5, 5, 10_000) with { Proposals = Proposals.Population };
        using DeviceSolver solver = new(device, LoweredKernel.Find($"evaluate-{Problem}", device.Info.Kind), objective, options);
        Engine engine = new(options);
        double[] fitness = new double[engine.LargestBatch], workspace = new double[objective.GetWorkspaceLength(Dimension)];
        for (int generation = 0; generation < Generations; generation++)
        {
            CandidateBatch batch = engine.Ask();
            objective.Evaluate(batch.Points, fitness.AsSpan(0, batch.Count), workspace);
            engine.Tell(fitness.AsSpan(0, batch.Count));
            solver.Step();
        }

        double[] expected = new double[engine.Ask().Points.Length], actual = new double[solver.Engine.Ask().Points.Length];
        engine.Ask().Points.CopyTo(expected);
        solver.Engine.Ask().Points.CopyTo(actual);
        return CheckReport.Of(
            Title("population"), [TensorComparison.Of("candidates", expected, actual, Tolerance.SinglePrecision)]);
    }

    private string Title(string subject) => $"{subject}, on {device.Info.Name}";

    private CheckReport Compare(
        string subject, IReadOnlyList<(string Section, string Name, float[] Values)> expected,
        IReadOnlyList<(string Section, string Name, float[] Values)> actual) => CheckReport.Of(
            Title(subject),
            [
                .. expected.Zip(actual, (reference, computed) => TensorComparison.Of(
                    reference.Name, [.. reference.Values.Select(value => (double)value)], computed.Values)),
            ]);

    /// <summary>Reproducible numbers.</summary>
    private sealed class Numbers(ulong seed)
    {
        private PhiloxSequence sequence = new(seed, 0);

        public float[] Uniform(int length, double lower, double upper)
        {
            float[] numbers = new float[length];
            for (int i = 0; i < length; i++)
                numbers[i] = (float)sequence.NextUniform(lower, upper);
            return numbers;
        }
    }
}

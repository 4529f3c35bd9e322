using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>The gate network with parameters of moderate size.</summary>
internal sealed class GateNetworkWorkload : IWorkload
{
    private const float Rho = 0.95f;
    private const int States = GateNetwork.States, Hidden = GateNetwork.Hidden;
    private static readonly string[] names = ["delta", "decay", "B", "C", "rowBound", "individualOutputs", "globalOutputs"];

    private readonly int population;
    private readonly float[] parameters, individualFeatures, globalFeatures, dparameters, workspace, backwardWorkspace;
    private readonly float[][] outputs, cotangents;

    public GateNetworkWorkload(int population)
    {
        this.population = population;
        RandomTensors random = new(8);
        parameters = random.Normal(GateNetwork.ParameterCount, 0.3f);
        individualFeatures = random.Uniform(population * GateNetwork.IndividualFeatures, -3, 3);
        globalFeatures = random.Uniform(GateNetwork.GlobalFeatures, -3, 3);
        dparameters = new float[parameters.Length];
        workspace = new float[GateNetwork.GetWorkspaceLength(population)];
        backwardWorkspace = new float[GateNetwork.GetBackwardWorkspaceLength(population)];
        outputs =
        [
            new float[population], new float[States], new float[population * States], new float[population * States],
            new float[population], new float[population * GateNetwork.IndividualOutputs], new float[GateNetwork.GlobalOutputs],
        ];
        cotangents = [.. outputs.Select(output => random.Normal(output.Length))];

        double inputBytes = 4.0 * (parameters.Length + individualFeatures.Length + globalFeatures.Length);
        double outputBytes = 4.0 * outputs.Sum(output => output.Length);
        // Per individual: the hidden layer's SiLU, delta's softplus, and a decay per state in the scan and in the row bound.
        double exponentials = (double)population * (Hidden + 2 + 2 * States) + States + Hidden;
        double weights = Hidden * (GateNetwork.IndividualFeatures + 1 + 2 * States) + 2 * Hidden * GateNetwork.IndividualOutputs;
        double scan = 5 * Hidden * States;
        Shape = $"population {population}";
        Passes =
        [
            new Pass("forward", new Cost(inputBytes + outputBytes, exponentials, population * (2 * weights + scan)), Forward),
            // The forward pass is run again; then every product has two gradients, and the scan its backward pass.
            new Pass(
                "backward",
                new Cost(inputBytes + outputBytes + 4.0 * dparameters.Length, 2 * exponentials, population * (6 * weights + 4 * scan)),
                Backward),
        ];
    }

    public string Operator => nameof(GateNetwork);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        Forward();
        // The gradient of the parameters is accumulated.
        dparameters.AsSpan().Clear();
        Backward();
        double[][] expected = Oracle([RandomTensors.Widen(parameters)]);
        for (int k = 0; k < expected.Length; k++)
            OracleCheck.Close(names[k], outputs[k], expected[k], Hidden * population);
        OracleCheck.Gradients(Oracle, [parameters], cotangents, ("dparameters", dparameters));
    }

    private void Forward() =>
        GateNetwork.Forward(
            population, Rho, parameters, individualFeatures, globalFeatures, outputs[0], outputs[1], outputs[2], outputs[3], outputs[4],
            outputs[5], outputs[6], workspace);

    private void Backward() =>
        GateNetwork.Backward(
            population, Rho, parameters, individualFeatures, globalFeatures, cotangents[0], cotangents[1], cotangents[2], cotangents[3],
            cotangents[4], cotangents[5], cotangents[6], dparameters, backwardWorkspace);

    private double[][] Oracle(double[][] x) =>
        GateNetworkOracle.Forward(Rho, x[0], RandomTensors.Widen(individualFeatures), RandomTensors.Widen(globalFeatures));
}

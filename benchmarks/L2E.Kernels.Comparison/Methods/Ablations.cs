using System.Runtime.InteropServices;
using System.Security.Cryptography;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// The solver with an operator's parameters, and without one thing each: what the parts are worth. The parameters are those given, masked
/// and not trained again, but for the tuned constants, which were trained in their own right.
/// </summary>
public static class Ablations
{
    // Of the gate network: its inputs are 4 features of the individual, then 7 of the population, the first two of them functions of time
    // alone; of its global outputs this one is the blend.
    private const int IndividualInputs = GateNetwork.IndividualFeatures, TimeInputs = 2, Blend = 5;

    private delegate void Masking(GateParameters parameters);

    /// <summary>
    /// The whole solver first, which the others are held against. What is taken from the operator are parts that it has: a gate network's
    /// or those of the eight scalars with a scan over time; another operator is left whole.
    /// </summary>
    /// <param name="weights">The operator's parameters; names carry a part of their hash, where they are not the default ones.</param>
    /// <param name="seed">Seed of the random parameters.</param>
    public static IReadOnlyList<IMethod> Create(OperatorWeights weights, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(weights);
        // Runs of other weights in the same file are other runs.
        string mark = ReferenceEquals(weights, OperatorWeights.Default)
            ? ""
            : $"@{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(weights.Parameters)))[..6]}";
        return
        [
            With($"whole{mark}", $"The whole solver, weights {weights.Label}.", weights),
            L2E.WithoutLearning, L2E.WithoutProxyGradients,
            With("no-operator", "The hand-set population: no gates, scan or averaging.", null),
            .. weights.Operator switch
            {
                GateNetworkOperator => OfGates(weights, mark),
                TimeScanOperator => OfTimeScan(weights, mark),
                _ => [],
            },
            new L2E(
                "tuned-constants", "Eight scalars in place of the operator, tuned for the dimension.",
                options => options with { Weights = TunedConstants.For(options.Dimension) }),
            With("random", "Random parameters.", OperatorWeights.Random(seed)),
        ];
    }

    private static L2E[] OfGates(OperatorWeights weights, string mark) =>
    [
        With($"fixed-blend{mark}", "The blend of proxy gradient and recombination is the hand-set one.", FixBlend(weights)),
        With($"no-projection{mark}", "The population's step is not projected: nothing makes it contract.", RemoveProjection(weights)),
        With($"no-selection{mark}", "Gates of the scan do not depend on the individual.", RemoveSelection(weights)),
        With($"open-loop{mark}", "Outputs are functions of time alone.", OpenLoop(weights)),
        With($"constant{mark}", "Outputs are their biases.", HoldConstant(weights)),
    ];

    private static L2E[] OfTimeScan(OperatorWeights weights, string mark) =>
    [
        With(
            $"no-selection{mark}", "Gates of the scan over time are the same in every generation.",
            TimeScanAblations.RemoveSelection(weights)),
        With($"open-loop{mark}", "Outputs are functions of time alone.", TimeScanAblations.OpenLoop(weights)),
        With($"constant{mark}", "The eight scalars are corrected by nothing.", TimeScanAblations.RemoveScan(weights)),
    ];

    /// <summary>Parameters whose blend is the hand-set one.</summary>
    /// <param name="weights">Parameters; not changed.</param>
    public static OperatorWeights FixBlend(OperatorWeights weights) => Mask(weights, static parameters =>
    {
        for (int unit = 0; unit < GateNetwork.Hidden; unit++)
            parameters.GlobalWeights[unit * GateNetwork.GlobalOutputs + Blend] = 0;
        parameters.GlobalBias[Blend] = 0;
    });

    /// <summary>The same parameters of a gate network whose step is not projected.</summary>
    /// <param name="weights">Parameters; not changed.</param>
    public static OperatorWeights RemoveProjection(OperatorWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return OperatorWeights.FromParameters(
            $"{weights.Label}, not projected", weights.Parameters, evolutionOperator: new UnprojectedOperator());
    }

    /// <summary>Parameters that are blind to what tells individuals apart: delta, B and C are the same for all of a generation.</summary>
    /// <param name="weights">Parameters; not changed.</param>
    public static OperatorWeights RemoveSelection(OperatorWeights weights) =>
        Mask(weights, static parameters => Clear(parameters, first: 0, IndividualInputs));

    /// <summary>Parameters that see the time and nothing else.</summary>
    /// <param name="weights">Parameters; not changed.</param>
    public static OperatorWeights OpenLoop(OperatorWeights weights) => Mask(weights, static parameters =>
    {
        Clear(parameters, first: 0, IndividualInputs);
        Clear(parameters, IndividualInputs + TimeInputs, GateNetwork.GlobalFeatures - TimeInputs);
    });

    /// <summary>Parameters whose outputs, but for the scan's gates, are their biases.</summary>
    /// <param name="weights">Parameters; not changed.</param>
    public static OperatorWeights HoldConstant(OperatorWeights weights) => Mask(weights, static parameters =>
    {
        parameters.IndividualWeights.Clear();
        parameters.GlobalWeights.Clear();
    });

    private static L2E With(string name, string description, OperatorWeights? weights) =>
        new(name, description, options => options with { Weights = weights });

    private static OperatorWeights Mask(OperatorWeights weights, Masking mask)
    {
        ArgumentNullException.ThrowIfNull(weights);
        float[] parameters = weights.Parameters.ToArray();
        mask(new GateParameters(parameters));
        return OperatorWeights.FromParameters($"{weights.Label}, masked", parameters);
    }

    /// <summary>Makes the first layer blind to some of its inputs.</summary>
    private static void Clear(GateParameters parameters, int first, int count) =>
        parameters.HiddenWeights.Slice(first * GateNetwork.Hidden, count * GateNetwork.Hidden).Clear();
}

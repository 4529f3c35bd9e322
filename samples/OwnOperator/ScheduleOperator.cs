using L2E.Kernels;
using L2E.Kernels.Operators;

namespace OwnOperator;

/// <summary>
/// A schedule: every global output is <c>a + b (2t - 1) + c sqrt t</c> of the progress t, and with r in [-1, 1] the centred rank of an
/// individual <c>i = p + q r</c>, <c>delta = sigmoid(p + q r)</c>, <c>B = tanh(p + q r)</c>, <c>C = tanh(p + q r)</c>,
/// <c>decay = exp(2 tanh u)</c> with one state: 35 parameters.
/// </summary>
internal sealed class ScheduleOperator : IEvolutionOperator
{
    // The parameters: three for each global output, two for each individual output, for delta, for B and for C, and the decay.
    private const int Outputs = 3 * GateNetwork.GlobalOutputs, Delta = Outputs + 2 * GateNetwork.IndividualOutputs;
    private const int InputGate = Delta + 2, OutputGate = InputGate + 2, Decay = OutputGate + 2;

    public string Architecture => "schedule: 35 parameters";

    public int ParameterCount => Decay + 1;

    public int States => 1;

    public void Initialise(ulong seed, Span<float> parameters)
    {
        // Outputs of 0 are the hand-set policy; the gates are open, so that there is a gradient to learn from.
        parameters.Clear();
        parameters[InputGate] = parameters[OutputGate] = 0.5f;
    }

    public int GetWorkspaceLength(int population) => 0;

    public int GetBackwardWorkspaceLength(int population) =>
        3 * population + 1 + PopulationScan.GetBackwardWorkspaceLength(Shape(population));

    public void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> workspace)
    {
        for (int j = 0; j < GateNetwork.GlobalOutputs; j++)
        {
            ReadOnlySpan<float> weights = parameters.Slice(3 * j, 3);
            gates.GlobalOutputs[j] = weights[0] + weights[1] * globalFeatures[0] + weights[2] * globalFeatures[1];
        }

        for (int i = 0; i < gates.Delta.Length; i++)
        {
            float rank = individualFeatures[i * GateNetwork.IndividualFeatures];
            for (int k = 0; k < GateNetwork.IndividualOutputs; k++)
                gates.IndividualOutputs[i * GateNetwork.IndividualOutputs + k] = Line(parameters, Outputs + 2 * k, rank);
            gates.Delta[i] = 1 / (1 + MathF.Exp(-Line(parameters, Delta, rank)));
            gates.InputGates[i] = MathF.Tanh(Line(parameters, InputGate, rank));
            gates.OutputGates[i] = MathF.Tanh(Line(parameters, OutputGate, rank));
        }

        gates.Decay[0] = MathF.Exp(2 * MathF.Tanh(parameters[Decay]));
        PopulationScan.RowBounds(
            Shape(gates.Delta.Length), gates.Delta, gates.Decay, gates.InputGates, gates.OutputGates, gates.RowBound);
    }

    public void Backward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        OperatorGates dgates, Span<float> dparameters, Span<float> workspace)
    {
        for (int j = 0; j < GateNetwork.GlobalOutputs; j++)
        {
            Span<float> dweights = dparameters.Slice(3 * j, 3);
            dweights[0] += dgates.GlobalOutputs[j];
            dweights[1] += dgates.GlobalOutputs[j] * globalFeatures[0];
            dweights[2] += dgates.GlobalOutputs[j] * globalFeatures[1];
        }

        // The row bounds are functions of the gates: what they owe is added to what the gates have got, in the workspace.
        int population = gates.Delta.Length;
        Span<float> ddelta = workspace[..population], dinput = workspace.Slice(population, population);
        Span<float> doutput = workspace.Slice(2 * population, population), ddecay = workspace.Slice(3 * population, 1);
        dgates.Delta.CopyTo(ddelta);
        dgates.InputGates.CopyTo(dinput);
        dgates.OutputGates.CopyTo(doutput);
        dgates.Decay.CopyTo(ddecay);
        PopulationScan.RowBoundsBackward(
            Shape(population), gates.Delta, gates.Decay, gates.InputGates, gates.OutputGates, dgates.RowBound, ddelta, ddecay, dinput,
            doutput, workspace[(3 * population + 1)..]);

        for (int i = 0; i < population; i++)
        {
            float rank = individualFeatures[i * GateNetwork.IndividualFeatures];
            for (int k = 0; k < GateNetwork.IndividualOutputs; k++)
                LineBackward(dgates.IndividualOutputs[i * GateNetwork.IndividualOutputs + k], rank, dparameters, Outputs + 2 * k);
            (float delta, float input, float output) = (gates.Delta[i], gates.InputGates[i], gates.OutputGates[i]);
            LineBackward(ddelta[i] * delta * (1 - delta), rank, dparameters, Delta);
            LineBackward(dinput[i] * (1 - input * input), rank, dparameters, InputGate);
            LineBackward(doutput[i] * (1 - output * output), rank, dparameters, OutputGate);
        }

        float tanh = MathF.Tanh(parameters[Decay]);
        dparameters[Decay] += ddecay[0] * gates.Decay[0] * 2 * (1 - tanh * tanh);
    }

    private static PopulationScanShape Shape(int population) => new(population, Dimension: 1, States: 1);

    private static float Line(ReadOnlySpan<float> parameters, int first, float rank) => parameters[first] + parameters[first + 1] * rank;

    private static void LineBackward(float dline, float rank, Span<float> dparameters, int first)
    {
        dparameters[first] += dline;
        dparameters[first + 1] += dline * rank;
    }
}

namespace L2E.Kernels.Operators;

/// <summary>The tensors of a <see cref="GateNetwork"/>'s parameter vector (or of its gradient), as views.</summary>
/// <remarks>They lie one after the other in the order in which they are listed here.</remarks>
public readonly ref struct GateParameters
{
    /// <summary>Views of a parameter vector.</summary>
    /// <param name="parameters">The vector, <see cref="GateNetwork.ParameterCount"/> floats.</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public GateParameters(Span<float> parameters)
    {
        Guard.Length<float>(parameters, GateNetwork.ParameterCount, "GateNetwork.ParameterCount");
        const int Inputs = GateNetwork.IndividualFeatures + GateNetwork.GlobalFeatures, Hidden = GateNetwork.Hidden;
        SpanSlices slices = new(parameters);
        HiddenWeights = slices.Take(Inputs * Hidden);
        HiddenBias = slices.Take(Hidden);
        DeltaWeights = slices.Take(Hidden);
        DeltaBias = slices.Take(1);
        InputGateWeights = slices.Take(Hidden * GateNetwork.States);
        OutputGateWeights = slices.Take(Hidden * GateNetwork.States);
        LogDecay = slices.Take(GateNetwork.States);
        IndividualWeights = slices.Take(2 * Hidden * GateNetwork.IndividualOutputs);
        IndividualBias = slices.Take(GateNetwork.IndividualOutputs);
        ContextWeights = slices.Take(2 * Hidden * Hidden);
        ContextBias = slices.Take(Hidden);
        GlobalWeights = slices.Take(Hidden * GateNetwork.GlobalOutputs);
        GlobalBias = slices.Take(GateNetwork.GlobalOutputs);
    }

    /// <summary>W1 [11, 16]: features of the individual, then global features, to the hidden layer.</summary>
    public Span<float> HiddenWeights { get; }

    /// <summary>b1 [16].</summary>
    public Span<float> HiddenBias { get; }

    /// <summary>Wd [16]: hidden layer to step size.</summary>
    public Span<float> DeltaWeights { get; }

    /// <summary>bd [1].</summary>
    public Span<float> DeltaBias { get; }

    /// <summary>WB [16, 4]: hidden layer to input gates.</summary>
    public Span<float> InputGateWeights { get; }

    /// <summary>WC [16, 4]: hidden layer to output gates.</summary>
    public Span<float> OutputGateWeights { get; }

    /// <summary>A [4]: logarithms of the decay rates.</summary>
    public Span<float> LogDecay { get; }

    /// <summary>Wi [32, 2]: context to the outputs of an individual.</summary>
    public Span<float> IndividualWeights { get; }

    /// <summary>bi [2].</summary>
    public Span<float> IndividualBias { get; }

    /// <summary>W2 [32, 16]: mean context to the hidden layer of the global head.</summary>
    public Span<float> ContextWeights { get; }

    /// <summary>b2 [16].</summary>
    public Span<float> ContextBias { get; }

    /// <summary>W3 [16, 8]: that hidden layer to the global outputs.</summary>
    public Span<float> GlobalWeights { get; }

    /// <summary>b3 [8].</summary>
    public Span<float> GlobalBias { get; }
}

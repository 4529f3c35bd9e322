namespace L2E.Kernels.Operators;

public static partial class GateNetwork
{
    // Streams of the seed; other users of the same seed take others.
    private const ulong InitialiseStream = 0x4741544500000000, RandomiseStream = 0x4741544500000001;

    /// <summary>
    /// The hand-set policy: random gates, decay rates from e^-1 to e, and output layers of zeros, so that every output is 0 until
    /// something is learned.
    /// </summary>
    /// <param name="seed">The same seed gives the same parameters.</param>
    /// <param name="parameters">Destination (=), [<see cref="ParameterCount"/>].</param>
    /// <exception cref="ArgumentException"><paramref name="parameters"/> has another length.</exception>
    public static void Initialise(ulong seed, Span<float> parameters)
    {
        GateParameters tensors = new(parameters);
        PhiloxSequence random = new(seed, InitialiseStream);
        parameters.Clear();
        FillNormal(ref random, 0.5f, tensors.HiddenWeights);
        FillNormal(ref random, 0.1f, tensors.DeltaWeights);
        tensors.DeltaBias[0] = -1;
        FillNormal(ref random, 0.3f, tensors.InputGateWeights);
        FillNormal(ref random, 0.3f, tensors.OutputGateWeights);
        for (int n = 0; n < States; n++)
            tensors.LogDecay[n] = 2f * n / (States - 1) - 1;
        FillNormal(ref random, 0.2f, tensors.ContextWeights);
    }

    /// <summary>
    /// Random parameters of any size, to test what must hold whatever they are: each tensor is standard normal times one of 0.3,
    /// 1, 3 and 10.
    /// </summary>
    /// <param name="seed">The same seed gives the same parameters.</param>
    /// <param name="parameters">Destination (=), [<see cref="ParameterCount"/>].</param>
    /// <exception cref="ArgumentException"><paramref name="parameters"/> has another length.</exception>
    public static void Randomise(ulong seed, Span<float> parameters)
    {
        GateParameters tensors = new(parameters);
        PhiloxSequence random = new(seed, RandomiseStream);
        FillScaledNormal(ref random, tensors.HiddenWeights);
        FillScaledNormal(ref random, tensors.HiddenBias);
        FillScaledNormal(ref random, tensors.DeltaWeights);
        FillScaledNormal(ref random, tensors.DeltaBias);
        FillScaledNormal(ref random, tensors.InputGateWeights);
        FillScaledNormal(ref random, tensors.OutputGateWeights);
        FillScaledNormal(ref random, tensors.LogDecay);
        FillScaledNormal(ref random, tensors.IndividualWeights);
        FillScaledNormal(ref random, tensors.IndividualBias);
        FillScaledNormal(ref random, tensors.ContextWeights);
        FillScaledNormal(ref random, tensors.ContextBias);
        FillScaledNormal(ref random, tensors.GlobalWeights);
        FillScaledNormal(ref random, tensors.GlobalBias);
    }

    private static void FillScaledNormal(ref PhiloxSequence random, Span<float> tensor)
    {
        ReadOnlySpan<float> scales = [0.3f, 1, 3, 10];
        FillNormal(ref random, scales[random.NextInt32(scales.Length)], tensor);
    }

    private static void FillNormal(ref PhiloxSequence random, float deviation, Span<float> tensor)
    {
        for (int i = 0; i < tensor.Length; i++)
            tensor[i] = deviation * (float)random.NextNormalPair().First;
    }
}

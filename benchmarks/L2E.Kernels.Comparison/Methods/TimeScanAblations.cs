namespace L2E.Kernels.Comparison.Methods;

/// <summary>Parameters of a <see cref="TimeScanOperator"/> without one thing each; masked and not trained again.</summary>
public static class TimeScanAblations
{
    // The first of the context are the features that are functions of time alone.
    private const int TimeInputs = 2;

    private delegate void Masking(Span<float> scan);

    /// <summary>Step size and gates do not depend on the context.</summary>
    /// <param name="weights">Parameters of the operator; not changed.</param>
    public static OperatorWeights RemoveSelection(OperatorWeights weights) => Mask(weights, static scan =>
    {
        Span<float> gates = scan[TimeScanLayout.GateWeights];
        gates[..(gates.Length / (TimeScanLayout.Context + 1) * TimeScanLayout.Context)].Clear();
    });

    /// <summary>Parameters that see the time and nothing else; moves of single coordinates are not corrected.</summary>
    /// <param name="weights">Parameters of the operator; not changed.</param>
    public static OperatorWeights OpenLoop(OperatorWeights weights) => Mask(weights, static scan =>
    {
        ClearContext(scan[TimeScanLayout.HiddenWeights], TimeScanLayout.Hidden);
        ClearContext(scan[TimeScanLayout.ControlWeights], TimeScanLayout.Controls);
        // A correction that is the same for all coordinates is centred away, so that one by the time is none.
        scan[TimeScanLayout.GateWeights].Clear();
        scan[TimeScanLayout.CorrectionWeights].Clear();

        static void ClearContext(Span<float> matrix, int columns) =>
            matrix[(TimeInputs * columns)..(TimeScanLayout.Context * columns)].Clear();
    });

    /// <summary>The eight scalars, as they were trained together with the scan.</summary>
    /// <param name="weights">Parameters of the operator; not changed.</param>
    public static OperatorWeights RemoveScan(OperatorWeights weights) => Mask(weights, static scan => scan.Clear());

    private static OperatorWeights Mask(OperatorWeights weights, Masking mask)
    {
        ArgumentNullException.ThrowIfNull(weights);
        float[] parameters = weights.Parameters.ToArray();
        mask(parameters.AsSpan()[^TimeScan.ParameterCount..]);
        return OperatorWeights.FromParameters($"{weights.Label}, masked", parameters, evolutionOperator: TimeScanOperator.Instance);
    }
}

namespace L2E.Kernels;

/// <summary>
/// Measures what the theorem speaks of, generation by generation: row sums, averaged steps, and the population's radius
/// against the recursion <c>bound' = sqrt(c) q bound + sqrt(1 - c) e</c>, e the norm of the noise that was drawn.
/// </summary>
internal sealed class ContractionLedger : IStateful
{
    private double slack;

    public double WorstContraction { get; private set; }

    public double WorstAveraged { get; private set; }

    public double RelaxationMin { get; private set; } = 1;

    public double RelaxationMax { get; private set; }

    public double WorstRadius { get; private set; }

    public double Radius { get; private set; }

    public double RadiusBound { get; private set; }

    public long Generations { get; private set; }

    public bool Holds =>
        WorstContraction <= ContractionConstants.ContractionBound
        && WorstAveraged <= ContractionConstants.AveragedBound * (1 + slack)
        && (Generations == 0 || WorstRadius <= 1 + slack)
        && (RelaxationMax == 0 || (RelaxationMin >= ContractionConstants.RelaxationMin * (1 - slack)
            && RelaxationMax <= ContractionConstants.RelaxationMax * (1 + slack)));

    public void Reset()
    {
        slack = WorstContraction = WorstAveraged = RelaxationMax = WorstRadius = Radius = RadiusBound = 0;
        RelaxationMin = 1;
        Generations = 0;
    }

    /// <summary>A generation was drawn: <paramref name="memory"/> is 0 for the first after a start or restart.</summary>
    public void Drawn(double memory, double noiseRadius, double radius)
    {
        Generations++;
        RadiusBound = Math.Sqrt(memory) * ContractionConstants.AveragedBound * RadiusBound + Math.Sqrt(1 - memory) * noiseRadius;
        Radius = radius;
        if (radius > 0)
            WorstRadius = Math.Max(WorstRadius, radius / RadiusBound);
    }

    /// <summary>
    /// The operator's gates were computed. Bounds of its row sums are computed once more, in double, and scaled as the
    /// projection scales the rows.
    /// </summary>
    public void Gated(
        ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C, ReadOnlySpan<float> rowBound,
        ReadOnlySpan<float> relaxation)
    {
        int states = decay.Length;
        slack = Math.Max(slack, ContractionConstants.RoundingSlack(delta.Length, states));
        Span<double> state = stackalloc double[states];
        state.Clear();
        for (int i = 0; i < delta.Length; i++)
        {
            double sum = 0;
            for (int n = 0; n < states; n++)
            {
                state[n] = Math.Exp(-(double)decay[n] * delta[i]) * state[n] + (double)delta[i] * Math.Abs(B[i * states + n]);
                sum += Math.Abs(C[i * states + n]) * state[n];
            }

            const float Target = ContractionConstants.ProjectionTarget;
            double projected = sum * (Target / Math.Max(Target, rowBound[i]));
            // A NaN fails every comparison; it must not pass for a bound that holds.
            WorstContraction = double.IsNaN(projected) ? double.PositiveInfinity : Math.Max(WorstContraction, projected);
        }

        foreach (float value in relaxation)
        {
            RelaxationMin = Math.Min(RelaxationMin, value);
            RelaxationMax = Math.Max(RelaxationMax, value);
        }
    }

    /// <summary>An averaged step took the radius to <paramref name="averagedRadius"/>.</summary>
    public void Averaged(double averagedRadius)
    {
        if (Radius > 0)
            WorstAveraged = Math.Max(WorstAveraged, averagedRadius / Radius);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        slack = state.Next(slack);
        WorstContraction = state.Next(WorstContraction);
        WorstAveraged = state.Next(WorstAveraged);
        RelaxationMin = state.Next(RelaxationMin);
        RelaxationMax = state.Next(RelaxationMax);
        WorstRadius = state.Next(WorstRadius);
        Radius = state.Next(Radius);
        RadiusBound = state.Next(RadiusBound);
        Generations = state.Next(Generations);
    }
}

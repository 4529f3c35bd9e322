namespace L2E.Kernels.Training;

/// <summary>
/// Adam (Kingma, Ba 2015) with a decay that is decoupled from the gradient (Loshchilov, Hutter 2019) and draws the parameters to where they
/// began: at the start they are the hand-set policy, at 0 they would be none.
/// </summary>
internal sealed class AdamOptimizer(float[] parameters) : IStateful
{
    private const double FirstDecay = 0.9, SecondDecay = 0.999, Tiny = 1e-8;

    private readonly float[] start = [.. parameters];
    private readonly float[] mean = new float[parameters.Length], squares = new float[parameters.Length];
    private int steps;

    /// <summary>The parameters, which <see cref="Step"/> changes.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    public void Step(ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        steps++;
        double meanScale = 1 / (1 - Math.Pow(FirstDecay, steps)), squareScale = 1 / (1 - Math.Pow(SecondDecay, steps));
        for (int k = 0; k < parameters.Length; k++)
        {
            mean[k] = (float)(FirstDecay * mean[k] + (1 - FirstDecay) * gradient[k]);
            squares[k] = (float)(SecondDecay * squares[k] + (1 - SecondDecay) * gradient[k] * gradient[k]);
            double step = mean[k] * meanScale / (Math.Sqrt(squares[k] * squareScale) + Tiny) + weightDecay * (parameters[k] - start[k]);
            parameters[k] -= (float)(learningRate * step);
        }
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        steps = state.NextIndex(steps, 0, int.MaxValue);
        state.Next(parameters.AsSpan());
        state.Next(start.AsSpan());
        state.Next(mean.AsSpan());
        state.Next(squares.AsSpan());
    }
}

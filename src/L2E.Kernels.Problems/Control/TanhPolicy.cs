using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// The policy of the control problems, a network with one hidden layer, in eight states at once, one a lane:
/// <c>output_k = b_k + sum over h of v_kh tanh(c_h + sum over i of w_hi input_i)</c> with 8 hidden units.
/// </summary>
/// <remarks>
/// The variables are, unit by unit, <c>w_h1 ... w_hn c_h</c>, then, output by output, <c>v_k1 ... v_k8 b_k</c>; each weight is
/// <see cref="WeightScale"/> times its variable, which carries the box [-5, 5] to weights in [-2, 2].
/// </remarks>
internal static class TanhPolicy
{
    /// <summary>Number of hidden units.</summary>
    public const int HiddenUnits = 8;

    /// <summary>Number of variables of an output: its weights and its bias.</summary>
    public const int OutputVariables = HiddenUnits + 1;

    /// <summary>Lower bound of every variable.</summary>
    public const double Lower = -5;

    /// <summary>Upper bound of every variable.</summary>
    public const double Upper = 5;

    /// <summary>A weight is this times its variable.</summary>
    public const double WeightScale = 0.4;

    /// <summary>Whether a variable is NaN.</summary>
    /// <param name="x">The variables.</param>
    public static bool HasNaN(ReadOnlySpan<double> x)
    {
        foreach (double value in x)
        {
            if (double.IsNaN(value))
                return true;
        }

        return false;
    }

    /// <summary>The outputs in eight states.</summary>
    /// <param name="x">The variables, <c>[8 (inputs + 1) + 9 outputs]</c>.</param>
    /// <param name="inputs">The inputs, <c>[inputs]</c>.</param>
    /// <param name="outputs">Destination (=), <c>[outputs]</c>.</param>
    public static void Evaluate(ReadOnlySpan<double> x, ReadOnlySpan<Vector512<double>> inputs, Span<Vector512<double>> outputs)
    {
        int unitVariables = inputs.Length + 1;
        ReadOnlySpan<double> outputWeights = x[(HiddenUnits * unitVariables)..];
        for (int k = 0; k < outputs.Length; k++)
            outputs[k] = Vector512.Create(outputWeights[k * OutputVariables + HiddenUnits]);
        for (int unit = 0; unit < HiddenUnits; unit++)
        {
            ReadOnlySpan<double> weights = x.Slice(unit * unitVariables, unitVariables);
            Vector512<double> activation = weights[0] * inputs[0];
            for (int i = 1; i < inputs.Length; i++)
                activation += weights[i] * inputs[i];
            Vector512<double> hidden = LaneMath.Tanh(WeightScale * (activation + Vector512.Create(weights[inputs.Length])));
            for (int k = 0; k < outputs.Length; k++)
                outputs[k] += outputWeights[k * OutputVariables + unit] * hidden;
        }

        for (int k = 0; k < outputs.Length; k++)
            outputs[k] *= WeightScale;
    }
}

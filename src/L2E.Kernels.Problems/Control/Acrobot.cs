using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// Swinging two links up by the motor between them: the variables are the weights of a small neural policy, the cost is the mean number
/// of steps, of at most 500, until the tip is high enough, over 8 fixed starts.
/// </summary>
/// <remarks>
/// <para>
/// The policy is that of <see cref="CartPole"/> with other inputs: <c>output = b + sum over h of v_h tanh(c_h + sum over i of w_hi
/// s_i)</c>, 8 hidden units, s = (cos a, sin a, cos b, sin b, a', b') in the symbols of <see cref="AcrobotState"/>. The torque is 1 N m
/// where output &gt; 0.5, -1 N m where output &lt; -0.5, else 0. The 65 variables are, unit by unit, <c>w_h1 ... w_h6 c_h</c>, then
/// <c>v_1 ... v_8</c>, then b; each weight is 0.4 times its variable, which carries the box [-5, 5] to weights in [-2, 2].
/// </para>
/// <para>
/// Dynamics and score are those of Acrobot-v1 of Gymnasium: the cost of a run is minus its return, which does not count the step that
/// brings the tip up. The instance draws the starts, each of the four numbers of each uniform in [-0.1, 0.1]. The cost is piecewise
/// constant, in [0, 500], a multiple of 1/8; NaN where a variable is NaN. Its minimum is not known. There is no gradient: it would be 0
/// wherever the cost has one.
/// </para>
/// <para>
/// The starts run side by side, one a lane, each on its own: a run of one start alone has the same steps.
/// </para>
/// </remarks>
[Objective(
    "acrobot", Lower = TanhPolicy.Lower, Upper = TanhPolicy.Upper, Dimension = VariableCount,
    Summary = "Steps, at most 500, of a 6-8-1 tanh policy that swings two links up; piecewise constant.")]
public readonly partial struct Acrobot
{
    /// <summary>Number of variables.</summary>
    public const int VariableCount = TanhPolicy.HiddenUnits * (Inputs + 1) + TanhPolicy.OutputVariables;

    /// <summary>Length of a run that does not get the tip up.</summary>
    public const int MaxSteps = 500;

    private const int Inputs = 6;
    private const double StartRadius = 0.1;
    private const double TorqueThreshold = 0.5;

    private readonly AcrobotState[] starts;

    private Acrobot(AcrobotState[] starts) => this.starts = starts;

    /// <summary>Makes an instance: draws its starts.</summary>
    /// <param name="instance">65 variables, instance at least 0, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension is not 65, the instance is negative, or a rotation is asked for.</exception>
    public static Acrobot Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: true);
        Guard.AtLeast(instance.Instance, 0);
        PhiloxSequence random = new((ulong)instance.Instance, ProblemStreams.AcrobotStarts);
        AcrobotState[] starts = new AcrobotState[StateLanes.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = new AcrobotState(
                random.NextUniform(-StartRadius, StartRadius),
                random.NextUniform(-StartRadius, StartRadius),
                random.NextUniform(-StartRadius, StartRadius),
                random.NextUniform(-StartRadius, StartRadius));
        }

        return new Acrobot(starts);
    }

    /// <summary>The starts that the cost is the mean over.</summary>
    public ReadOnlySpan<AcrobotState> Starts => starts;

    /// <summary>The cost of a policy: the mean number of steps before the tip is up, over the starts.</summary>
    /// <param name="x">The variables, <c>[65]</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return TanhPolicy.HasNaN(x)
            ? double.NaN
            : LaneMath.Sum(CountSteps(x, AcrobotLanes.Create(starts))) / StateLanes.Count;
    }

    /// <summary>Runs a policy from a start, for instance one that it was not optimised on.</summary>
    /// <param name="x">The variables, <c>[65]</c>.</param>
    /// <param name="start">State to start in.</param>
    /// <returns>The number of steps before the one that brings the tip up; <see cref="MaxSteps"/> when none does.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public static int StepsTaken(ReadOnlySpan<double> x, AcrobotState start)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return (int)CountSteps(x, AcrobotLanes.Create([start])).ToScalar();
    }

    private static Vector512<double> CountSteps(ReadOnlySpan<double> x, AcrobotLanes acrobots)
    {
        Vector512<double> steps = Vector512<double>.Zero, hanging = Vector512<double>.AllBitsSet, one = Vector512<double>.One;
        Span<Vector512<double>> output = stackalloc Vector512<double>[1];
        for (int step = 0; step < MaxSteps && LaneMath.Any(hanging); step++)
        {
            (Vector512<double> firstSine, Vector512<double> firstCosine) = LaneMath.SinCos(acrobots.First);
            (Vector512<double> secondSine, Vector512<double> secondCosine) = LaneMath.SinCos(acrobots.Second);
            TanhPolicy.Evaluate(
                x, [firstCosine, firstSine, secondCosine, secondSine, acrobots.FirstVelocity, acrobots.SecondVelocity], output);
            Vector512<double> torque = (Vector512.GreaterThan(output[0], Vector512.Create(TorqueThreshold)) & one)
                - (Vector512.LessThan(output[0], Vector512.Create(-TorqueThreshold)) & one);
            acrobots = acrobots.Step(torque);
            hanging = Vector512.AndNot(hanging, acrobots.AreUp);
            steps += hanging & one;
        }

        return steps;
    }
}

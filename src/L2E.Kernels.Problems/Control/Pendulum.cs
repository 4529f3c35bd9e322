using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// Swinging a pendulum up with a weak motor and holding it there: the variables are the weights of a small neural policy, the cost is
/// the mean over 8 fixed starts of what 200 steps of 0.05 s cost.
/// </summary>
/// <remarks>
/// <para>
/// The policy is that of <see cref="CartPole"/> with other inputs: <c>output = b + sum over h of v_h tanh(c_h + sum over i of w_hi
/// s_i)</c>, 8 hidden units, s = (cos angle, sin angle, angular velocity). The torque is the output, clipped to 2 N m in either
/// direction. The 41 variables are, unit by unit, <c>w_h1 w_h2 w_h3 c_h</c>, then <c>v_1 ... v_8</c>, then b; each weight is 0.4 times its
/// variable, which carries the box [-5, 5] to weights in [-2, 2].
/// </para>
/// <para>
/// Dynamics and cost of a step, see <see cref="PendulumState"/>, are those of Pendulum-v1 of Gymnasium, whose return is -cost. The
/// instance draws the starts, the angle uniform in [-pi, pi], the angular velocity in [-1, 1]. The cost of a run is at least 0 and at most
/// 200 (pi^2 + 6.404); its minimum is not known. NaN where a variable is NaN. There is no gradient: through 200 steps of an unstable
/// system it says nothing of what lies a step further on.
/// </para>
/// <para>
/// The starts run side by side, one a lane, each on its own: a run of one start alone has the same cost.
/// </para>
/// </remarks>
[Objective(
    "pendulum", Lower = TanhPolicy.Lower, Upper = TanhPolicy.Upper, Dimension = VariableCount,
    Summary = "Cost of 200 steps of a 3-8-1 tanh policy that swings a pendulum up and holds it.")]
public readonly partial struct Pendulum
{
    /// <summary>Number of variables.</summary>
    public const int VariableCount = TanhPolicy.HiddenUnits * (Inputs + 1) + TanhPolicy.OutputVariables;

    /// <summary>Length of a run.</summary>
    public const int Steps = 200;

    private const int Inputs = 3;
    private const double StartVelocity = 1;

    private readonly PendulumState[] starts;

    private Pendulum(PendulumState[] starts) => this.starts = starts;

    /// <summary>Makes an instance: draws its starts.</summary>
    /// <param name="instance">41 variables, instance at least 0, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension is not 41, the instance is negative, or a rotation is asked for.</exception>
    public static Pendulum Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: true);
        Guard.AtLeast(instance.Instance, 0);
        PhiloxSequence random = new((ulong)instance.Instance, ProblemStreams.PendulumStarts);
        PendulumState[] starts = new PendulumState[StateLanes.Count];
        for (int i = 0; i < starts.Length; i++)
            starts[i] = new PendulumState(random.NextUniform(-Math.PI, Math.PI), random.NextUniform(-StartVelocity, StartVelocity));
        return new Pendulum(starts);
    }

    /// <summary>The starts that the cost is the mean over.</summary>
    public ReadOnlySpan<PendulumState> Starts => starts;

    /// <summary>The cost of a policy: the mean over the starts.</summary>
    /// <param name="x">The variables, <c>[41]</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return LaneMath.Sum(Run(x, PendulumLanes.Create(starts))) / StateLanes.Count;
    }

    /// <summary>Runs a policy from a start, for instance one that it was not optimised on.</summary>
    /// <param name="x">The variables, <c>[41]</c>.</param>
    /// <param name="start">State to start in.</param>
    /// <returns>The cost of 200 steps; NaN where a variable is NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public static double GetCost(ReadOnlySpan<double> x, PendulumState start)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return Run(x, PendulumLanes.Create([start])).ToScalar();
    }

    private static Vector512<double> Run(ReadOnlySpan<double> x, PendulumLanes pendulums)
    {
        if (TanhPolicy.HasNaN(x))
            return Vector512.Create(double.NaN);
        Vector512<double> cost = Vector512<double>.Zero;
        Span<Vector512<double>> output = stackalloc Vector512<double>[1];
        for (int step = 0; step < Steps; step++)
        {
            (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCos(pendulums.Angle);
            TanhPolicy.Evaluate(x, [cosine, sine, pendulums.AngularVelocity], output);
            Vector512<double> torque = PendulumLanes.Clip(output[0]);
            cost += pendulums.GetCost(torque);
            pendulums = pendulums.Step(torque);
        }

        return cost;
    }
}

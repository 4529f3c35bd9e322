using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// Bringing the tip of an arm of two links of 0.1 m to a target: the variables are the weights of a small neural policy, the cost is the
/// mean over 8 fixed tasks of what 50 steps of 0.02 s cost.
/// </summary>
/// <remarks>
/// <para>
/// The policy is that of <see cref="CartPole"/> with other inputs and two outputs: <c>output_k = b_k + sum over h of v_kh tanh(c_h + sum
/// over i of w_hi s_i)</c>, 8 hidden units, s = (cos a, sin a, cos b, sin b, a' / 10, b' / 10, dx, dy) in the symbols of
/// <see cref="ReacherState"/> with (dx, dy) from the target to the tip in lengths of a link. The torques are 0.05 N m times the outputs,
/// which are clipped to 1 in either direction. The 90 variables are, unit by unit, <c>w_h1 ... w_h8 c_h</c>, then, output by output,
/// <c>v_k1 ... v_k8 b_k</c>; each weight is 0.4 times its variable, which carries the box [-5, 5] to weights in [-2, 2].
/// </para>
/// <para>
/// A step costs the distance of the tip from the target at its end, in lengths of a link, plus 0.01 times the sum of the squared outputs
/// after clipping: tasks, length and the form of the cost are those of Reacher-v2 of Gymnasium, the dynamics are the textbook's. The
/// instance draws the tasks: targets uniform in the disc that the arm can reach, angles uniform in [-0.1, 0.1] rad, velocities in
/// [-0.005, 0.005] rad/s. The cost of a run is in [0, 201]; its minimum is not known. NaN where a variable is NaN. No gradient is derived.
/// </para>
/// <para>
/// The tasks run side by side, one a lane, each on its own: a run of one task alone has the same cost.
/// </para>
/// </remarks>
[Objective(
    "reacher", Lower = TanhPolicy.Lower, Upper = TanhPolicy.Upper, Dimension = VariableCount,
    Summary = "Cost of 50 steps of an 8-8-2 tanh policy that brings the tip of a two-link arm to a target.")]
public readonly partial struct Reacher
{
    /// <summary>Number of variables.</summary>
    public const int VariableCount = TanhPolicy.HiddenUnits * (Inputs + 1) + Outputs * TanhPolicy.OutputVariables;

    /// <summary>Length of a run.</summary>
    public const int Steps = 50;

    private const int Inputs = 8;
    private const int Outputs = 2;
    private const double VelocityScale = 10; // rad/s
    private const double OutputWeight = 0.01;
    private const double StartAngle = 0.1, StartVelocity = 0.005;

    private readonly ReacherTask[] tasks;

    private Reacher(ReacherTask[] tasks) => this.tasks = tasks;

    /// <summary>Makes an instance: draws its tasks.</summary>
    /// <param name="instance">90 variables, instance at least 0, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension is not 90, the instance is negative, or a rotation is asked for.</exception>
    public static Reacher Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: true);
        Guard.AtLeast(instance.Instance, 0);
        PhiloxSequence random = new((ulong)instance.Instance, ProblemStreams.ReacherStarts);
        ReacherTask[] tasks = new ReacherTask[StateLanes.Count];
        for (int i = 0; i < tasks.Length; i++)
        {
            ReacherState start = new(
                random.NextUniform(-StartAngle, StartAngle),
                random.NextUniform(-StartAngle, StartAngle),
                random.NextUniform(-StartVelocity, StartVelocity),
                random.NextUniform(-StartVelocity, StartVelocity));
            // The root makes places uniform in the disc.
            double distance = 2 * ReacherState.LinkLength * Math.Sqrt(random.NextDouble());
            (double sine, double cosine) = Math.SinCos(random.NextUniform(-Math.PI, Math.PI));
            tasks[i] = new ReacherTask(start, distance * cosine, distance * sine);
        }

        return new Reacher(tasks);
    }

    /// <summary>The tasks that the cost is the mean over.</summary>
    public ReadOnlySpan<ReacherTask> Tasks => tasks;

    /// <summary>The cost of a policy: the mean over the tasks.</summary>
    /// <param name="x">The variables, <c>[90]</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return LaneMath.Sum(Run(x, tasks)) / StateLanes.Count;
    }

    /// <summary>Runs a policy on a task, for instance one that it was not optimised on.</summary>
    /// <param name="x">The variables, <c>[90]</c>.</param>
    /// <param name="task">Start and target.</param>
    /// <returns>The cost of 50 steps; NaN where a variable is NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public static double GetCost(ReadOnlySpan<double> x, ReacherTask task)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return Run(x, [task]).ToScalar();
    }

    private static Vector512<double> Run(ReadOnlySpan<double> x, ReadOnlySpan<ReacherTask> tasks)
    {
        if (TanhPolicy.HasNaN(x))
            return Vector512.Create(double.NaN);
        ReacherLanes arms = ReacherLanes.Create(tasks);
        Vector512<double> targetX = StateLanes.Gather(tasks, static task => task.TargetX);
        Vector512<double> targetY = StateLanes.Gather(tasks, static task => task.TargetY);
        Vector512<double> cost = Vector512<double>.Zero, one = Vector512<double>.One;
        Span<Vector512<double>> output = stackalloc Vector512<double>[Outputs];
        (Vector512<double> tipX, Vector512<double> tipY) = arms.GetTip();
        for (int step = 0; step < Steps; step++)
        {
            (Vector512<double> firstSine, Vector512<double> firstCosine) = LaneMath.SinCos(arms.First);
            (Vector512<double> secondSine, Vector512<double> secondCosine) = LaneMath.SinCos(arms.Second);
            TanhPolicy.Evaluate(
                x,
                [
                    firstCosine, firstSine, secondCosine, secondSine, arms.FirstVelocity / VelocityScale,
                    arms.SecondVelocity / VelocityScale, (tipX - targetX) / ReacherState.LinkLength,
                    (tipY - targetY) / ReacherState.LinkLength,
                ],
                output);
            Vector512<double> first = LaneMath.Clamp(output[0], -one, one), second = LaneMath.Clamp(output[1], -one, one);
            arms = arms.Step(ReacherState.MaxTorque * first, ReacherState.MaxTorque * second);
            (tipX, tipY) = arms.GetTip();
            Vector512<double> errorX = tipX - targetX, errorY = tipY - targetY;
            cost += Vector512.Sqrt(errorX * errorX + errorY * errorY) / ReacherState.LinkLength
                + OutputWeight * (first * first + second * second);
        }

        return cost;
    }
}

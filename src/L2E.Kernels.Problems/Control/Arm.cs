namespace L2E.Kernels.Problems;

/// <summary>
/// A planar arm of N links of 1/N, bent so that its tip touches a target, its joints stay clear of 8 discs, and it bends little.
/// </summary>
/// <remarks>
/// <para>
/// Joint i turns by <c>t_i = pi x_i</c> against the link before it, the first against the x axis: <c>a_i = a_(i-1) + t_i</c>,
/// <c>p_i = p_(i-1) + (cos a_i, sin a_i) / N</c>, p_0 = 0. The cost is <c>10 |p_N - target|^2 + 10 / N sum over joints i and discs k of
/// max(0, 1 - |p_i - c_k|^2 / r_k^2)^2 + 1 / N sum t_i^2</c>, lengths in units of the arm.
/// </para>
/// <para>
/// The instance draws, for any N alike, the target at a distance of 0.4 to 0.8 and the discs with radii of 0.05 to 0.12: one within 0.05 of
/// the middle of the straight way to the target in x and y, the others anywhere up to 0.9 from the base, none nearer than 0.05 to base or
/// target. The minimum is not known; it is at least 0. NaN in, NaN out. Source: the planar arm is the usual test of inverse kinematics with
/// redundant joints (L. Sciavicco and B. Siciliano, <i>Modelling and Control of Robot Manipulators</i>, chapter 3).
/// </para>
/// </remarks>
[Objective(
    "arm", Lower = -1, Upper = 1, MinDimension = 2, MaxDimension = 10_000,
    Summary = "A planar arm of as many links as variables that reaches a target around discs and bends little.")]
public readonly partial struct Arm
{
    private const int DiscCount = 8;
    private const double ReachWeight = 10, DiscWeight = 10;
    private const double LeastDistance = 0.4, MostDistance = 0.8;
    private const double LeastRadius = 0.05, MostRadius = 0.12;
    private const double Margin = 0.05, Field = 0.9;

    private readonly double targetX, targetY;
    private readonly double[] discX, discY, discRadius;

    private Arm(double targetX, double targetY, double[] discX, double[] discY, double[] discRadius)
    {
        (this.targetX, this.targetY) = (targetX, targetY);
        (this.discX, this.discY, this.discRadius) = (discX, discY, discRadius);
    }

    /// <summary>Makes an instance: draws its target and discs.</summary>
    /// <param name="instance">2 to 10,000 variables, instance at least 0, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension is out of range, the instance is negative, or a rotation is asked for.</exception>
    public static Arm Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: true);
        Guard.AtLeast(instance.Instance, 0);
        PhiloxSequence random = new((ulong)instance.Instance, ProblemStreams.ArmScene);
        double distance = random.NextUniform(LeastDistance, MostDistance);
        (double sine, double cosine) = Math.SinCos(random.NextUniform(-Math.PI, Math.PI));
        (double targetX, double targetY) = (distance * cosine, distance * sine);
        double[] x = new double[DiscCount], y = new double[DiscCount], radius = new double[DiscCount];
        for (int i = 0; i < DiscCount;)
        {
            radius[i] = random.NextUniform(LeastRadius, MostRadius);
            double spread = i == 0 ? Margin : Field;
            x[i] = (i == 0 ? targetX / 2 : 0) + random.NextUniform(-spread, spread);
            y[i] = (i == 0 ? targetY / 2 : 0) + random.NextUniform(-spread, spread);
            double clearance = radius[i] + Margin;
            bool isClear = double.Hypot(x[i], y[i]) > clearance && double.Hypot(x[i] - targetX, y[i] - targetY) > clearance;
            i += isClear ? 1 : 0;
        }

        return new Arm(targetX, targetY, x, y, radius);
    }

    /// <summary>Where the tip shall be.</summary>
    public (double X, double Y) Target => (targetX, targetY);

    /// <summary>Number of discs.</summary>
    public int Discs => discRadius.Length;

    /// <summary>A disc that the joints shall stay out of.</summary>
    /// <param name="index">Which, from 0.</param>
    public (double X, double Y, double Radius) GetDisc(int index) => (discX[index], discY[index], discRadius[index]);

    internal double Evaluate(ReadOnlySpan<double> x)
    {
        double angle = 0, jointX = 0, jointY = 0, inside = 0, bend = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double turn = Math.PI * x[i];
            angle += turn;
            bend += turn * turn;
            jointX += Math.Cos(angle) / x.Length;
            jointY += Math.Sin(angle) / x.Length;
            for (int k = 0; k < DiscCount; k++)
            {
                double offsetX = jointX - discX[k], offsetY = jointY - discY[k];
                double depth = Math.Max(0, 1 - (offsetX * offsetX + offsetY * offsetY) / (discRadius[k] * discRadius[k]));
                inside += depth * depth;
            }
        }

        double errorX = jointX - targetX, errorY = jointY - targetY;
        return ReachWeight * (errorX * errorX + errorY * errorY) + (DiscWeight * inside + bend) / x.Length;
    }
}

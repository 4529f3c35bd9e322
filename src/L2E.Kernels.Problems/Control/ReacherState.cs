using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// An arm of two rods of 0.1 m and 0.1 kg that moves in a horizontal plane, with a motor and friction at each joint, and its equations of
/// motion (J. J. Craig, <i>Introduction to Robotics</i>, section 6.7, with uniform rods).
/// </summary>
/// <remarks>
/// With centres of mass at half of the length, moments of inertia <c>I = m l^2 / 12</c> about them and friction of 0.002 N m s:
/// <c>M q'' = torque - 0.002 q' + h (2 a' b' + b'^2, -a'^2)</c>, <c>h = m l lc sin b</c>,
/// <c>M11 = 2 I + m lc^2 + m (l^2 + lc^2) + 2 m l lc cos b</c>, <c>M12 = I + m lc^2 + m l lc cos b</c>, <c>M22 = I + m lc^2</c>.
/// </remarks>
/// <param name="First">a: angle of the first rod, radians.</param>
/// <param name="Second">b: angle of the second rod against the first, radians.</param>
/// <param name="FirstVelocity">a', rad/s.</param>
/// <param name="SecondVelocity">b', rad/s.</param>
public readonly record struct ReacherState(double First, double Second, double FirstVelocity, double SecondVelocity)
{
    /// <summary>Length of each rod, metres.</summary>
    public const double LinkLength = 0.1;

    /// <summary>The largest torque of each motor in either direction, newton metres.</summary>
    public const double MaxTorque = 0.05;

    /// <summary>The largest velocity of each joint in either direction, rad/s.</summary>
    public const double MaxVelocity = 20;

    /// <summary>The place of the tip, metres from the fixed joint.</summary>
    public (double X, double Y) Tip
    {
        get
        {
            (Vector512<double> x, Vector512<double> y) = ReacherLanes.Create(this).GetTip();
            return (x.ToScalar(), y.ToScalar());
        }
    }

    /// <summary>
    /// The state after one step of 0.02 s, by the method of Runge and Kutta of fourth order; velocities are then clipped to 20 rad/s.
    /// </summary>
    /// <param name="firstTorque">Torque on the first rod, newton metres.</param>
    /// <param name="secondTorque">Torque between the rods, newton metres.</param>
    public ReacherState Step(double firstTorque, double secondTorque) =>
        ReacherLanes.Create(this).Step(Vector512.Create(firstTorque), Vector512.Create(secondTorque)).GetFirst();
}

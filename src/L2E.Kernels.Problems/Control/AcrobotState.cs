using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// Two links of 1 m and 1 kg that hang below one another, with a motor at the joint between them, and their equations of motion, as in
/// Acrobot-v1 of Gymnasium (R. S. Sutton and A. G. Barto, <i>Reinforcement Learning</i>, 1998, section 11.3).
/// </summary>
/// <remarks>
/// With centres of mass at half of the length, moments of inertia of 1 kg m^2 about them and g = 9.8 m/s^2:
/// <c>d1 = m lc^2 + m (l^2 + lc^2 + 2 l lc cos b) + 2 I</c>, <c>d2 = m (lc^2 + l lc cos b) + I</c>,
/// <c>phi2 = m lc g sin(a + b)</c>, <c>phi1 = -m l lc (b'^2 + 2 a' b') sin b + (m lc + m l) g sin a + phi2</c>,
/// <c>b'' = (torque + phi1 d2 / d1 - m l lc a'^2 sin b - phi2) / (m lc^2 + I - d2^2 / d1)</c>,
/// <c>a'' = -(d2 b'' + phi1) / d1</c>.
/// </remarks>
/// <param name="First">a: angle of the first link from hanging down, radians.</param>
/// <param name="Second">b: angle of the second link against the first, radians.</param>
/// <param name="FirstVelocity">a', rad/s.</param>
/// <param name="SecondVelocity">b', rad/s.</param>
public readonly record struct AcrobotState(double First, double Second, double FirstVelocity, double SecondVelocity)
{
    /// <summary>The largest velocity of the first angle in either direction, rad/s.</summary>
    public const double MaxFirstVelocity = 4 * Math.PI;

    /// <summary>The largest velocity of the second angle in either direction, rad/s.</summary>
    public const double MaxSecondVelocity = 9 * Math.PI;

    /// <summary>Whether the tip is more than one length of a link above the upper joint: <c>-cos a - cos(a + b) &gt; 1</c>.</summary>
    public bool IsUp => LaneMath.Any(AcrobotLanes.Create([this]).AreUp);

    /// <summary>
    /// The state after one step of 0.2 s, by the method of Runge and Kutta of fourth order: angles are then brought to [-pi, pi),
    /// velocities are clipped.
    /// </summary>
    /// <param name="torque">Torque of the motor, newton metres; -1, 0 or 1 in the problem.</param>
    public AcrobotState Step(double torque) => AcrobotLanes.Create([this]).Step(Vector512.Create(torque)).GetFirst();
}

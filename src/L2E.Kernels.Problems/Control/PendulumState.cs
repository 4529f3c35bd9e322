using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// A rod of 1 m and 1 kg that hangs on a motor, and its equation of motion without friction, as in Pendulum-v1 of Gymnasium:
/// <c>angle'' = 15 sin(angle) + 3 torque</c>.
/// </summary>
/// <param name="Angle">Angle from upright, radians; any number of turns.</param>
/// <param name="AngularVelocity">Angular velocity, rad/s.</param>
public readonly record struct PendulumState(double Angle, double AngularVelocity)
{
    /// <summary>The largest torque in either direction, newton metres.</summary>
    public const double MaxTorque = 2;

    /// <summary>The largest angular velocity in either direction, rad/s.</summary>
    public const double MaxAngularVelocity = 8;

    /// <summary>
    /// The state after one step of 0.05 s, by the semi-implicit Euler method: the velocity moves first and is clipped, the angle moves
    /// with the new one.
    /// </summary>
    /// <param name="torque">Torque of the motor, newton metres; clipped to 2 in either direction.</param>
    public PendulumState Step(double torque) =>
        PendulumLanes.Create([this]).Step(PendulumLanes.Clip(Vector512.Create(torque))).GetFirst();

    /// <summary>
    /// The cost of a step that begins in this state: <c>angle^2 + 0.1 angularVelocity^2 + 0.001 torque^2</c> with the angle brought to
    /// [-pi, pi).
    /// </summary>
    /// <param name="torque">Torque of the motor, newton metres; clipped to 2 in either direction.</param>
    public double GetCost(double torque) =>
        PendulumLanes.Create([this]).GetCost(PendulumLanes.Clip(Vector512.Create(torque))).ToScalar();
}

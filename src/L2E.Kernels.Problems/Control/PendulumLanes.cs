using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>Eight pendulums, one a lane; the equation of motion is that of <see cref="PendulumState"/>.</summary>
/// <param name="Angle">Angles from upright, radians.</param>
/// <param name="AngularVelocity">Angular velocities, rad/s.</param>
internal readonly record struct PendulumLanes(Vector512<double> Angle, Vector512<double> AngularVelocity)
{
    private const double GravityTerm = 15; // 3 g / (2 l), with g = 10 m/s^2
    private const double TorqueTerm = 3; // 3 / (m l^2)
    private const double TimeStep = 0.05; // s
    private const double VelocityWeight = 0.1, TorqueWeight = 0.001;

    /// <summary>Eight pendulums in the states given, or all in the one.</summary>
    /// <param name="states">Eight states, or one.</param>
    public static PendulumLanes Create(ReadOnlySpan<PendulumState> states) => new(
        StateLanes.Gather(states, static state => state.Angle), StateLanes.Gather(states, static state => state.AngularVelocity));

    /// <summary>Torques that the motor can give.</summary>
    /// <param name="torque">The torques asked for, newton metres.</param>
    public static Vector512<double> Clip(Vector512<double> torque) =>
        LaneMath.Clamp(torque, Vector512.Create(-PendulumState.MaxTorque), Vector512.Create(PendulumState.MaxTorque));

    /// <summary>The state of the first pendulum.</summary>
    public PendulumState GetFirst() => new(Angle.ToScalar(), AngularVelocity.ToScalar());

    /// <summary>The costs of a step that begins here.</summary>
    /// <param name="torque">Torques, at most 2 N m.</param>
    public Vector512<double> GetCost(Vector512<double> torque)
    {
        Vector512<double> angle = StateLanes.Wrap(Angle);
        return angle * angle + VelocityWeight * AngularVelocity * AngularVelocity + TorqueWeight * torque * torque;
    }

    /// <summary>The states after one step of 0.05 s.</summary>
    /// <param name="torque">Torques, at most 2 N m.</param>
    public PendulumLanes Step(Vector512<double> torque)
    {
        Vector512<double> velocity = AngularVelocity + TimeStep * (GravityTerm * LaneMath.Sin(Angle) + TorqueTerm * torque);
        velocity = LaneMath.Clamp(
            velocity, Vector512.Create(-PendulumState.MaxAngularVelocity), Vector512.Create(PendulumState.MaxAngularVelocity));
        return new PendulumLanes(Angle + TimeStep * velocity, velocity);
    }
}

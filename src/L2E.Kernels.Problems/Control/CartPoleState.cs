using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// A pole hinged on a cart that moves along a rail, and its equations of motion without friction, as in CartPole-v1 of
/// Gymnasium (Barto, Sutton, Anderson: <i>Neuronlike adaptive elements that can solve difficult learning control problems</i>,
/// IEEE Trans. SMC 13, 1983).
/// </summary>
/// <param name="Position">Place of the cart, metres from the middle of the rail.</param>
/// <param name="Velocity">Velocity of the cart, m/s.</param>
/// <param name="Angle">Angle of the pole from upright, radians; positive to the right.</param>
/// <param name="AngularVelocity">Angular velocity of the pole, rad/s.</param>
public readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity)
{
    /// <summary>The cart has left the rail beyond this distance from the middle, metres.</summary>
    public const double PositionLimit = 2.4;

    /// <summary>The pole has fallen beyond this angle: 12 degrees in radians.</summary>
    public const double AngleLimit = 12 * 2 * Math.PI / 360;

    /// <summary>Length of a step, seconds.</summary>
    public const double TimeStep = 0.02;

    /// <summary>Whether the cart has left the rail or the pole has fallen; a state of NaN has not.</summary>
    public bool HasFailed => Math.Abs(Position) > PositionLimit || Math.Abs(Angle) > AngleLimit;

    /// <summary>
    /// The state after one step of 0.02 s under a force of 10 N, by Euler's explicit method: positions move with the old
    /// velocities, velocities with the accelerations in the old state.
    /// </summary>
    /// <param name="pushRight">Direction of the force.</param>
    public CartPoleState Step(bool pushRight) =>
        CartPoleLanes.Create([this]).Step(pushRight ? Vector512<double>.AllBitsSet : Vector512<double>.Zero).GetFirst();
}

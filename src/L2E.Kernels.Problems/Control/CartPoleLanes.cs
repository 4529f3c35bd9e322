using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>Eight carts with poles, one a lane; the equations of motion are those of <see cref="CartPoleState"/>.</summary>
/// <param name="Position">Places of the carts, metres.</param>
/// <param name="Velocity">Velocities of the carts, m/s.</param>
/// <param name="Angle">Angles of the poles, radians.</param>
/// <param name="AngularVelocity">Angular velocities of the poles, rad/s.</param>
internal readonly record struct CartPoleLanes(
    Vector512<double> Position, Vector512<double> Velocity, Vector512<double> Angle, Vector512<double> AngularVelocity)
{
    /// <summary>The force that pushes, newtons.</summary>
    public const double MaxForce = 10.0;

    private const double Gravity = 9.8; // m/s^2
    private const double CartMass = 1.0; // kg
    private const double PoleMass = 0.1; // kg
    private const double HalfLength = 0.5; // of the pole, m
    private const double TimeStep = CartPoleState.TimeStep;

    /// <summary>The carts that have left the rail or whose poles have fallen, as a mask.</summary>
    public Vector512<double> HaveFailed =>
        Vector512.GreaterThan(Vector512.Abs(Position), Vector512.Create(CartPoleState.PositionLimit))
        | Vector512.GreaterThan(Vector512.Abs(Angle), Vector512.Create(CartPoleState.AngleLimit));

    /// <summary>Eight carts in the states given, or all in the one.</summary>
    /// <param name="states">Eight states, or one.</param>
    public static CartPoleLanes Create(ReadOnlySpan<CartPoleState> states) => new(
        StateLanes.Gather(states, static state => state.Position), StateLanes.Gather(states, static state => state.Velocity),
        StateLanes.Gather(states, static state => state.Angle), StateLanes.Gather(states, static state => state.AngularVelocity));

    /// <summary>The state of the first cart.</summary>
    public CartPoleState GetFirst() =>
        new(Position.ToScalar(), Velocity.ToScalar(), Angle.ToScalar(), AngularVelocity.ToScalar());

    /// <summary>The states after one step of 0.02 s under a force of 10 N.</summary>
    /// <param name="pushRight">The carts that are pushed to the right, as a mask; the others are pushed to the left.</param>
    public CartPoleLanes Step(Vector512<double> pushRight) =>
        Push(Vector512.ConditionalSelect(pushRight, Vector512.Create(MaxForce), Vector512.Create(-MaxForce)));

    /// <summary>The states after one step of 0.02 s.</summary>
    /// <param name="force">Forces on the carts, positive to the right, newtons.</param>
    public CartPoleLanes Push(Vector512<double> force)
    {
        const double TotalMass = CartMass + PoleMass;
        const double PoleMoment = PoleMass * HalfLength;
        (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCos(Angle);
        Vector512<double> push = (force + PoleMoment * AngularVelocity * AngularVelocity * sine) / TotalMass;
        Vector512<double> angularAcceleration = (Gravity * sine - cosine * push)
            / (HalfLength * (Vector512.Create(4.0 / 3.0) - PoleMass * cosine * cosine / TotalMass));
        Vector512<double> acceleration = push - PoleMoment * angularAcceleration * cosine / TotalMass;
        return new CartPoleLanes(
            Position + TimeStep * Velocity,
            Velocity + TimeStep * acceleration,
            Angle + TimeStep * AngularVelocity,
            AngularVelocity + TimeStep * angularAcceleration);
    }
}

namespace RealTimeControl;

/// <summary>A cart on a rail with a pole hinged on it: metres and radians from upright in the middle, and their rates.</summary>
public readonly record struct Cart(double Position, double Velocity, double Angle, double AngularVelocity)
{
    /// <summary>The largest force on the cart, newtons.</summary>
    public const double MaxForce = 10;

    // Those of the usual benchmark: Barto, Sutton, Anderson, IEEE Trans. SMC 13, 1983.
    private const double Gravity = 9.8, TotalMass = 1.1, PoleMoment = 0.1 * 0.5, HalfLength = 0.5, PoleShare = 0.1 / 1.1;

    /// <summary>Whether the pole has fallen beyond 12 degrees or the cart left the rail, 2.4 m to each side.</summary>
    public bool HasFailed => !(Math.Abs(Position) <= 2.4 && Math.Abs(Angle) <= 12 * Math.PI / 180);

    /// <summary>The state after some seconds under a force in newtons, by Euler's explicit method.</summary>
    public Cart Step(double force, double seconds)
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        double push = (force + PoleMoment * AngularVelocity * AngularVelocity * sine) / TotalMass;
        double angularAcceleration = (Gravity * sine - cosine * push) / (HalfLength * (4.0 / 3.0 - PoleShare * cosine * cosine));
        double acceleration = push - PoleMoment * angularAcceleration * cosine / TotalMass;
        return new Cart(
            Position + seconds * Velocity,
            Velocity + seconds * acceleration,
            Angle + seconds * AngularVelocity,
            AngularVelocity + seconds * angularAcceleration);
    }
}

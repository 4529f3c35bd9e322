using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>Eight acrobots, one a lane; the equations of motion are those of <see cref="AcrobotState"/>.</summary>
/// <param name="First">Angles of the first links from hanging down, radians.</param>
/// <param name="Second">Angles of the second links against the first, radians.</param>
/// <param name="FirstVelocity">Velocities of the first angles, rad/s.</param>
/// <param name="SecondVelocity">Velocities of the second angles, rad/s.</param>
internal readonly record struct AcrobotLanes(
    Vector512<double> First, Vector512<double> Second, Vector512<double> FirstVelocity, Vector512<double> SecondVelocity)
{
    private const double Length = 1; // m
    private const double Mass = 1; // kg
    private const double Centre = 0.5; // of mass, m from the upper end
    private const double Inertia = 1; // about the centre of mass, kg m^2
    private const double Gravity = 9.8; // m/s^2
    private const double TimeStep = 0.2; // s

    /// <summary>The acrobots whose tips are more than a link's length above the upper joint, as a mask.</summary>
    public Vector512<double> AreUp => Vector512.GreaterThan(
        -LaneMath.Cos(First) - LaneMath.Cos(First + Second), Vector512.Create(Length));

    /// <summary>Eight acrobots in the states given, or all in the one.</summary>
    /// <param name="states">Eight states, or one.</param>
    public static AcrobotLanes Create(ReadOnlySpan<AcrobotState> states) => new(
        StateLanes.Gather(states, static state => state.First), StateLanes.Gather(states, static state => state.Second),
        StateLanes.Gather(states, static state => state.FirstVelocity), StateLanes.Gather(states, static state => state.SecondVelocity));

    /// <summary>The state of the first acrobot.</summary>
    public AcrobotState GetFirst() => new(First.ToScalar(), Second.ToScalar(), FirstVelocity.ToScalar(), SecondVelocity.ToScalar());

    /// <summary>The states after one step of 0.2 s.</summary>
    /// <param name="torque">Torques of the motors, newton metres.</param>
    public AcrobotLanes Step(Vector512<double> torque)
    {
        AcrobotLanes k1 = GetRates(torque);
        AcrobotLanes k2 = Add(k1, TimeStep / 2).GetRates(torque);
        AcrobotLanes k3 = Add(k2, TimeStep / 2).GetRates(torque);
        AcrobotLanes k4 = Add(k3, TimeStep).GetRates(torque);
        AcrobotLanes next = Add(k1, TimeStep / 6).Add(k2, TimeStep / 3).Add(k3, TimeStep / 3).Add(k4, TimeStep / 6);
        return new AcrobotLanes(
            StateLanes.Wrap(next.First), StateLanes.Wrap(next.Second),
            Clip(next.FirstVelocity, AcrobotState.MaxFirstVelocity), Clip(next.SecondVelocity, AcrobotState.MaxSecondVelocity));
    }

    private static Vector512<double> Clip(Vector512<double> velocity, double limit) =>
        LaneMath.Clamp(velocity, Vector512.Create(-limit), Vector512.Create(limit));

    private AcrobotLanes Add(AcrobotLanes rates, double time) => new(
        First + time * rates.First, Second + time * rates.Second,
        FirstVelocity + time * rates.FirstVelocity, SecondVelocity + time * rates.SecondVelocity);

    /// <summary>The derivatives of the four numbers by time.</summary>
    private AcrobotLanes GetRates(Vector512<double> torque)
    {
        const double SecondInertia = Mass * Centre * Centre + Inertia, Coupling = Mass * Length * Centre;
        const double FirstInertia = SecondInertia + Mass * Length * Length + Mass * Centre * Centre + Inertia;
        (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCos(Second);
        Vector512<double> d1 = Vector512.Create(FirstInertia) + 2 * Coupling * cosine;
        Vector512<double> d2 = Vector512.Create(SecondInertia) + Coupling * cosine;
        Vector512<double> phi2 = Mass * Centre * Gravity * LaneMath.Sin(First + Second);
        Vector512<double> phi1 = phi2 + (Mass * Centre + Mass * Length) * Gravity * LaneMath.Sin(First)
            - Coupling * sine * SecondVelocity * (SecondVelocity + 2 * FirstVelocity);
        Vector512<double> second = (torque + d2 / d1 * phi1 - Coupling * sine * FirstVelocity * FirstVelocity - phi2)
            / (Vector512.Create(SecondInertia) - d2 * d2 / d1);
        return new AcrobotLanes(FirstVelocity, SecondVelocity, -(d2 * second + phi1) / d1, second);
    }
}

using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>Eight arms of two rods, one a lane; the equations of motion are those of <see cref="ReacherState"/>.</summary>
/// <param name="First">Angles of the first rods, radians.</param>
/// <param name="Second">Angles of the second rods against the first, radians.</param>
/// <param name="FirstVelocity">Velocities of the first angles, rad/s.</param>
/// <param name="SecondVelocity">Velocities of the second angles, rad/s.</param>
internal readonly record struct ReacherLanes(
    Vector512<double> First, Vector512<double> Second, Vector512<double> FirstVelocity, Vector512<double> SecondVelocity)
{
    private const double Length = ReacherState.LinkLength;
    private const double Mass = 0.1; // kg
    private const double Centre = Length / 2; // of mass
    private const double Inertia = Mass * Length * Length / 12; // about the centre of mass
    private const double Friction = 0.002; // N m s
    private const double TimeStep = 0.02; // s

    /// <summary>Eight arms that start as the tasks say, or all as the one.</summary>
    /// <param name="tasks">Eight tasks, or one.</param>
    public static ReacherLanes Create(ReadOnlySpan<ReacherTask> tasks) => new(
        StateLanes.Gather(tasks, static task => task.Start.First), StateLanes.Gather(tasks, static task => task.Start.Second),
        StateLanes.Gather(tasks, static task => task.Start.FirstVelocity),
        StateLanes.Gather(tasks, static task => task.Start.SecondVelocity));

    /// <summary>Eight arms in one state.</summary>
    /// <param name="state">The state.</param>
    public static ReacherLanes Create(ReacherState state) => Create([new ReacherTask(state, 0, 0)]);

    /// <summary>The state of the first arm.</summary>
    public ReacherState GetFirst() => new(First.ToScalar(), Second.ToScalar(), FirstVelocity.ToScalar(), SecondVelocity.ToScalar());

    /// <summary>The places of the tips, metres.</summary>
    public (Vector512<double> X, Vector512<double> Y) GetTip()
    {
        (Vector512<double> firstSine, Vector512<double> firstCosine) = LaneMath.SinCos(First);
        (Vector512<double> bothSine, Vector512<double> bothCosine) = LaneMath.SinCos(First + Second);
        return (Length * (firstCosine + bothCosine), Length * (firstSine + bothSine));
    }

    /// <summary>The states after one step of 0.02 s.</summary>
    /// <param name="firstTorque">Torques on the first rods, newton metres.</param>
    /// <param name="secondTorque">Torques between the rods, newton metres.</param>
    public ReacherLanes Step(Vector512<double> firstTorque, Vector512<double> secondTorque)
    {
        ReacherLanes k1 = GetRates(firstTorque, secondTorque);
        ReacherLanes k2 = Add(k1, TimeStep / 2).GetRates(firstTorque, secondTorque);
        ReacherLanes k3 = Add(k2, TimeStep / 2).GetRates(firstTorque, secondTorque);
        ReacherLanes k4 = Add(k3, TimeStep).GetRates(firstTorque, secondTorque);
        ReacherLanes next = Add(k1, TimeStep / 6).Add(k2, TimeStep / 3).Add(k3, TimeStep / 3).Add(k4, TimeStep / 6);
        return next with { FirstVelocity = Clip(next.FirstVelocity), SecondVelocity = Clip(next.SecondVelocity) };
    }

    private static Vector512<double> Clip(Vector512<double> velocity) =>
        LaneMath.Clamp(velocity, Vector512.Create(-ReacherState.MaxVelocity), Vector512.Create(ReacherState.MaxVelocity));

    private ReacherLanes Add(ReacherLanes rates, double time) => new(
        First + time * rates.First, Second + time * rates.Second,
        FirstVelocity + time * rates.FirstVelocity, SecondVelocity + time * rates.SecondVelocity);

    /// <summary>The derivatives of the four numbers by time.</summary>
    private ReacherLanes GetRates(Vector512<double> firstTorque, Vector512<double> secondTorque)
    {
        const double Coupling = Mass * Length * Centre, SecondInertia = Inertia + Mass * Centre * Centre;
        const double FirstInertia = SecondInertia + Inertia + Mass * (Length * Length + Centre * Centre);
        (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCos(Second);
        Vector512<double> h = Coupling * sine;
        Vector512<double> m11 = Vector512.Create(FirstInertia) + 2 * Coupling * cosine;
        Vector512<double> m12 = Vector512.Create(SecondInertia) + Coupling * cosine;
        Vector512<double> firstForce = firstTorque - Friction * FirstVelocity
            + h * SecondVelocity * (2 * FirstVelocity + SecondVelocity);
        Vector512<double> secondForce = secondTorque - Friction * SecondVelocity - h * FirstVelocity * FirstVelocity;
        Vector512<double> determinant = m11 * SecondInertia - m12 * m12;
        return new ReacherLanes(
            FirstVelocity, SecondVelocity,
            (SecondInertia * firstForce - m12 * secondForce) / determinant, (m11 * secondForce - m12 * firstForce) / determinant);
    }
}

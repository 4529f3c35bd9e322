namespace L2E.Kernels.Problems;

/// <summary>
/// The streams of <see cref="PhiloxSequence"/> that problems draw from, with the instance as seed. They are far from what a
/// solver that is seeded with the same small number counts up to, so no start point repeats a problem's minimiser.
/// </summary>
internal static class ProblemStreams
{
    private const ulong First = 0x50_52_4F_42_4C_45_4D_00; // "PROBLEM"

    /// <summary>Starts of the cart-pole.</summary>
    public const ulong CartPoleStarts = First + 3;

    /// <summary>Starts of the acrobot.</summary>
    public const ulong AcrobotStarts = First + 4;

    /// <summary>Starts of the pendulum.</summary>
    public const ulong PendulumStarts = First + 5;

    /// <summary>Starts and targets of the reacher.</summary>
    public const ulong ReacherStarts = First + 6;

    /// <summary>Target and discs of the arm.</summary>
    public const ulong ArmScene = First + 7;

    /// <summary>Hills and threats of the flight.</summary>
    public const ulong FlightScene = First + 8;
}

namespace L2E.Kernels;

/// <summary>The parts of the solver that make candidates; leaving some out shows what each is worth.</summary>
[Flags]
public enum Proposals
{
    /// <summary>None: there must be one that makes candidates.</summary>
    None = 0,

    /// <summary>The learned population.</summary>
    Population = 1,

    /// <summary>
    /// Proxy-Newton steps over blocks of coordinates, and over all of them; and the measurement of the principal axes, along which these
    /// steps and jumps go too where coordinates interact.
    /// </summary>
    Coordinates = 2,

    /// <summary>Long moves of single coordinates.</summary>
    Jumps = 4,

    /// <summary>The proxy-gradient step in the population's move; of no effect without <see cref="Population"/>.</summary>
    PopulationGradient = 8,

    /// <summary>All of them.</summary>
    All = Population | Coordinates | Jumps | PopulationGradient,
}

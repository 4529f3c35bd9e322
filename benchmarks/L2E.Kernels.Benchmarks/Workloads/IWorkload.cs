namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>One direction of an operator at a shape, as a call without arguments.</summary>
/// <param name="Name"><c>forward</c> or <c>backward</c>.</param>
/// <param name="Cost">Its work.</param>
/// <param name="Run">Does it once, on the same data every time.</param>
internal sealed record Pass(string Name, Cost Cost, Action Run);

/// <summary>An operator at a shape with seeded data: what every command of this program times.</summary>
internal interface IWorkload
{
    /// <summary>The operator's class.</summary>
    string Operator { get; }

    /// <summary>Sizes, for people.</summary>
    string Shape { get; }

    /// <summary>The forward pass, then the backward pass if there is one.</summary>
    IReadOnlyList<Pass> Passes { get; }

    /// <summary>Runs every pass and holds its results against the double oracle.</summary>
    /// <exception cref="Checking.WrongResultException">A result is wrong.</exception>
    void Check();
}

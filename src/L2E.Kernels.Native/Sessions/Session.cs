namespace L2E.Kernels.Native;

/// <summary>What a handle stands for: a run of the solver, whatever its objective's type is.</summary>
internal abstract class Session : IDisposable
{
    /// <summary>The run.</summary>
    public abstract Engine Engine { get; }

    /// <summary>What the problem is called in snapshots.</summary>
    public abstract string Problem { get; }

    /// <summary>The smallest value of a built-in problem; NaN of any other.</summary>
    public abstract double KnownOptimum { get; }

    /// <summary>Where a callback goes; null for a built-in problem.</summary>
    public abstract CallbackTarget? Target { get; }

    /// <summary>Evaluates one batch, or what waits of it.</summary>
    /// <returns>False when the run has ended.</returns>
    public abstract bool Step();

    /// <summary>Runs for a time, or to the end.</summary>
    public abstract SolverStatus Solve(TimeSpan? time);

    /// <inheritdoc />
    public abstract void Dispose();
}

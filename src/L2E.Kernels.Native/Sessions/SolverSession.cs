namespace L2E.Kernels.Native;

/// <summary>A run with an objective of a type.</summary>
internal sealed class SolverSession<TObjective>(
    TObjective objective, SolverOptions options, string problem, CallbackTarget? target) : Session
    where TObjective : struct, IObjective
{
    private readonly Solver<TObjective> solver = new(objective, options);

    /// <inheritdoc />
    public override Engine Engine => solver.Engine;

    /// <inheritdoc />
    public override string Problem => problem;

    /// <inheritdoc />
    public override double KnownOptimum { get; } = objective.KnownOptimum;

    /// <inheritdoc />
    public override CallbackTarget? Target => target;

    /// <inheritdoc />
    public override bool Step() => solver.Step();

    /// <inheritdoc />
    public override SolverStatus Solve(TimeSpan? time) => solver.SolveUntil(solver.GetDeadline(time));

    /// <inheritdoc />
    public override void Dispose() => solver.Dispose();
}

namespace L2E.Kernels.Native;

/// <summary>Makes the session of a built-in problem.</summary>
internal readonly struct ProblemSession(SolverOptions options, string problem) : IObjectiveVisitor<Session>
{
    /// <inheritdoc />
    public Session Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective =>
        new SolverSession<TObjective>(objective, options, problem, target: null);
}

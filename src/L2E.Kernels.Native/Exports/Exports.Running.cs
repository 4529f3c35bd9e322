using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Native;

#pragma warning disable CA1031 // whatever is thrown becomes a status: the caller is no managed code

internal static unsafe partial class Exports
{
    // Some 30 years: what is longer has no end.
    private const double LongestTime = 1e9;

    [UnmanagedCallersOnly(EntryPoint = "l2e_ask", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Ask(nint solver, double* points, nuint capacity, int* count)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(points, nameof(points), "a buffer");
            Require(count, nameof(count), "a pointer");
            CandidateBatch batch = session.Engine.Ask();
            ReadOnlySpan2D<double> candidates = batch.Points;
            int needed = checked(batch.Count * session.Engine.Dimension);
            if (capacity < (nuint)needed)
                return LastError.Set(Status.BufferTooSmall, "capacity: expected room for the batch, which l2e_get_state tells");
            candidates.CopyTo(new Span<double>(points, needed));
            *count = batch.Count;
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_tell", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Tell(nint solver, double* fitness, int count)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(fitness, nameof(fitness), "an array");
            Guard.AtLeast(count, 0);
            session.Engine.Tell(new ReadOnlySpan<double>(fitness, count));
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_tell_one", CallConvs = [typeof(CallConvCdecl)])]
    public static Status TellOne(nint solver, int index, double fitness)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            session.Engine.Tell(index, fitness);
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_tell_constrained", CallConvs = [typeof(CallConvCdecl)])]
    public static Status TellConstrained(nint solver, double* fitness, double* constraints, int count)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(fitness, nameof(fitness), "an array");
            Guard.AtLeast(count, 0);
            session.Engine.TellConstrained(
                new ReadOnlySpan<double>(fitness, count),
                new ReadOnlySpan2D<double>(constraints, count, RequireConstraints(session, constraints), 0));
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_tell_one_constrained", CallConvs = [typeof(CallConvCdecl)])]
    public static Status TellOneConstrained(nint solver, int index, double fitness, double* constraints)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            int constraintCount = RequireConstraints(session, constraints);
            session.Engine.TellConstrained(index, fitness, new ReadOnlySpan<double>(constraints, constraintCount));
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_step", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Step(
        nint solver, delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> objective, void* user, int* hasMore)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            SetObjective(session, objective, user);
            bool isRunning = session.Step();
            if (hasMore is not null)
                *hasMore = isRunning ? 1 : 0;
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_solve", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Solve(
        nint solver, delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> objective, void* user, double seconds,
        SolverStatus* runStatus)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Guard.AtLeast(seconds, 0);
            SetObjective(session, objective, user);
            SolverStatus reached = session.Solve(seconds > LongestTime ? null : TimeSpan.FromSeconds(seconds));
            if (runStatus is not null)
                *runStatus = reached;
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    /// <returns>How many constraints a candidate has.</returns>
    private static int RequireConstraints(Session session, double* constraints)
    {
        Require(constraints, nameof(constraints), "an array");
        int count = session.Engine.BestConstraints.Length;
        if (count == 0)
            Guard.ThrowArgument(nameof(constraints), "none: l2e_tell takes the values of this solver", "an array");
        return count;
    }

    private static void SetObjective(
        Session session, delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> objective, void* user)
    {
        if (session.Target is not { } target)
        {
            if (objective is not null)
                Guard.ThrowArgument(nameof(objective), "NULL for a built-in problem", "a function");
            return;
        }

        Require(objective, nameof(objective), "a function");
        if (target.ConstraintCount > 0)
            Require(target.Constraints, "constraints", "a function in l2e_options, or l2e_ask and l2e_tell_constrained");
        target.Function = objective;
        target.User = user;
    }
}

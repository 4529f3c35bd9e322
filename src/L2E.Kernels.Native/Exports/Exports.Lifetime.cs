using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Native;

#pragma warning disable CA1031 // whatever is thrown becomes a status: the caller is no managed code

internal static unsafe partial class Exports
{
    private const int LongestName = 64;

    [UnmanagedCallersOnly(EntryPoint = "l2e_options_init", CallConvs = [typeof(CallConvCdecl)])]
    public static Status InitializeOptions(NativeOptions* options)
    {
        if (options is null)
            return LastError.Set(Status.InvalidArgument, "options: expected a struct, got NULL");
        *options = NativeOptions.Default;
        return Status.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_create", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Create(NativeOptions* options, nint* solver)
    {
        try
        {
            CheckCreation(options, solver);
            var target = new CallbackTarget(options->Constraints, options->ConstraintCount);
            SolverOptions wanted = options->ToSolverOptions(box: null);
            return Publish(new SolverSession<CallbackObjective>(new CallbackObjective(target), wanted, "callback", target), solver);
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_create_problem", CallConvs = [typeof(CallConvCdecl)])]
    public static Status CreateProblem(byte* name, int instance, int rotated, NativeOptions* options, nint* solver)
    {
        try
        {
            Require(name, nameof(name), "a string");
            CheckCreation(options, solver);
            Guard.AtLeast(instance, 0);
            Guard.InRange(rotated, 0, 1);
            string problem = ReadName(name);
            if (!ObjectiveCatalogue.TryFind(problem, out ObjectiveDescription? description))
                Guard.ThrowArgument(nameof(name), "the name of a built-in problem", $"'{problem}'");
            NativeOptions given = *options;
            if (given.ConstraintCount != 0)
                Guard.ThrowArgument("constraint_count", "0 for a built-in problem, which has its own", $"{given.ConstraintCount}");
            if (given.Dimension == 0 && description!.MinDimension == description.MaxDimension)
                given.Dimension = description.MinDimension;
            SolverOptions wanted = given.ToSolverOptions(description);
            var family = new ObjectiveInstance(wanted.Dimension, instance, rotated == 1);
            var visitor = new ProblemSession(wanted, $"{problem}, instance {instance}{(rotated == 1 ? ", rotated" : "")}");
            return Publish(ObjectiveCatalogue.Create<ProblemSession, Session>(problem, family, ref visitor), solver);
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Destroy(nint solver)
    {
        SessionUse use = SessionTable.Use(solver);
        if (use.Session is null)
            return use.Refusal;
        use.Destroy();
        return Status.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_reset", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Reset(nint solver, double* start, double spread)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(start, nameof(start), "a point");
            session.Engine.Reset(new ReadOnlySpan<double>(start, session.Engine.Dimension), spread == 0 ? null : spread);
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    private static void CheckCreation(NativeOptions* options, nint* solver)
    {
        Require(options, nameof(options), "a struct");
        Require(solver, nameof(solver), "a place for the handle");
        AbiException.CheckSize(options->StructSize, sizeof(NativeOptions), "l2e_options");
    }

    private static Status Publish(Session session, nint* solver)
    {
        nint handle = SessionTable.Add(session);
        if (handle == 0)
        {
            session.Dispose();
            return LastError.Set(Status.OutOfMemory, "solver: expected at most 65536 at once");
        }

        *solver = handle;
        return Status.Ok;
    }

    /// <summary>A string of the caller's, read no further than a name can be long.</summary>
    private static string ReadName(byte* name)
    {
        int length = 0;
        while (length < LongestName && name[length] != 0)
            length++;
        return Encoding.UTF8.GetString(name, length);
    }
}

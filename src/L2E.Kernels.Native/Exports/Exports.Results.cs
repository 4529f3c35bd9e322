using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2E.Kernels.Native;

#pragma warning disable CA1031 // whatever is thrown becomes a status: the caller is no managed code

internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "l2e_get_state", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetState(nint solver, NativeState* state)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(state, nameof(state), "a struct");
            AbiException.CheckSize(state->StructSize, sizeof(NativeState), "l2e_state");
            Engine engine = session.Engine;
            *state = new NativeState
            {
                StructSize = (uint)sizeof(NativeState),
                RunStatus = engine.Status,
                Dimension = engine.Dimension,
                LargestBatch = engine.LargestBatch,
                Pending = engine.Pending,
                IsNoisy = engine.IsNoisy ? 1 : 0,
                ConstraintCount = engine.BestConstraints.Length,
                IsFeasible = engine.IsFeasible ? 1 : 0,
                Budget = engine.Budget,
                Evaluations = engine.Evaluations,
                NonFinite = engine.NonFinite,
                BestFitness = engine.BestFitness,
                InitialFitness = engine.InitialFitness,
                KnownOptimum = session.KnownOptimum,
            };
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_get_best", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetBest(nint solver, double* x, int dimension)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(x, nameof(x), "an array");
            Guard.InRange(dimension, session.Engine.Dimension, session.Engine.Dimension);
            session.Engine.Best.CopyTo(new Span<double>(x, dimension));
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_get_constraints", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetConstraints(nint solver, double* values, double* multipliers, int count)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            ReadOnlySpan<double> reached = session.Engine.BestConstraints;
            Guard.InRange(count, reached.Length, reached.Length);
            if (count > 0)
                Require(values, nameof(values), "an array");
            reached.CopyTo(new Span<double>(values, count));
            if (multipliers is not null)
                session.Engine.Multipliers.CopyTo(new Span<double>(multipliers, count));
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_get_certificate", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetCertificate(nint solver, NativeCertificate* certificate)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(certificate, nameof(certificate), "a struct");
            AbiException.CheckSize(certificate->StructSize, sizeof(NativeCertificate), "l2e_certificate");
            ConvergenceCertificate stated = session.Engine.GetCertificate();
            *certificate = new NativeCertificate
            {
                StructSize = (uint)sizeof(NativeCertificate),
                Holds = stated.Holds ? 1 : 0,
                ContractionBound = stated.ContractionBound,
                WorstContraction = stated.WorstContraction,
                AveragedBound = stated.AveragedBound,
                WorstAveraged = stated.WorstAveraged,
                RelaxationLowerBound = stated.RelaxationLowerBound,
                RelaxationMin = stated.RelaxationMin,
                AnchorUpdates = stated.AnchorUpdates,
                PathLength = stated.PathLength,
                PathBound = stated.PathBound,
                FinalRadius = stated.FinalRadius,
                RadiusBound = stated.RadiusBound,
                WorstRadius = stated.WorstRadius,
                Generations = stated.Generations,
                Restarts = stated.Restarts,
                RestartLimit = stated.RestartLimit,
            };
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_save", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Save(nint solver, byte* buffer, nuint capacity, nuint* size)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(size, nameof(size), "a pointer");
            if (capacity > 0)
                Require(buffer, nameof(buffer), "a buffer");
            using MemoryStream snapshot = new();
            session.Engine.Save(snapshot, session.Problem);
            int needed = (int)snapshot.Length;
            *size = (nuint)needed;
            if (capacity == 0)
                return Status.Ok;
            if (capacity < (nuint)needed)
                return LastError.Set(Status.BufferTooSmall, "capacity: expected room for the snapshot, of size bytes");
            snapshot.GetBuffer().AsSpan(0, needed).CopyTo(new Span<byte>(buffer, needed));
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_restore", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Restore(nint solver, byte* snapshot, nuint size)
    {
        using SessionUse use = SessionTable.Use(solver);
        if (use.Session is not { } session)
            return use.Refusal;
        try
        {
            Require(snapshot, nameof(snapshot), "a buffer");
            if (size > AbiConstants.LargestFile)
                Guard.ThrowArgument(nameof(size), $"at most {AbiConstants.LargestFile}", $"{size}");
            using UnmanagedMemoryStream source = new(snapshot, (long)size);
            session.Engine.Restore(source, session.Problem);
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2E.Kernels.Native;

#pragma warning disable CA1031 // whatever is thrown becomes a status: the caller is no managed code

internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "l2e_check_abi", CallConvs = [typeof(CallConvCdecl)])]
    public static Status CheckAbi(uint version)
    {
        return version == AbiConstants.Version
            ? Status.Ok
            : LastError.Set(Status.AbiMismatch, $"abi_version: expected {AbiConstants.Version}, got {version}");
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_get_version", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetVersion(int* major, int* minor, int* patch)
    {
        try
        {
            Require(major, nameof(major), "a pointer");
            Require(minor, nameof(minor), "a pointer");
            Require(patch, nameof(patch), "a pointer");
            Version version = typeof(Exports).Assembly.GetName().Version!;
            (*major, *minor, *patch) = (version.Major, version.Minor, version.Build);
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_last_error", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetLastError(byte* buffer, nuint capacity, nuint* length)
    {
        if (buffer is null && capacity > 0)
            return Status.InvalidArgument;
        int needed = LastError.Length;
        if (length is not null)
            *length = (nuint)needed;
        if (capacity <= (nuint)needed)
            return capacity == 0 ? Status.Ok : Status.BufferTooSmall;
        LastError.CopyTo(new Span<byte>(buffer, needed));
        buffer[needed] = 0;
        return Status.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "l2e_get_memory", CallConvs = [typeof(CallConvCdecl)])]
    public static Status GetMemory(NativeMemory* memory)
    {
        try
        {
            Require(memory, nameof(memory), "a struct");
            AbiException.CheckSize(memory->StructSize, sizeof(NativeMemory), "l2e_memory");
            memory->Collections = GC.CollectionCount(0);
            memory->AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true);
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Set(exception);
        }
    }
}

using System.Runtime.InteropServices;

namespace L2E.Kernels.Ilgpu.Launching;

/// <summary>Objects behind the handles by which this library knows what is a driver's.</summary>
internal static class Handle
{
    public static nint Hold(IDisposable item) => GCHandle.ToIntPtr(GCHandle.Alloc(item));

    public static T Get<T>(nint handle)
        where T : class, IDisposable => (T)GCHandle.FromIntPtr(handle).Target!;

    /// <summary>Disposes of what a handle stands for; the handle is none any more.</summary>
    public static void Release(nint handle)
    {
        GCHandle held = GCHandle.FromIntPtr(handle);
        IDisposable item = (IDisposable)held.Target!;
        held.Free();
        item.Dispose();
    }
}

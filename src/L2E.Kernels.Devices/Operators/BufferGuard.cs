using System.Runtime.CompilerServices;

namespace L2E.Kernels.Devices;

/// <summary>Checks of buffers, beside those of <see cref="Guard"/>.</summary>
internal static class BufferGuard
{
    /// <summary>Throws unless the buffer has exactly <paramref name="expected"/> elements.</summary>
    public static void Length<T>(
        DeviceBuffer<T> buffer, int expected, string shape, [CallerArgumentExpression(nameof(buffer))] string name = "")
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(buffer, name);
        if (buffer.Length != expected)
            Guard.ThrowArgument(name, $"{expected} elements ({shape})", $"{buffer.Length}");
    }

    /// <summary>The same for a buffer that may be absent.</summary>
    public static void OptionalLength<T>(
        DeviceBuffer<T>? buffer, int expected, string shape, [CallerArgumentExpression(nameof(buffer))] string name = "")
        where T : unmanaged
    {
        if (buffer is not null)
            Length(buffer, expected, shape, name);
    }

    /// <summary>Throws unless a gradient is absent with its tensor, or as long.</summary>
    public static void LengthAs<T>(DeviceBuffer<T>? gradient, DeviceBuffer<T>? tensor, string shape, string name)
        where T : unmanaged
    {
        int expected = tensor?.Length ?? 0, actual = gradient?.Length ?? 0;
        if (actual != expected)
            Guard.ThrowArgument(name, $"{expected} elements ({shape})", $"{actual}");
    }

    /// <summary>Throws unless the buffer has at least <paramref name="least"/> elements.</summary>
    public static void MinimumLength<T>(
        DeviceBuffer<T> buffer, int least, string shape, [CallerArgumentExpression(nameof(buffer))] string name = "")
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(buffer, name);
        if (buffer.Length < least)
            Guard.ThrowArgument(name, $"at least {least} elements ({shape})", $"{buffer.Length}");
    }
}

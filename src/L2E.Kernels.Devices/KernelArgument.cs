namespace L2E.Kernels.Devices;

/// <summary>An argument of a kernel.</summary>
public readonly struct KernelArgument
{
    private KernelArgument(ParameterKind kind, nint handle, long bits) => (Kind, Handle, Bits) = (kind, handle, bits);

    /// <summary>What it is.</summary>
    public ParameterKind Kind { get; }

    /// <summary>A view's memory; 0 for none.</summary>
    internal nint Handle { get; }

    /// <summary>A view's length, or the bits of a number.</summary>
    internal long Bits { get; }

    /// <summary>A view of no elements.</summary>
    public static KernelArgument None => new(ParameterKind.View, 0, 0);

    /// <summary>A view of a whole buffer; none where it is null, as an optional tensor may be.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="buffer">The buffer.</param>
    /// <exception cref="ObjectDisposedException">The buffer was disposed of.</exception>
    public static KernelArgument Of<T>(DeviceBuffer<T>? buffer)
        where T : unmanaged => buffer is null ? None : new(ParameterKind.View, buffer.Handle, buffer.Length);

    /// <summary>A 32-bit integer.</summary>
    /// <param name="value">The integer.</param>
    public static KernelArgument Of(int value) => new(ParameterKind.Word, 0, value);

    /// <summary>A 32-bit integer without a sign.</summary>
    /// <param name="value">The integer.</param>
    public static KernelArgument Of(uint value) => new(ParameterKind.Word, 0, value);

    /// <summary>A 64-bit integer.</summary>
    /// <param name="value">The integer.</param>
    public static KernelArgument Of(ulong value) => new(ParameterKind.LongWord, 0, (long)value);

    /// <summary>A float.</summary>
    /// <param name="value">The number.</param>
    public static KernelArgument Of(float value) => new(ParameterKind.Real, 0, BitConverter.SingleToInt32Bits(value));
}

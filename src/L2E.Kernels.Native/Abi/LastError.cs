using System.Text;

namespace L2E.Kernels.Native;

/// <summary>What the last call of each thread that failed has to say.</summary>
internal static class LastError
{
    [ThreadStatic]
    private static string? text;

    /// <summary>The text; empty when no call of this thread has failed.</summary>
    public static string Text => text ?? "";

    /// <summary>Keeps a text.</summary>
    /// <returns><paramref name="status"/>.</returns>
    public static Status Set(Status status, string message)
    {
        text = message;
        return status;
    }

    /// <summary>Keeps what an exception says.</summary>
    /// <returns>The status that stands for it.</returns>
    public static Status Set(Exception exception) => exception switch
    {
        ObjectiveStoppedException => Set(Status.Stopped, exception.Message),
        AbiException => Set(Status.AbiMismatch, exception.Message),
        ArgumentException => Set(Status.InvalidArgument, exception.Message),
        InvalidDataException => Set(Status.BadData, exception.Message),
        InvalidOperationException => Set(Status.InvalidState, exception.Message),
        OutOfMemoryException or OverflowException => Set(Status.OutOfMemory, "memory: expected a run that fits into it"),
        _ => Set(Status.InternalError, $"internal error, please report it: {exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>Number of bytes of the text in UTF-8, without the NUL at its end.</summary>
    public static int Length => Encoding.UTF8.GetByteCount(Text);

    /// <summary>Writes the text in UTF-8 to a destination that is long enough.</summary>
    public static void CopyTo(Span<byte> destination) => Encoding.UTF8.GetBytes(Text, destination);
}

namespace L2E.Kernels;

/// <summary>A snapshot: what run it is of (readable, so that a mismatch can be named), and the state.</summary>
internal static class SnapshotFile
{
    private static readonly ChecksummedFile frame = new("snapshot", "a snapshot", magic: 0x5345324C, version: 7);

    public static void Write(Stream destination, SnapshotIdentity identity, ReadOnlySpan<byte> state) =>
        destination.Write(frame.Write(identity.ToText(), state));

    /// <summary>The state in a snapshot of the run that <paramref name="identity"/> describes.</summary>
    /// <exception cref="InvalidDataException">It is no snapshot, of another version, truncated, altered, or of another run.</exception>
    public static ReadOnlyMemory<byte> Read(Stream source, SnapshotIdentity identity)
    {
        using MemoryStream copy = new();
        source.CopyTo(copy);
        (string text, ReadOnlyMemory<byte> state) = frame.Read(copy.GetBuffer().AsMemory(0, (int)copy.Length));
        identity.RequireSame(text);
        return state;
    }
}

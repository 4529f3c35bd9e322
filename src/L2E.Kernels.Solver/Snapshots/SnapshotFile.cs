using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace L2E.Kernels;

/// <summary>
/// The frame of a snapshot: <c>"L2ES"</c>, version, length of the whole, what run it is of (readable, so that a mismatch can be named),
/// the state, and the SHA-256 of all that; little endian.
/// </summary>
internal static class SnapshotFile
{
    private const uint Magic = 0x5345324C, Version = 2;
    private const int HeaderLength = 2 * sizeof(uint) + sizeof(long), ChecksumLength = SHA256.HashSizeInBytes;

    public static void Write(Stream destination, SnapshotIdentity identity, ReadOnlySpan<byte> state)
    {
        byte[] named = Encoding.UTF8.GetBytes(identity.ToText());
        byte[] file = new byte[checked(HeaderLength + sizeof(int) + named.Length + state.Length + ChecksumLength)];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(8), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(HeaderLength), named.Length);
        named.CopyTo(file, HeaderLength + sizeof(int));
        state.CopyTo(file.AsSpan(HeaderLength + sizeof(int) + named.Length));
        SHA256.HashData(file.AsSpan(0, file.Length - ChecksumLength), file.AsSpan(file.Length - ChecksumLength));
        destination.Write(file);
    }

    /// <summary>The state in a snapshot of the run that <paramref name="identity"/> describes.</summary>
    /// <exception cref="InvalidDataException">It is no snapshot, of another version, truncated, altered, or of another run.</exception>
    public static ReadOnlyMemory<byte> Read(Stream source, SnapshotIdentity identity)
    {
        using MemoryStream copy = new();
        source.CopyTo(copy);
        ReadOnlyMemory<byte> file = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new InvalidDataException("snapshot: expected a snapshot, got a file that does not begin as one");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (version != Version)
            throw new InvalidDataException($"snapshot: expected format version {Version}, got {version}");
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        if (bytes.Length != length)
            throw new InvalidDataException($"snapshot: expected {length} bytes, got {bytes.Length}: it is not complete");
        int stateLength = bytes.Length - ChecksumLength;
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        if (stateLength >= HeaderLength + sizeof(int))
            SHA256.HashData(bytes[..stateLength], checksum);
        if (stateLength < HeaderLength + sizeof(int) || !checksum.SequenceEqual(bytes[stateLength..]))
            throw new InvalidDataException("snapshot: expected contents that match their checksum, got an altered file");
        int namedLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[HeaderLength..]);
        if ((uint)namedLength > (uint)(stateLength - HeaderLength - sizeof(int)))
            throw StateTransfer.Malformed();
        int first = HeaderLength + sizeof(int) + namedLength;
        identity.RequireSame(Encoding.UTF8.GetString(bytes[(HeaderLength + sizeof(int))..first]));
        return file[first..stateLength];
    }
}

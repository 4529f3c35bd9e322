using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace L2E.Kernels;

/// <summary>
/// The frame of a binary file: four letters, version, length of the whole, a text that says what it is of, the contents, and the SHA-256 of
/// all that; little endian.
/// </summary>
/// <param name="kind">What a file of this kind is called in messages.</param>
/// <param name="noun">The same with its article.</param>
/// <param name="magic">The four letters, read as an integer.</param>
/// <param name="version">Version of the contents.</param>
internal sealed class ChecksummedFile(string kind, string noun, uint magic, uint version)
{
    private const int HeaderLength = 2 * sizeof(uint) + sizeof(long), ChecksumLength = SHA256.HashSizeInBytes;

    /// <summary>The bytes of a file.</summary>
    public byte[] Write(string text, ReadOnlySpan<byte> contents)
    {
        byte[] named = Encoding.UTF8.GetBytes(text);
        byte[] file = new byte[checked(HeaderLength + sizeof(int) + named.Length + contents.Length + ChecksumLength)];
        BinaryPrimitives.WriteUInt32LittleEndian(file, magic);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), version);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(8), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(HeaderLength), named.Length);
        named.CopyTo(file, HeaderLength + sizeof(int));
        contents.CopyTo(file.AsSpan(HeaderLength + sizeof(int) + named.Length));
        SHA256.HashData(file.AsSpan(0, file.Length - ChecksumLength), file.AsSpan(file.Length - ChecksumLength));
        return file;
    }

    /// <summary>Text and contents of a file.</summary>
    /// <exception cref="InvalidDataException">It is of another kind or version, truncated or altered.</exception>
    public (string Text, ReadOnlyMemory<byte> Contents) Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != magic)
            throw new InvalidDataException($"{kind}: expected {noun}, got a file that does not begin as one");
        uint found = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (found != version)
            throw new InvalidDataException($"{kind}: expected format version {version}, got {found}");
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        if (bytes.Length != length)
            throw new InvalidDataException($"{kind}: expected {length} bytes, got {bytes.Length}: it is not complete");
        int end = bytes.Length - ChecksumLength;
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        if (end >= HeaderLength + sizeof(int))
            SHA256.HashData(bytes[..end], checksum);
        if (end < HeaderLength + sizeof(int) || !checksum.SequenceEqual(bytes[end..]))
            throw new InvalidDataException($"{kind}: expected contents that match their checksum, got an altered file");
        int textLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[HeaderLength..]);
        if ((uint)textLength > (uint)(end - HeaderLength - sizeof(int)))
            throw new InvalidDataException($"{kind}: expected the contents of {noun}, got a text that is longer than the file");
        int first = HeaderLength + sizeof(int) + textLength;
        return (Encoding.UTF8.GetString(bytes[(HeaderLength + sizeof(int))..first]), file[first..end]);
    }
}

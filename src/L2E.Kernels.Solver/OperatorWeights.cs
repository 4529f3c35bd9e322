using System.Buffers.Binary;
using System.Security.Cryptography;
using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// The parameters of the operator's gate network, with a label that says where they come from. Any values at all are safe:
/// the operator is contractive by construction, so the certificate holds for every one of them.
/// </summary>
public sealed class OperatorWeights
{
    // A file is: "L2EW", version, number of parameters, the parameters, SHA-256 of all that; little endian.
    private const uint Magic = 0x5745324C, Version = 1;
    private const int HeaderLength = 3 * sizeof(uint), ChecksumLength = SHA256.HashSizeInBytes;
    private const int FileLength = HeaderLength + GateNetwork.ParameterCount * sizeof(float) + ChecksumLength;

    private readonly float[] parameters;

    private OperatorWeights(string label, float[] parameters)
    {
        Label = label;
        this.parameters = parameters;
    }

    /// <summary>The untrained initialisation, which is the hand-set policy.</summary>
    public static OperatorWeights Default { get; } = Make("default", parameters => GateNetwork.Initialise(0, parameters));

    /// <summary>Where the parameters come from: <c>default</c>, <c>random:SEED</c> or a file's name.</summary>
    public string Label { get; }

    /// <summary>The parameters, <c>[GateNetwork.ParameterCount]</c>, in the order that <see cref="GateNetwork"/> states.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    /// <summary>Random parameters, at scales from 0.3 to 10: of no use but to show that the certificate holds for any.</summary>
    /// <param name="seed">Seed of the parameters.</param>
    public static OperatorWeights Random(ulong seed) =>
        Make($"random:{seed}", parameters => GateNetwork.Randomise(seed, parameters));

    /// <summary>Parameters from elsewhere, copied.</summary>
    /// <param name="label">Where they come from.</param>
    /// <param name="parameters">The parameters, <c>[GateNetwork.ParameterCount]</c>, finite.</param>
    /// <exception cref="ArgumentException">The number of parameters is wrong, or one is not finite.</exception>
    public static OperatorWeights FromParameters(string label, ReadOnlySpan<float> parameters)
    {
        Guard.Length(parameters, GateNetwork.ParameterCount, "the parameters of the gate network");
        for (int i = 0; i < parameters.Length; i++)
            if (!float.IsFinite(parameters[i]))
                Guard.ThrowArgument(nameof(parameters), "finite values", $"{parameters[i]} at {i}");
        return new OperatorWeights(label, parameters.ToArray());
    }

    /// <summary>Reads a weights file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a weights file, is of another version, is truncated or altered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OperatorWeights Load(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
            throw new InvalidDataException($"weights: expected a weights file, got {path}, which does not begin as one");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        if (version != Version)
            throw new InvalidDataException($"weights: expected format version {Version}, got {version} in {path}");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        if (count != GateNetwork.ParameterCount)
            throw new InvalidDataException($"weights: expected {GateNetwork.ParameterCount} parameters, got {count} in {path}");
        if (file.Length != FileLength)
            throw new InvalidDataException($"weights: expected {FileLength} bytes, got {file.Length} in {path}");
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        SHA256.HashData(file.AsSpan(0, FileLength - ChecksumLength), checksum);
        if (!checksum.SequenceEqual(file.AsSpan(FileLength - ChecksumLength)))
            throw new InvalidDataException($"weights: expected contents that match their checksum, got an altered file: {path}");
        float[] parameters = new float[GateNetwork.ParameterCount];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(HeaderLength + i * sizeof(float)));
            if (!float.IsFinite(parameters[i]))
                throw new InvalidDataException($"weights: expected finite parameters, got {parameters[i]} at {i} in {path}");
        }

        return new OperatorWeights(Path.GetFileName(path), parameters);
    }

    /// <summary>Writes a weights file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        byte[] file = new byte[FileLength];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), GateNetwork.ParameterCount);
        for (int i = 0; i < parameters.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(HeaderLength + i * sizeof(float)), parameters[i]);
        SHA256.HashData(file.AsSpan(0, FileLength - ChecksumLength), file.AsSpan(FileLength - ChecksumLength));
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, file);
        File.Move(temporary, path, overwrite: true);
    }

    private static OperatorWeights Make(string label, Action<float[]> fill)
    {
        float[] parameters = new float[GateNetwork.ParameterCount];
        fill(parameters);
        return new OperatorWeights(label, parameters);
    }
}

using System.Buffers.Binary;
using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// An operator with its parameters, and a label that says where they come from. Any values at all are safe for the library's own:
/// the gate network is contractive by construction, so the certificate holds for every one of them.
/// </summary>
public sealed class OperatorWeights
{
    // A file says what operator it is of, and on the next lines how it was trained; its contents are the parameters, little endian.
    private static readonly ChecksummedFile frame = new("weights", "a weights file", magic: 0x5745324C, version: 2);

    private readonly float[] parameters;

    private OperatorWeights(string label, float[] parameters, string training, IEvolutionOperator evolutionOperator)
    {
        Label = label;
        Training = training;
        Operator = evolutionOperator;
        this.parameters = parameters;
    }

    /// <summary>The untrained initialisation, which is the hand-set policy.</summary>
    public static OperatorWeights Default { get; } = Make("default", parameters => GateNetwork.Initialise(0, parameters));

    /// <summary>The operator that the parameters are of.</summary>
    public IEvolutionOperator Operator { get; }

    /// <summary>Where the parameters come from: <c>default</c>, <c>random:SEED</c> or a file's name.</summary>
    public string Label { get; }

    /// <summary>How they were trained, as the training wrote it (JSON); empty where they were not.</summary>
    public string Training { get; }

    /// <summary>
    /// The parameters, <c>[Operator.ParameterCount]</c>; the gate network's in the order of <see cref="GateParameters"/>.
    /// </summary>
    public ReadOnlySpan<float> Parameters => parameters;

    /// <summary>Random parameters, at scales from 0.3 to 10: of no use but to show that the certificate holds for any.</summary>
    /// <param name="seed">Seed of the parameters.</param>
    public static OperatorWeights Random(ulong seed) =>
        Make($"random:{seed}", parameters => GateNetwork.Randomise(seed, parameters));

    /// <summary>Parameters from elsewhere, copied.</summary>
    /// <param name="label">Where they come from.</param>
    /// <param name="parameters">The parameters, <c>[ParameterCount]</c> of the operator, finite.</param>
    /// <param name="training">How they were trained, to be kept in the file.</param>
    /// <param name="evolutionOperator">The operator that they are of; null for the library's gate network.</param>
    /// <exception cref="ArgumentException">The number of parameters is wrong, or one is not finite.</exception>
    public static OperatorWeights FromParameters(
        string label, ReadOnlySpan<float> parameters, string training = "", IEvolutionOperator? evolutionOperator = null)
    {
        evolutionOperator ??= GateNetworkOperator.Instance;
        Guard.Length(parameters, evolutionOperator.ParameterCount, "the parameters of the operator");
        for (int i = 0; i < parameters.Length; i++)
            if (!float.IsFinite(parameters[i]))
                Guard.ThrowArgument(nameof(parameters), "finite values", $"{parameters[i]} at {i}");
        return new OperatorWeights(label, parameters.ToArray(), training, evolutionOperator);
    }

    /// <summary>Reads a weights file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="evolutionOperator">The operator that it has to be of; null for any of this library's.</param>
    /// <exception cref="InvalidDataException">The file is not a weights file, is of another version, is truncated or altered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OperatorWeights Load(string path, IEvolutionOperator? evolutionOperator = null) =>
        Read(Path.GetFileName(path), File.ReadAllBytes(path), evolutionOperator);

    /// <summary>Reads the contents of a weights file.</summary>
    /// <param name="label">Where they come from.</param>
    /// <param name="file">The bytes of the file; not kept.</param>
    /// <param name="evolutionOperator">The operator that it has to be of; null for any of this library's.</param>
    /// <exception cref="InvalidDataException">They are no weights file, of another version, truncated or altered.</exception>
    public static OperatorWeights Read(string label, ReadOnlyMemory<byte> file, IEvolutionOperator? evolutionOperator = null)
    {
        ArgumentNullException.ThrowIfNull(label);
        (string text, ReadOnlyMemory<byte> contents) = frame.Read(file);
        (string architecture, string training) = text.Split('\n', 2) is [var first, var rest] ? (first, rest) : (text, "");
        evolutionOperator ??= Array.Find<IEvolutionOperator>(
            [GateNetworkOperator.Instance, ConstantOperator.Instance, TimeScanOperator.Instance], one => one.Architecture == architecture);
        if (architecture != evolutionOperator?.Architecture)
        {
            string expected = evolutionOperator is null ? "an operator of this library" : $"the {evolutionOperator.Architecture}";
            throw new InvalidDataException($"weights: expected those of {expected}; got those of the {architecture}");
        }

        float[] parameters = new float[evolutionOperator.ParameterCount];
        if (contents.Length != parameters.Length * sizeof(float))
            throw new InvalidDataException($"weights: expected {parameters.Length} parameters, got {contents.Length} bytes");
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = BinaryPrimitives.ReadSingleLittleEndian(contents.Span[(i * sizeof(float))..]);
            if (!float.IsFinite(parameters[i]))
                throw new InvalidDataException($"weights: expected finite parameters, got {parameters[i]} at {i}");
        }

        return new OperatorWeights(label, parameters, training, evolutionOperator);
    }

    /// <summary>Writes a weights file.</summary>
    /// <param name="destination">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        byte[] contents = new byte[parameters.Length * sizeof(float)];
        for (int i = 0; i < parameters.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(contents.AsSpan(i * sizeof(float)), parameters[i]);
        destination.Write(frame.Write($"{Operator.Architecture}\n{Training}", contents));
    }

    /// <summary>Writes a weights file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (FileStream file = File.Create(temporary))
            Save(file);
        File.Move(temporary, path, overwrite: true);
    }

    private static OperatorWeights Make(string label, Action<float[]> fill)
    {
        float[] parameters = new float[GateNetwork.ParameterCount];
        fill(parameters);
        return new OperatorWeights(label, parameters, training: "", GateNetworkOperator.Instance);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace L2E.Kernels;

/// <summary>What a run must have in common with a snapshot to go on from it: everything that decides its candidates.</summary>
internal sealed class SnapshotIdentity
{
    private readonly (string Name, string Value)[] parts;

    /// <param name="problem">What the caller calls the problem.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="batch">Number of candidates that a batch has room for, which depends on the number of threads.</param>
    public SnapshotIdentity(string problem, SolverOptions options, int batch)
    {
        parts =
        [
            ("problem", problem.Replace('\n', ' ')),
            ("dimension", $"{options.Dimension}"),
            ("budget", $"{options.Budget}"),
            ("seed", $"{options.Seed}"),
            ("population", options.Population is { } size ? $"{size}" : "chosen"),
            ("mode", $"{options.Mode}"),
            ("constraints", $"{options.ConstraintCount}"),
            ("proposals", $"{options.Proposals}"),
            ("space", NamesOf(options.Space)),
            ("weights", options.Weights is { } weights ? Hash<float>(weights.Parameters) : "none"),
            ("operator", options.Weights?.Operator.Architecture.Replace('\n', ' ') ?? "none"),
            ("target", $"{options.Target:R}"),
            ("stagnation limit", $"{options.StagnationLimit}"),
            ("record of the run", options.RecordTrace ? "kept" : "not kept"),
            ("lower bounds", Hash<double>(options.Lower)),
            ("upper bounds", Hash<double>(options.Upper)),
            ("a largest batch (by the number of threads) of", $"{batch}"),
        ];
    }

    public string ToText() => string.Join('\n', Array.ConvertAll(parts, part => part.Value));

    /// <summary>Throws, naming the difference, unless the text is that of a run like this one.</summary>
    /// <exception cref="InvalidDataException">It is of another run.</exception>
    public void RequireSame(string text)
    {
        string[] saved = text.Split('\n');
        if (saved.Length != parts.Length)
            throw StateTransfer.Malformed();
        for (int i = 0; i < parts.Length; i++)
        {
            (string name, string value) = parts[i];
            if (saved[i] != value)
                throw new InvalidDataException($"snapshot: expected one of this run, with {name} {Show(value)}, got {Show(saved[i])}");
        }
    }

    private static string NamesOf(ParameterSpace? space)
    {
        string names = "none";
        for (int i = 0; i < space?.Parameters.Count; i++)
            names = i == 0 ? space.Parameters[i].Name : $"{names}, {space.Parameters[i].Name}";
        return names.Replace('\n', ' ');
    }

    private static string Show(string value) => value.Length == 0 ? "none" : value;

    private static string Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(values), hash);
        return Convert.ToHexString(hash[..8]);
    }
}

using System.Text.Json;

namespace L2E.Kernels;

/// <summary>What a certificate is about.</summary>
/// <param name="Problem">Name of the problem.</param>
/// <param name="Dimension">Number of coordinates.</param>
/// <param name="Budget">Evaluations the run could spend.</param>
/// <param name="Seed">Key of its random numbers.</param>
/// <param name="Weights">Label of the operator's parameters, <c>none</c> without it.</param>
/// <param name="Diagonal">Euclidean distance of the box's opposite corners, which scales the decrease that a move of the elite needs.</param>
public sealed record CertificateRun(string Problem, int Dimension, long Budget, ulong Seed, string Weights, double Diagonal)
{
    /// <summary>What the run knew of the objective.</summary>
    public SolverMode Mode { get; init; }

    /// <summary>The run of given options.</summary>
    /// <param name="problem">Name of the problem.</param>
    /// <param name="options">The options of the run.</param>
    public static CertificateRun Of(string problem, SolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var box = new SearchBox(options.Lower, options.Upper);
        string weights = options.Weights?.Label ?? "none";
        return new CertificateRun(problem, box.Dimension, options.Budget, options.Seed, weights, box.Diagonal) { Mode = options.Mode };
    }
}

/// <summary>
/// Writes a certificate with the trace that it can be checked from: JSON, <c>"format": "l2e-certificate"</c>. A value that is
/// not a finite number is null.
/// </summary>
public static class CertificateFile
{
    internal const string Format = "l2e-certificate";
    internal const int Version = 1;

    /// <summary>Writes the file.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <param name="certificate">The statements.</param>
    /// <param name="trace">The record of the same run.</param>
    /// <param name="run">What it was.</param>
    public static void Write(Stream destination, ConvergenceCertificate certificate, RunTrace trace, CertificateRun run)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(run);
        using var json = new Utf8JsonWriter(destination);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteStartObject("run");
        json.WriteString("problem", run.Problem);
        json.WriteNumber("dimension", run.Dimension);
        json.WriteNumber("budget", run.Budget);
        json.WriteNumber("seed", run.Seed);
        json.WriteString("weights", run.Weights);
        json.WriteString("mode", run.Mode == SolverMode.Gradient ? "gradient" : "black-box");
        json.WriteNumber("diagonal", run.Diagonal);
        json.WriteEndObject();
        WriteCertificate(json, certificate);
        json.WriteStartArray("moves");
        foreach (EliteMove move in trace.Moves)
        {
            json.WriteStartArray();
            json.WriteNumberValue(move.Evaluations);
            json.WriteNumberValue(move.Fitness);
            json.WriteNumberValue(move.Distance);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("generations");
        foreach (GenerationRecord generation in trace.Generations)
            WriteGeneration(json, generation);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCertificate(Utf8JsonWriter json, ConvergenceCertificate certificate)
    {
        json.WriteStartObject("certificate");
        json.WriteBoolean("holds", certificate.Holds);
        Write(json, "contractionBound", certificate.ContractionBound);
        Write(json, "worstContraction", certificate.WorstContraction);
        Write(json, "averagedBound", certificate.AveragedBound);
        Write(json, "worstAveraged", certificate.WorstAveraged);
        Write(json, "relaxationLowerBound", certificate.RelaxationLowerBound);
        Write(json, "relaxationMin", certificate.RelaxationMin);
        json.WriteNumber("anchorUpdates", certificate.AnchorUpdates);
        Write(json, "pathLength", certificate.PathLength);
        Write(json, "pathBound", certificate.PathBound);
        Write(json, "finalRadius", certificate.FinalRadius);
        Write(json, "radiusBound", certificate.RadiusBound);
        Write(json, "worstRadius", certificate.WorstRadius);
        json.WriteNumber("generations", certificate.Generations);
        json.WriteNumber("restarts", certificate.Restarts);
        json.WriteNumber("restartLimit", certificate.RestartLimit);
        json.WriteEndObject();
    }

    private static void WriteGeneration(Utf8JsonWriter json, GenerationRecord generation)
    {
        json.WriteStartObject();
        json.WriteNumber("evaluations", generation.Evaluations);
        json.WriteNumber("restart", generation.Restart);
        Write(json, "noiseRadius", generation.NoiseRadius);
        Write(json, "memory", generation.Memory);
        Write(json, "radius", generation.Radius);
        Write(json, "averagedRadius", generation.AveragedRadius);
        if (generation.Gates is { } gates)
        {
            Write(json, "delta", gates.Delta);
            Write(json, "decay", gates.Decay);
            Write(json, "B", gates.B);
            Write(json, "C", gates.C);
            Write(json, "relaxation", gates.Relaxation);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}

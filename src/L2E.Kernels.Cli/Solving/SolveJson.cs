using System.Text.Json;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Cli.Solving;

/// <summary>A run as one JSON object for programs. Numbers read back to the same double; what is not finite is null.</summary>
internal static class SolveJson
{
    public static void Write(Utf8JsonWriter json, SolveRequest request, SolveOutcome outcome)
    {
        SolveResult result = outcome.Result;
        json.WriteStartObject();
        json.WriteString("problem", request.Problem);
        json.WriteNumber("dimension", request.Options.Dimension);
        if (request.Instance is { } instance)
            json.WriteNumber("instance", instance.Instance);
        else
            json.WriteNull("instance");
        json.WriteBoolean("rotated", request.Instance is { Rotated: true });
        json.WriteNumber("seed", request.Options.Seed);
        json.WriteNumber("budget", request.Options.Budget);
        json.WriteNumber("evaluations", result.Evaluations);
        json.WriteNumber("gradientEvaluations", result.GradientEvaluations);
        json.WriteString("mode", request.Mode);
        json.WriteString("start", request.Start);
        json.WriteString("weights", request.Weights);
        json.WriteString("device", request.DeviceName);
        json.WriteNumber("threads", request.Options.Threads);
        json.WriteFinite("best", outcome.Told(result.BestFitness));
        json.WriteFinite("initial", outcome.Told(result.InitialFitness));
        json.WriteBoolean("gap", outcome.IsGap);
        json.WriteBoolean("feasible", result.IsFeasible);
        WriteNumbers(json, "point", result.Best);
        WriteParameters(json, request.Space?.Space, result.Best);
        WriteNumbers(json, "constraints", result.Constraints);
        WriteNumbers(json, "multipliers", result.Multipliers);
        json.WriteNumber("nonFinite", result.NonFinite);
        json.WriteNumber("failedTrials", outcome.FailedTrials);
        json.WriteNumber("recalled", result.Recalled);
        json.WriteBoolean("noisy", result.IsNoisy);
        json.WriteString("status", result.Status switch
        {
            SolverStatus.BudgetSpent => "budget-spent",
            SolverStatus.NoFiniteValue => "no-finite-value",
            SolverStatus.TargetReached => "target-reached",
            SolverStatus.Stagnated => "stagnated",
            SolverStatus.TimeSpent => "time-spent",
            SolverStatus.Exhausted => "exhausted",
            _ => "cancelled",
        });
        json.WriteFinite("seconds", outcome.Seconds);
        json.WriteNumber("allocatedBytes", outcome.AllocatedBytes);
        WriteTraffic(json, outcome);
        WriteCertificate(json, result.Certificate);
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, ParameterSpace? space, double[] point)
    {
        json.WritePropertyName("parameters");
        if (space is null || Array.Exists(point, double.IsNaN))
        {
            json.WriteNullValue();
            return;
        }

        ParameterValue[] values = new ParameterValue[space.Parameters.Count];
        space.Decode(point, values);
        space.Write(json, values);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void WriteTraffic(Utf8JsonWriter json, SolveOutcome outcome)
    {
        if (outcome.Traffic is not { } traffic)
            return;
        json.WriteStartObject("deviceTraffic");
        json.WriteNumber("bytesWritten", traffic.BytesWritten);
        json.WriteNumber("bytesRead", traffic.BytesRead);
        json.WriteNumber("reads", traffic.Reads);
        json.WriteEndObject();
    }

    private static void WriteCertificate(Utf8JsonWriter json, ConvergenceCertificate certificate)
    {
        json.WriteStartObject("certificate");
        json.WriteBoolean("holds", certificate.Holds);
        json.WriteFinite("contractionBound", certificate.ContractionBound);
        json.WriteFinite("worstContraction", certificate.WorstContraction);
        json.WriteFinite("relaxationMin", certificate.RelaxationMin);
        json.WriteNumber("anchorUpdates", certificate.AnchorUpdates);
        json.WriteFinite("pathLength", certificate.PathLength);
        json.WriteFinite("pathBound", certificate.PathBound);
        json.WriteFinite("finalRadius", certificate.FinalRadius);
        json.WriteFinite("radiusBound", certificate.RadiusBound);
        json.WriteEndObject();
    }
}

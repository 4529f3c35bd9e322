using System.Reflection;
using System.Text.Json.Nodes;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Learning;

/// <summary>What a weights file says about its training.</summary>
internal static class TrainingRecord
{
    /// <summary>Configuration (the seed in it), steps, validation, and the commit that the program was built from.</summary>
    public static string Write(Trainer trainer)
    {
        string version = typeof(Trainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        TrainingPoint? best = trainer.Curve.Count == 0 ? null : trainer.Curve.MinBy(point => point.Validation);
        return new JsonObject
        {
            ["configuration"] = JsonNode.Parse(trainer.Configuration.ToJson()),
            ["steps"] = best?.Iteration ?? 0,
            ["validation"] = best?.Validation,
            ["commit"] = plus < 0 ? "" : version[(plus + 1)..],
        }.ToJsonString();
    }
}

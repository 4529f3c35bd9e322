using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2E.Kernels.Training;

/// <summary>Everything that decides what a training makes of a seed: what it draws tasks from, how it unrolls and how it learns.</summary>
public sealed record TrainingConfiguration
{
    /// <summary>Families that tasks are drawn from, of <see cref="TrainingFamilies.Names"/>.</summary>
    public required string[] Families { get; init; }

    /// <summary>Names that may not be trained on: what the result is to be measured with.</summary>
    public required string[] HeldOut { get; init; }

    /// <summary>Numbers of coordinates, 2 to 1,000 each.</summary>
    public required int[] Dimensions { get; init; }

    /// <summary>Sizes of the population, even, 4 to 1,000 each.</summary>
    public required int[] Populations { get; init; }

    /// <summary>The shortest horizon of a run, in generations, at least 5.</summary>
    public required int ShortestHorizon { get; init; }

    /// <summary>
    /// The longest one. Horizons are log-uniform between the two; over the first half of the training the upper end grows from the
    /// shortest.
    /// </summary>
    public required int LongestHorizon { get; init; }

    /// <summary>Generations of a window, at least 1: gradients pass no further.</summary>
    public required int Window { get; init; }

    /// <summary>Runs that each training step takes a window further.</summary>
    public required int Tasks { get; init; }

    /// <summary>Number of tasks that are drawn at the start; runs choose among them.</summary>
    public required int Pool { get; init; }

    /// <summary>Number of training steps.</summary>
    public required int Iterations { get; init; }

    /// <summary>How gradients are estimated.</summary>
    public required GradientEstimator Estimator { get; init; }

    /// <summary>Largest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Training steps over which the learning rate grows from 0.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Decay of the parameters towards those of the start, times the learning rate; decoupled from the gradient.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Longer gradients are scaled to this length.</summary>
    public required double Clip { get; init; }

    /// <summary>Steps with a longer gradient, or one that is not finite, change nothing.</summary>
    public required double SkipAbove { get; init; }

    /// <summary>Standard deviation of the perturbations of <see cref="GradientEstimator.Pes"/>.</summary>
    public required double Perturbation { get; init; }

    /// <summary>Key of every random number.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is no JSON, has a member that there is not, or a value is out of range.</exception>
    public static TrainingConfiguration Parse(string json)
    {
        try
        {
            TrainingConfiguration configuration =
                JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingConfiguration)
                ?? throw new InvalidDataException("config: expected an object, got null");
            configuration.Validate();
            return configuration;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"config: expected a training configuration in JSON, got: {exception.Message}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"config: {exception.Message}", exception);
        }
    }

    /// <summary>The configuration as text that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingConfiguration);

    /// <summary>The longest horizon that a run begun at a training step may have.</summary>
    internal double GetLongestHorizon(int iteration) =>
        ShortestHorizon * Math.Pow((double)LongestHorizon / ShortestHorizon, Math.Min(1, 2.0 * iteration / Iterations));

    /// <summary>The learning rate of a training step: linear warm-up, then a cosine down to a tenth.</summary>
    internal double GetLearningRate(int iteration)
    {
        double cosine = 0.5 + 0.5 * Math.Cos(Math.PI * Math.Min(1, (double)iteration / Iterations));
        return LearningRate * Math.Min(1, (iteration + 1.0) / Math.Max(1, WarmUp)) * (0.1 + 0.9 * cosine);
    }

    internal void Validate()
    {
        RequireSome(Families, nameof(Families));
        ArgumentNullException.ThrowIfNull(HeldOut);
        foreach (string family in Families)
        {
            if (HeldOut.Contains(family, StringComparer.Ordinal))
                Guard.ThrowArgument(nameof(Families), "no family that is held out", family);
            if (!TrainingFamilies.Names.Contains(family, StringComparer.Ordinal))
                Guard.ThrowArgument(nameof(Families), $"families of {string.Join(", ", TrainingFamilies.Names)}", family);
        }

        RequireSome(Dimensions, nameof(Dimensions));
        foreach (int dimension in Dimensions)
            Guard.InRange(dimension, 2, Placement.MaxDenseDimension, nameof(Dimensions));
        RequireSome(Populations, nameof(Populations));
        foreach (int population in Populations)
        {
            Guard.InRange(population, 4, 1000, nameof(Populations));
            if (population % 2 != 0)
                Guard.ThrowArgument(nameof(Populations), "even numbers", $"{population}");
        }

        Guard.InRange(ShortestHorizon, 5, 1_000_000);
        Guard.InRange(LongestHorizon, ShortestHorizon, 1_000_000);
        Guard.InRange(Window, 1, 100_000);
        Guard.InRange(Tasks, 1, 10_000);
        Guard.InRange(Pool, 1, 1_000_000);
        Guard.InRange(Iterations, 1, 100_000_000);
        if (!Enum.IsDefined(Estimator))
            Guard.ThrowArgument(nameof(Estimator), "backprop, pes or mixed", $"{Estimator}");
        Guard.InRange(LearningRate, 0, 1);
        Guard.InRange(WarmUp, 0, Iterations);
        Guard.InRange(WeightDecay, 0, 1);
        Guard.InRange(Clip, 1e-9, 1e9);
        Guard.InRange(SkipAbove, 1e-9, double.MaxValue);
        Guard.InRange(Perturbation, 1e-6, 10);
        if (Estimator == GradientEstimator.Mixed && Tasks < 2)
            Guard.ThrowArgument(nameof(Tasks), "at least 2, to compare variances", $"{Tasks}");
    }

    private static void RequireSome<T>(T[] values, string name)
    {
        if (values is null || values.Length == 0)
            Guard.ThrowArgument(name, "at least one", "none");
    }
}

/// <summary>Reading and writing without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrainingConfiguration))]
internal sealed partial class TrainingJson : JsonSerializerContext;

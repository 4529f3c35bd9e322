using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Training.Tests;

[Collection(nameof(Alone))]
public class TrainerTests
{
    public static TheoryData<GradientEstimator> Estimators => SmallTraining.Estimators;

    [Theory]
    [MemberData(nameof(Estimators))]
    public void The_result_does_not_depend_on_the_number_of_threads(GradientEstimator estimator)
    {
        TrainingConfiguration configuration = SmallTraining.With(estimator);
        using Trainer one = new(configuration, 1), three = new(configuration, 3);
        for (int i = 0; i < 12; i++)
            Assert.Equal(one.Step(), three.Step());
        Assert.Equal(one.Parameters.ToArray(), three.Parameters.ToArray());
        Assert.Equal(one.Validate(), three.Validate());
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_step_allocates_nothing(GradientEstimator estimator)
    {
        using Trainer trainer = new(SmallTraining.With(estimator) with { Iterations = 1000 }, 2);
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            for (int i = 0; i < 5; i++)
                trainer.Step();
        }));
    }

    [Fact]
    public void Training_lowers_the_loss_of_runs_that_it_has_not_seen()
    {
        // Whole runs: windows that end before their run does teach haste.
        using Trainer trainer = new(SmallTraining.Configuration with
        {
            Families = ["sphere"],
            ShortestHorizon = 30,
            Window = 40,
            Tasks = 12,
            Pool = 100,
            Iterations = 40,
        });
        double before = trainer.Validate().Validation;
        Assert.Equal(trainer.Parameters.ToArray(), trainer.BestParameters.ToArray());
        while (!trainer.IsComplete)
            trainer.Step();
        double after = trainer.Validate().Validation;
        Assert.True(after < before - 0.1, $"{before} decades before, {after} after");
        Assert.Equal(trainer.Parameters.ToArray(), trainer.BestParameters.ToArray());
        Assert.Equal([0, 40], trainer.Curve.Select(point => point.Iteration));
        Assert.Throws<InvalidOperationException>(() => trainer.Step());
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_training_goes_on_from_a_checkpoint_bit_for_bit(GradientEstimator estimator)
    {
        TrainingConfiguration configuration = SmallTraining.With(estimator);
        using Trainer whole = new(configuration), resumed = new(configuration, 2);
        for (int i = 0; i < 7; i++)
            whole.Step();
        whole.Validate();
        using MemoryStream checkpoint = Save(whole);
        resumed.Load(checkpoint);
        for (int i = 0; i < 7; i++)
            Assert.Equal(whole.Step(), resumed.Step());
        Assert.Equal(whole.Validate(), resumed.Validate());
        Assert.Equal(whole.Curve, resumed.Curve);
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
    }

    [Fact]
    public void A_checkpoint_that_is_damaged_or_of_another_training_is_refused()
    {
        using Trainer trainer = new(SmallTraining.Configuration), other = new(SmallTraining.Configuration with { Seed = 4 });
        trainer.Step();
        byte[] file = Save(trainer).ToArray();
        Refuses(other, file, "checkpoint: expected one of this configuration and operator, got one of another");
        Refuses(trainer, file[..^1], $"checkpoint: expected {file.Length} bytes, got {file.Length - 1}: it is not complete");
        Refuses(
            trainer, [.. "no checkpoint at all"u8],
            "checkpoint: expected a checkpoint of a training, got a file that does not begin as one");
        file[^100] ^= 1;
        Refuses(trainer, file, "checkpoint: expected contents that match their checksum, got an altered file");

        static void Refuses(Trainer trainer, byte[] file, string message) =>
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => trainer.Load(new MemoryStream(file))).Message);
    }

    private static MemoryStream Save(Trainer trainer)
    {
        MemoryStream stream = new();
        trainer.Save(stream);
        stream.Position = 0;
        return stream;
    }

    [Fact]
    public void A_gradient_that_is_too_long_changes_nothing()
    {
        using Trainer trainer = new(SmallTraining.Configuration with { SkipAbove = 1e-9 });
        float[] before = trainer.Parameters.ToArray();
        Assert.True(trainer.Step().IsSkipped);
        Assert.Equal(before, trainer.Parameters.ToArray());
    }

    [Fact]
    public void Training_begins_with_the_policy_set_by_hand()
    {
        using Trainer trainer = new(SmallTraining.Configuration);
        GateParameters tensors = new(trainer.Parameters.ToArray());
        Assert.All(tensors.GlobalWeights.ToArray(), value => Assert.Equal(0, value));
        Assert.All(tensors.IndividualWeights.ToArray(), value => Assert.Equal(0, value));
    }
}

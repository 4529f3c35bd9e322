namespace L2E.Kernels.Training.Tests;

public sealed class TimeScanTrainingTests
{
    private static TrainingConfiguration Configuration => SmallTraining.Configuration with
    {
        Estimator = GradientEstimator.Pes,
        Families = ["sphere"],
    };

    private static float[] Train(int threads, bool isCut)
    {
        using Trainer trainer = new(Configuration, threads, TimeScanOperator.Instance);
        trainer.Step();
        if (!isCut)
        {
            trainer.Step();
            return [.. trainer.Parameters];
        }

        using MemoryStream checkpoint = new();
        trainer.Save(checkpoint);
        checkpoint.Position = 0;
        using Trainer other = new(Configuration, threads, TimeScanOperator.Instance);
        other.Load(checkpoint);
        other.Step();
        return [.. other.Parameters];
    }

    [Fact]
    public void A_training_of_the_scan_over_time_is_the_same_for_any_number_of_threads_and_goes_on_where_it_was()
    {
        float[] one = Train(1, isCut: false);
        Assert.Equal(one, Train(2, isCut: false));
        Assert.Equal(one, Train(1, isCut: true));
        float[] start = new float[one.Length];
        TimeScanOperator.Instance.Initialise(Configuration.Seed, start);
        Assert.NotEqual(start.AsSpan(8).ToArray(), one.AsSpan(8).ToArray());
    }

    [Fact]
    public void Gradients_through_the_scan_over_time_are_refused()
    {
        string message = Assert.Throws<ArgumentException>(() => new Trainer(
            Configuration with { Estimator = GradientEstimator.Backprop }, 1, TimeScanOperator.Instance)).Message;
        Assert.Contains("pes", message, StringComparison.Ordinal);
    }
}

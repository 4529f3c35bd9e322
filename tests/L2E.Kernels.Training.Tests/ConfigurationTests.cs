namespace L2E.Kernels.Training.Tests;

public class ConfigurationTests
{
    [Fact]
    public void A_configuration_is_read_back_from_its_text()
    {
        string text = SmallTraining.Configuration.ToJson();
        Assert.Equal(text, TrainingConfiguration.Parse(text).ToJson());
    }

    [Fact]
    public void A_family_that_is_held_out_is_refused() => Refuses(
        SmallTraining.Configuration with { HeldOut = ["levy", "ellipsoid"] },
        "Families: expected no family that is held out, got ellipsoid");

    [Theory]
    [InlineData("levy")]
    [InlineData("schwefel")]
    [InlineData("bbob-f15")]
    [InlineData("cartpole")]
    public void A_family_that_training_does_not_have_is_refused(string family) => Refuses(
        SmallTraining.Configuration with { Families = [family], HeldOut = [] },
        $"Families: expected families of sphere, ellipsoid, rosenbrock, rastrigin, ackley, griewank, got {family}");

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Refuses(SmallTraining.Configuration with { Dimensions = [] }, "Dimensions: expected at least one, got none");
        Refuses(SmallTraining.Configuration with { Dimensions = [1] }, "Dimensions: expected 2 to 1000, got 1");
        Refuses(SmallTraining.Configuration with { Populations = [7] }, "Populations: expected even numbers, got 7");
        Refuses(SmallTraining.Configuration with { LongestHorizon = 5 }, "LongestHorizon: expected 6 to 1000000, got 5");
        Refuses(
            SmallTraining.Configuration with { Tasks = 1, Estimator = GradientEstimator.Mixed },
            "Tasks: expected at least 2, to compare variances, got 1");
    }

    [Theory]
    [InlineData("{", "config: expected a training configuration in JSON, got: ")]
    [InlineData("null", "config: expected an object, got null")]
    [InlineData("{\"families\": []}", "config: expected a training configuration in JSON, got: ")]
    public void Text_that_is_no_configuration_is_refused(string text, string message) => Assert.StartsWith(
        message, Assert.Throws<InvalidDataException>(() => TrainingConfiguration.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_member_that_there_is_not_is_refused()
    {
        string text = SmallTraining.Configuration.ToJson().Replace("\"window\"", "\"windows\"", StringComparison.Ordinal);
        string message = Assert.Throws<InvalidDataException>(() => TrainingConfiguration.Parse(text)).Message;
        Assert.Contains("windows", message, StringComparison.Ordinal);
    }

    private static void Refuses(TrainingConfiguration configuration, string message)
    {
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Trainer(configuration)).Message);
        string parsed = Assert.Throws<InvalidDataException>(() => TrainingConfiguration.Parse(configuration.ToJson())).Message;
        Assert.Equal("config: " + message, parsed);
    }
}

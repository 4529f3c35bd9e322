using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

public class StoppingTests
{
    [Fact]
    public void A_target_is_met_by_the_value_as_it_is_printed()
    {
        string[] arguments = ["solve", "bbob-f01", "--dim", "10", "--budget", "5000", "--target", "1e-3"];
        JsonElement json = Cli.Run([.. arguments, "--json"]).Json;
        Assert.Equal("target-reached", json.GetProperty("status").GetString());
        Assert.InRange(json.GetProperty("best").GetDouble(), 0, 1e-3);
        Assert.True(json.GetProperty("evaluations").GetInt64() < 5000);
        Assert.Contains("of 5,000, target reached", Cli.Run(arguments).Output);
    }

    [Fact]
    public void A_run_without_progress_ends()
    {
        string[] arguments = ["solve", "sphere", "--dim", "3", "--budget", "100000", "--stagnation", "500"];
        JsonElement json = Cli.Run([.. arguments, "--json"]).Json;
        Assert.Equal("stagnated", json.GetProperty("status").GetString());
        Assert.True(json.GetProperty("evaluations").GetInt64() < 100_000);
        Assert.Contains("of 100,000, stopped for want of progress", Cli.Run(arguments).Output);
    }

    [Fact]
    public void A_run_ends_when_its_time_is_over()
    {
        string[] arguments = ["solve", "rastrigin", "--dim", "300", "--budget", "1000000000", "--time", "0.3"];
        JsonElement json = Cli.Run([.. arguments, "--json"]).Json;
        Assert.Equal("time-spent", json.GetProperty("status").GetString());
        Assert.True(json.GetProperty("evaluations").GetInt64() < 1_000_000_000);
        Assert.Contains("of 1,000,000,000, time is over", Cli.Run(arguments).Output);
    }

    [Fact]
    public void A_spread_needs_a_start_that_is_given()
    {
        Cli.AssertRefused(
            Cli.Run("solve", "sphere", "--dim", "3", "--spread", "0.1"), "--spread: expected --start centre or --start FILE with it");
        string[] arguments = ["solve", "levy", "--dim", "20", "--start", "centre", "--json"];
        double near = Cli.Run([.. arguments, "--spread", "0.01"]).Json.GetProperty("best").GetDouble();
        Assert.NotEqual(near, Cli.Run(arguments).Json.GetProperty("best").GetDouble());
    }
}

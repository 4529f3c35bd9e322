using System.Globalization;
using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

public class DeviceTests
{
    private static readonly string golden = Path.Combine(AppContext.BaseDirectory, "golden");

    public static TheoryData<string> OperatorFiles =>
        [.. Directory.EnumerateFiles(golden, "*-scan-*.json").Select(file => Path.GetFileName(file)!).Order()];

    [Fact]
    public void Devices_are_listed_with_what_is_missing()
    {
        JsonElement list = Cli.Run("devices", "--json").Json;
        CliResult table = Cli.Run("devices");

        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        string[] devices = [.. list.EnumerateArray().Select(row => row.GetProperty("device").GetString()!)];
        Assert.Equal(
            ["cpu", "opencl", "cuda", "ilgpu-cpu", "ilgpu-opencl", "ilgpu-cuda"],
            devices.Select(device => device.Split(':')[0]).Distinct());
        Assert.All(list.EnumerateArray(), row =>
        {
            Assert.Contains(row.GetProperty("device").GetString()!, table.Output, StringComparison.Ordinal);
            Assert.Equal(row.GetProperty("usable").GetBoolean(), !row.TryGetProperty("refusal", out JsonElement _));
        });
    }

    [Theory]
    [InlineData("gpu", "cpu, opencl[:N], cuda[:N], ilgpu-cpu, ilgpu-opencl[:N] or ilgpu-cuda[:N]")]
    [InlineData("opencl:", "cpu, opencl[:N], cuda[:N], ilgpu-cpu, ilgpu-opencl[:N] or ilgpu-cuda[:N]")]
    [InlineData("opencl:1:2", "cpu, opencl[:N], cuda[:N], ilgpu-cpu, ilgpu-opencl[:N] or ilgpu-cuda[:N]")]
    [InlineData("OpenCL", "cpu, opencl[:N], cuda[:N], ilgpu-cpu, ilgpu-opencl[:N] or ilgpu-cuda[:N]")]
    [InlineData("opencl:-1", "cpu, opencl[:N], cuda[:N], ilgpu-cpu, ilgpu-opencl[:N] or ilgpu-cuda[:N]")]
    [InlineData("opencl:1000", "opencl")]
    [InlineData("cuda:1000", "cuda")]
    [InlineData("ilgpu-cpu:1", "ilgpu-cpu")]
    [InlineData("ilgpu-cuda:1000", "ilgpu-cuda")]
    public void A_device_that_is_not_there_is_refused(string device, string words)
    {
        string file = Path.Combine(golden, "selective-scan-01.json");
        Cli.AssertRefused(Cli.Run("check", file, "--device", device), "--device: ", words);
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "3", "--device", device), "--device: ", words);
    }

    [Theory]
    [MemberData(nameof(OperatorFiles))]
    public void Every_reference_file_of_an_operator_passes_on_OpenCL(string file)
    {
        SkipWithoutOpenCl();
        CliResult result = Cli.Run("check", Path.Combine(golden, file), "--device", "opencl");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("1 file: 1 passed, 0 failed, 0 unusable", result.Output);
    }

    [Fact]
    public void What_a_device_cannot_do_is_refused()
    {
        SkipWithoutOpenCl();
        Cli.AssertRefused(Cli.Run("solve", "cartpole", "--device", "opencl"), "--device: ", "cartpole");
        string[] sphere = ["solve", "sphere", "--dim", "3", "--device", "opencl"];
        Cli.AssertRefused(Cli.Run([.. sphere, "--threads", "2"]), "--threads: ", "1 with --device");
        Cli.AssertRefused(Cli.Run([.. sphere, "--mode", "gradient"]), "--mode: ");
    }

    [Theory]
    [InlineData("ilgpu-cpu")]
    [InlineData("ilgpu-opencl")]
    public void Every_reference_file_of_an_operator_passes_on_a_device_of_ILGPU(string device)
    {
        SkipWithout(device);
        string[] files = [.. OperatorFiles.Select(file => Path.Combine(golden, file.Data))];
        CliResult result = Cli.Run(["check", .. files, "--device", device]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"{files.Length} files: {files.Length} passed, 0 failed, 0 unusable", result.Output);
    }

    [Theory]
    [InlineData("opencl")]
    [InlineData("ilgpu-cpu")]
    [InlineData("ilgpu-opencl")]
    public void All_that_a_device_computes_agrees_with_the_CPU(string device)
    {
        SkipWithout(device);
        CliResult result = Cli.Run("check", "--device", device, "--all");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("11 checks: 11 passed, 0 failed, 0 unusable", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_for_a_device_alone() =>
        Cli.AssertRefused(Cli.Run("check", "--all"), "--all: ", "a device beside the CPU");

    [Fact]
    public void Values_in_double_are_checked_on_the_CPU_and_the_report_says_so()
    {
        SkipWithoutOpenCl();
        CliResult values = Cli.Run("check", Path.Combine(golden, "bbob.json"), "--device", "opencl");

        Assert.Equal((0, ""), (values.ExitCode, values.Error));
        Assert.Contains("bbob.json: BBOB functions, on the CPU: passed", values.Output);
    }

    /// <summary>Ackley's value is a difference of numbers of about 20, where neighbouring floats are <c>2^-19</c> apart.</summary>
    [Theory]
    [InlineData("opencl", "rastrigin", 0)]
    [InlineData("opencl", "ackley", 1 / 524288.0, "--rotate")]
    [InlineData("opencl", "levy", 0)]
    [InlineData("ilgpu-cpu", "rastrigin", 0)]
    [InlineData("ilgpu-opencl", "rastrigin", 0)]
    public void A_run_on_a_device_gets_as_far_as_that_on_the_CPU(string device, string problem, double rounding, params string[] more)
    {
        SkipWithout(device);
        string[] run = ["solve", problem, "--dim", "10", "--budget", "1500", "--json", .. more];

        JsonElement onCpu = Cli.Run(run).Json, onDevice = Cli.Run([.. run, "--device", device]).Json;

        Assert.Equal(device + ":0", onDevice.GetProperty("device").GetString());
        double start = onCpu.GetProperty("initial").GetDouble();
        Assert.Equal(start, onDevice.GetProperty("initial").GetDouble(), 1e-5 * start);
        // Values in float part company where two candidates are within a rounding of each other; both runs get to the bottom.
        Assert.InRange(onCpu.GetProperty("best").GetDouble(), 0, 1e-12 * start);
        Assert.InRange(onDevice.GetProperty("best").GetDouble(), 0, 1e-12 * start + rounding);

        // Every value comes back, but not every point of ten floats goes there.
        JsonElement traffic = onDevice.GetProperty("deviceTraffic");
        long evaluations = onDevice.GetProperty("evaluations").GetInt64();
        Assert.InRange(traffic.GetProperty("bytesWritten").GetInt64(), 1, 40 * evaluations - 1);
        Assert.InRange(traffic.GetProperty("bytesRead").GetInt64(), 4 * evaluations, long.MaxValue);
        Assert.InRange(traffic.GetProperty("reads").GetInt64(), 1, evaluations);
        Assert.False(onCpu.TryGetProperty("deviceTraffic", out _));
    }

    [Fact]
    public void A_comparison_on_a_device_has_the_values_of_the_CPU_and_its_runs_are_told_apart()
    {
        SkipWithoutOpenCl();
        using TemporaryDirectory directory = new();
        // Its points do not depend on values.
        string[] command =
            ["compare", "--suite", "noisy", "--dims", "3", "--budget", "20d", "--solvers", "random",
             "--seeds", "1", "--out", directory["out"]];

        CliResult onDevice = Cli.Run([.. command, "--device", "opencl"]), onCpu = Cli.Run([.. command, "--resume"]);

        Assert.Equal((0, "", 0, ""), (onDevice.ExitCode, onDevice.Error, onCpu.ExitCode, onCpu.Error));
        string[][] rows = [.. File.ReadLines(Path.Combine(directory["out"], "runs.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(30, rows.Length);
        foreach ((string[] device, string[] cpu) in rows[..15].Zip(rows[15..]))
        {
            Assert.Equal(("opencl:0", "cpu"), (device[17], cpu[17]));
            Assert.Equal(cpu[..9], device[..9]);
            double gap = double.Parse(cpu[9], CultureInfo.InvariantCulture);
            Assert.Equal(gap, double.Parse(device[9], CultureInfo.InvariantCulture), 1e-5 * gap);
        }

        string[] changed = [.. rows[..15].Zip(rows[15..]).Where(pair => pair.First[9] != pair.Second[9]).Select(pair => pair.First[1])];
        Assert.NotEmpty(changed);
    }

    [Fact]
    public void Differences_of_values_in_float_lead_a_quasi_Newton_method_to_the_bottom()
    {
        SkipWithoutOpenCl();
        using TemporaryDirectory directory = new();

        CliResult result = Cli.Run(
            "compare", "--suite", "large", "--dims", "3", "--budget", "100d", "--solvers", "l-bfgs-fd", "--seeds", "1",
            "--device", "opencl",
            "--out", directory["out"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] sphere = File.ReadLines(Path.Combine(directory["out"], "runs.csv")).Select(line => line.Split(','))
            .Single(row => row[1] == "sphere");
        Assert.InRange(double.Parse(sphere[9], CultureInfo.InvariantCulture), 0, 1e-4);
    }

    private static void SkipWithoutOpenCl() => SkipWithout("opencl");

    private static void SkipWithout(string device)
    {
        JsonElement[] devices = [.. Cli.Run("devices", "--json").Json.EnumerateArray()];
        Assert.SkipUnless(
            devices.Any(row => row.GetProperty("device").GetString() == device + ":0" && row.GetProperty("usable").GetBoolean()),
            $"This program or machine lacks a device: {device}.");
    }
}

using System.CommandLine;
using System.Text.Json;
using L2E.Kernels.Benchmarks.Devices;
using L2E.Kernels.Benchmarks.Roofline;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>gpu</c>: kernels on a device beside those of the CPU, and against what the device's memory and exponentials allow.</summary>
internal static class GpuCommand
{
    public static Command Create()
    {
        Option<string?> device = DeviceOption.Create($"The device: {DeviceOption.Devices}. Default: opencl.");
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table.", Arity = ArgumentArity.Zero };
        Option<string?> svg = new("--svg")
        {
            HelpName = "FILE.svg",
            Description = "Write the device's roofline plot.",
            Arity = ArgumentArity.ExactlyOne,
        };
        Command gpu = new(
            "gpu", "Measures kernels on a device beside this library's own on all processors of this machine, in turn. Half a minute.")
        {
            device, svg, json,
        };
        gpu.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            using OutputFile? file = parsed.GetValue(svg) is { } path ? new OutputFile(svg.Name, path) : null;
            using Device? opened = DeviceOption.Open(parsed.GetValue(device) ?? "opencl");
            if (opened is null)
                throw new InputException(device.Name, "a device beside the CPU", "cpu");
            using WorkerTeam team = new(Environment.ProcessorCount);
            using DeviceSpeed speed = new(opened);
            DeviceBounds bounds = DeviceBounds.Measure(opened, speed);
            DeviceRatios ratios = new(opened, speed, team);
            DeviceRatio[] measured =
            [
                ratios.MeasureScan(1, 1024, 1024), ratios.MeasureScan(8, 128, 512), ratios.MeasureScan(2, 256, 256),
                ratios.MeasureScan(1, 16_384, 32),
                ratios.MeasurePopulationScan(64, 10_000, 4), ratios.MeasurePopulationScan(256, 10_000, 16),
                ratios.MeasureStep(64, 1000), ratios.MeasureStep(64, 10_000), ratios.MeasureStep(256, 10_000),
                ratios.MeasureStep(1024, 10_000),
                ratios.MeasureNoise(256, 10_000), ratios.MeasureRecombination(128, 10_000),
            ];
            if (parsed.GetValue(json))
                JsonOutput.Print(output, writer => WriteJson(writer, opened.Info, bounds, measured));
            else
                Print(output, opened.Info, bounds, measured);
            file?.Complete(stream => RooflinePlot.Write(
                stream, $"Achieved against bound, {opened.Info.Name}", bounds.Bandwidth, bounds.Exponentials,
                [.. measured.Select(ratio => new RooflinePoint(
                    ratio.Kernel, ratio.Shape, "forward", ratio.Cost, ratio.DeviceSeconds, bounds.Bound(ratio.Cost)))]));
        }));
        return gpu;
    }

    private static void Print(TextWriter output, DeviceInfo info, DeviceBounds bounds, DeviceRatio[] measured)
    {
        TextTable table = new(
            "kernel", "shape", "CPU threads", "CPU ms", "device ms", "cold ms", "speed of the device", "GB/s", "Gexp/s", "Gop/s",
            "of bound");
        foreach (DeviceRatio ratio in measured)
        {
            table.Add(
                ratio.Kernel, ratio.Shape, $"{ratio.CpuThreads}", $"{ratio.CpuSeconds * 1e3:F3}", $"{ratio.DeviceSeconds * 1e3:F3}",
                $"{ratio.ColdSeconds * 1e3:F3}", $"{ratio.Speed:F2}x", $"{ratio.Cost.Bytes / ratio.DeviceSeconds / 1e9:F2}",
                $"{ratio.Cost.Exponentials / ratio.DeviceSeconds / 1e9:F2}", $"{ratio.Cost.Operations / ratio.DeviceSeconds / 1e9:F1}",
                $"{bounds.Bound(ratio.Cost) / ratio.DeviceSeconds:P0}");
        }

        output.WriteLine($"{info.Name}, {info.Driver}; CPU with {Environment.ProcessorCount} threads");
        output.WriteLine(
            $"device: copy {bounds.Bandwidth / 1e9:F1} GB/s, exp {bounds.Exponentials / 1e9:F2} G/s, multiplications and additions "
            + $"{bounds.Operations / 1e9:F1} G/s, by its own clock");
        output.WriteLine(
            $"transfers: {bounds.BandwidthToDevice / 1e9:F1} GB/s to it, {bounds.BandwidthFromDevice / 1e9:F1} GB/s back, "
            + "by the clock of the host, in no row");
        TextOutput.Print(output, table);
    }

    private static void WriteJson(Utf8JsonWriter json, DeviceInfo info, DeviceBounds bounds, DeviceRatio[] measured)
    {
        json.WriteStartObject();
        json.WriteString("device", info.Name);
        json.WriteString("driver", info.Driver);
        json.WriteNumber("threads", Environment.ProcessorCount);
        json.WriteNumber("copyBytesPerSecond", bounds.Bandwidth);
        json.WriteNumber("exponentialsPerSecond", bounds.Exponentials);
        json.WriteNumber("operationsPerSecond", bounds.Operations);
        json.WriteNumber("bytesToDevicePerSecond", bounds.BandwidthToDevice);
        json.WriteNumber("bytesFromDevicePerSecond", bounds.BandwidthFromDevice);
        json.WriteStartArray("kernels");
        foreach (DeviceRatio ratio in measured)
        {
            json.WriteStartObject();
            json.WriteString("kernel", ratio.Kernel);
            json.WriteString("shape", ratio.Shape);
            json.WriteNumber("bytes", ratio.Cost.Bytes);
            json.WriteNumber("exponentials", ratio.Cost.Exponentials);
            json.WriteNumber("operations", ratio.Cost.Operations);
            json.WriteNumber("cpuThreads", ratio.CpuThreads);
            json.WriteNumber("cpuSeconds", ratio.CpuSeconds);
            json.WriteNumber("deviceSeconds", ratio.DeviceSeconds);
            json.WriteNumber("coldSeconds", ratio.ColdSeconds);
            json.WriteNumber("boundSeconds", bounds.Bound(ratio.Cost));
            json.WriteNumber("speed", ratio.Speed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

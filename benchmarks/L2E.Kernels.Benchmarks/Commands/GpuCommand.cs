using System.CommandLine;
using L2E.Kernels.Benchmarks.Devices;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>gpu</c>: kernels on a device beside those of the CPU.</summary>
internal static class GpuCommand
{
    public static Command Create()
    {
        Option<string?> device = DeviceOption.Create($"The device: {DeviceOption.Devices}. Default: opencl.");
        Command gpu = new(
            "gpu", "Measures kernels on a device beside this library's own on all processors of this machine, in turn. Half a minute.")
        {
            device,
        };
        gpu.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            using Device? opened = DeviceOption.Open(parsed.GetValue(device) ?? "opencl");
            if (opened is null)
                throw new InputException(device.Name, "a device beside the CPU", "cpu");
            using WorkerTeam team = new(Environment.ProcessorCount);
            DeviceRatios ratios = new(opened, team);
            TextTable table = new("kernel", "shape", "CPU ms", "device ms", "speed of the device");
            foreach (DeviceRatio ratio in (DeviceRatio[])
                [
                    ratios.MeasureScan(1, 1024, 1024), ratios.MeasureScan(8, 128, 512), ratios.MeasureScan(2, 256, 256),
                    ratios.MeasureScan(1, 16_384, 32),
                    ratios.MeasureStep(64, 1000), ratios.MeasureStep(256, 10_000), ratios.MeasureStep(1024, 10_000),
                ])
            {
                table.Add(
                    ratio.Kernel, ratio.Shape, $"{ratio.CpuSeconds * 1e3:F3}", $"{ratio.DeviceSeconds * 1e3:F3}", $"{ratio.Speed:F2}x");
            }

            output.WriteLine($"{opened.Info.Name}, {opened.Info.Driver}; CPU with {Environment.ProcessorCount} threads");
            TextOutput.Print(output, table);
        }));
        return gpu;
    }
}

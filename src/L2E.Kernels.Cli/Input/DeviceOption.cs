using System.CommandLine;
using System.Globalization;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Input;

/// <summary>The option <c>--device</c>: where operators and objectives run.</summary>
internal static class DeviceOption
{
    /// <summary>What stands for a device other than the CPU.</summary>
    public const string Devices = "opencl[:N], cuda[:N], ilgpu-cpu, ilgpu-opencl[:N] or ilgpu-cuda[:N]";

    private const string Name = "--device", Cpu = "cpu", Expected = $"{Cpu}, {Devices} (l2e devices lists them)";

    /// <summary>The option.</summary>
    /// <param name="description">What it does in this command.</param>
    public static Option<string?> Create(string description) =>
        new(Name) { HelpName = "DEVICE", Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>How a device is called on the command line; null is the CPU.</summary>
    public static string GetName(Device? device) => device is null ? Cpu : $"{Device.GetName(device.Info.Kind)}:{device.Info.Index}";

    /// <summary>Opens the device that was asked for; null for the CPU, which is the default.</summary>
    /// <exception cref="InputException">There is no such device, or it cannot be used.</exception>
    public static Device? Open(string? given)
    {
        if (given is null or Cpu)
            return null;
        string[] parts = given.Split(':');
        DeviceKind[] kinds = [.. Enum.GetValues<DeviceKind>().Where(kind => Device.GetName(kind) == parts[0])];
        int index = 0;
        bool hasIndex = parts.Length == 1
            || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index));
        if (kinds.Length == 0 || !hasIndex)
            throw new InputException(Name, Expected, Quoted.Text(given));
        IlgpuDevices.Register();
        try
        {
            return Device.Open(kinds[0], index);
        }
        catch (DeviceException exception)
        {
            throw new InputException($"{Name}: {exception.Message}");
        }
    }
}

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>A kernel on a device and on the CPU.</summary>
/// <param name="Kernel">Which.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="CpuSeconds">Time on the CPU.</param>
/// <param name="DeviceSeconds">Time on the device, from launch to end, without transfers.</param>
/// <param name="Speed">How often the device does it while the CPU does it once.</param>
internal sealed record DeviceRatio(string Kernel, string Shape, double CpuSeconds, double DeviceSeconds, double Speed);

using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>A kernel on a device and on the CPU.</summary>
/// <param name="Kernel">Which.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Cost">Its work.</param>
/// <param name="CpuThreads">Threads on the CPU: all where the operator takes a team, else one.</param>
/// <param name="CpuSeconds">Time on the CPU, by the clock of the host.</param>
/// <param name="DeviceSeconds">
/// Time on the device, launch behind launch, by its own clock: without transfers, and without the launch before it begins.
/// </param>
/// <param name="ColdSeconds">The same of one launch behind a copy that leaves nothing else in the caches.</param>
/// <param name="Speed">How often the device does it while the CPU does it once.</param>
internal sealed record DeviceRatio(
    string Kernel, string Shape, Cost Cost, int CpuThreads, double CpuSeconds, double DeviceSeconds, double ColdSeconds, double Speed);

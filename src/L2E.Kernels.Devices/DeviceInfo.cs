namespace L2E.Kernels.Devices;

/// <summary>What a driver says of a device.</summary>
/// <param name="Kind">The driver.</param>
/// <param name="Index">Number of the device among those of the driver, from 0.</param>
/// <param name="Name">Name of the device.</param>
/// <param name="Driver">Who made the driver, and its version.</param>
/// <param name="Version">What the device supports: a version of OpenCL, or a compute capability.</param>
/// <param name="Memory">Its memory in bytes.</param>
/// <param name="Refusal">Why it cannot be used; null where it can.</param>
public sealed record DeviceInfo(DeviceKind Kind, int Index, string Name, string Driver, string Version, ulong Memory, string? Refusal);

namespace L2E.Kernels.Devices;

/// <summary>A box on a device.</summary>
/// <param name="Lower">Lower ends, [dimension].</param>
/// <param name="Upper">Upper ends, [dimension].</param>
public readonly record struct DeviceBox(DeviceBuffer<float> Lower, DeviceBuffer<float> Upper);

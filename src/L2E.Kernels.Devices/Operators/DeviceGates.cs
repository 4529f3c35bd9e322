using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>The gates of a population scan on a device, or destinations (+=) of their gradients.</summary>
/// <param name="Delta">Step sizes, [population].</param>
/// <param name="Decay">Decay rates, [states].</param>
/// <param name="B">Input gates, [population, states].</param>
/// <param name="C">Output gates, [population, states].</param>
public readonly record struct DeviceGates(
    DeviceBuffer<float> Delta, DeviceBuffer<float> Decay, DeviceBuffer<float> B, DeviceBuffer<float> C)
{
    /// <summary>Checks the lengths; names are those of the tensors behind a prefix, such as that of a gradient.</summary>
    internal void Validate(PopulationScanShape shape, string prefix = "")
    {
        shape.Validate();
        BufferGuard.Length(Delta, shape.Population, "population", prefix + "delta");
        BufferGuard.Length(Decay, shape.States, "states", prefix + "decay");
        BufferGuard.Length(B, shape.Gates, "population * states", prefix + "B");
        BufferGuard.Length(C, shape.Gates, "population * states", prefix + "C");
    }
}

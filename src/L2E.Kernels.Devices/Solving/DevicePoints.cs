namespace L2E.Kernels.Devices;

/// <summary>Points that kernels write, and their evaluation.</summary>
internal sealed class DevicePoints : IDisposable
{
    private readonly DevicePopulationEvaluation evaluation;
    private readonly DeviceRotation? rotation;
    private readonly DeviceBuffer<float> scratch;
    private readonly DeviceBuffer<float>? room;

    /// <param name="device">The device.</param>
    /// <param name="evaluation">The objective on it; the caller's to dispose of.</param>
    /// <param name="rotation">Its rotation, the caller's too; null where it has none.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="capacity">The most points.</param>
    /// <exception cref="DeviceException">The device has not enough memory.</exception>
    public DevicePoints(Device device, DevicePopulationEvaluation evaluation, DeviceRotation? rotation, int dimension, int capacity)
    {
        (this.evaluation, this.rotation) = (evaluation, rotation);
        int elements = Guard.Product("population", "points * dimension", capacity, dimension);
        try
        {
            Shifted = device.Allocate<float>(elements);
            room = rotation is null ? null : device.Allocate<float>(elements);
            scratch = device.Allocate<float>(evaluation.GetScratchLength(capacity));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The points, [dimension, count] for as many as there are, less the shift of the objective's placement.</summary>
    public DeviceBuffer<float> Shifted { get; }

    /// <summary>Evaluates the first points, which are lost, and does not wait for it.</summary>
    /// <param name="fitness">Destination (=), its first elements.</param>
    /// <param name="count">How many.</param>
    public void Evaluate(DeviceBuffer<float> fitness, int count) =>
        evaluation.Launch(rotation?.Apply(Shifted, room!, count) ?? Shifted, scratch, fitness, count);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Shifted?.Dispose();
        room?.Dispose();
        scratch?.Dispose();
    }
}

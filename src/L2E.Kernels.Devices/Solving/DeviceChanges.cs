namespace L2E.Kernels.Devices;

/// <summary>
/// Evaluates changes of a point in one coordinate each: the point is copied to the device when it is another one, a change is a coordinate
/// and its value.
/// </summary>
internal sealed class DeviceChanges : IDisposable
{
    private readonly DevicePoints points;
    private readonly DeviceKernel change;
    private readonly DeviceBuffer<float> origin, values, results;
    private readonly DeviceBuffer<int> coordinates;
    private readonly float[] hostOrigin, hostValues;
    private readonly int[] hostCoordinates;
    private readonly double[] shift;
    private long originVersion = -1;

    /// <param name="device">The device.</param>
    /// <param name="evaluation">The objective on it; the caller's to dispose of.</param>
    /// <param name="rotation">Its rotation, the caller's too; null where it has none.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="capacity">The most changes at once.</param>
    /// <exception cref="DeviceException">The kernel does not compile, or the device has not enough memory.</exception>
    public DeviceChanges(Device device, DevicePopulationEvaluation evaluation, DeviceRotation? rotation, int dimension, int capacity)
    {
        (hostOrigin, hostValues, hostCoordinates) = (new float[dimension], new float[capacity], new int[capacity]);
        shift = new double[dimension];
        evaluation.Placement.Shift.CopyTo(shift);
        points = new DevicePoints(device, evaluation, rotation, dimension, capacity);
        try
        {
            change = device.Load("population-change");
            origin = device.Allocate<float>(dimension);
            values = device.Allocate<float>(capacity);
            results = device.Allocate<float>(capacity);
            coordinates = device.Allocate<int>(capacity);
        }
        catch (DeviceException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The fitness of changes of the batch's origin.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">The first change.</param>
    /// <param name="fitness">Destination (=), one value for each.</param>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Evaluate(CandidateBatch batch, int first, Span<double> fitness)
    {
        if (batch.OriginVersion != originVersion)
        {
            for (int d = 0; d < hostOrigin.Length; d++)
                hostOrigin[d] = (float)(batch.Origin[d] - shift[d]);
            origin.Write(hostOrigin);
            originVersion = batch.OriginVersion;
        }

        int count = fitness.Length;
        for (int i = 0; i < count; i++)
        {
            CoordinateChange changed = batch.Changes[first + i];
            hostCoordinates[i] = changed.Coordinate;
            hostValues[i] = (float)(changed.Value - shift[changed.Coordinate]);
        }

        coordinates.WriteFirst(hostCoordinates.AsSpan(0, count));
        values.WriteFirst(hostValues.AsSpan(0, count));
        change.Launch(
            hostOrigin.Length, count,
            [
                KernelArgument.Of(origin), KernelArgument.Of(coordinates), KernelArgument.Of(values), KernelArgument.Of(points.Shifted),
                KernelArgument.Of(hostOrigin.Length), KernelArgument.Of(count),
            ]);
        points.Evaluate(results, count);
        results.ReadFirst(hostValues.AsSpan(0, count));
        for (int i = 0; i < count; i++)
            fitness[i] = hostValues[i];
    }

    /// <summary>Gives kernel and memory back.</summary>
    public void Dispose()
    {
        points.Dispose();
        change?.Dispose();
        origin?.Dispose();
        values?.Dispose();
        results?.Dispose();
        coordinates?.Dispose();
    }
}

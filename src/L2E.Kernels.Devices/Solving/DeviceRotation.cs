namespace L2E.Kernels.Devices;

/// <summary>The rotation of an objective's placement, for points on a device.</summary>
internal sealed class DeviceRotation : IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly DeviceKernel rotate;
    private readonly Layer[] layers;
    private readonly int dimension;

    /// <param name="device">The device.</param>
    /// <param name="placement">The placement, with a rotation.</param>
    /// <exception cref="DeviceException">The kernel does not compile, or the device has not enough memory.</exception>
    public DeviceRotation(Device device, Placement placement)
    {
        dimension = placement.Dimension;
        RotationLayer[] given = placement.GetRotation();
        layers = new Layer[given.Length];
        try
        {
            owned.Add(rotate = device.Load("placement-rotate"));
            for (int i = 0; i < given.Length; i++)
            {
                DeviceBuffer<int>? permutation = device.Upload(given[i].Permutation);
                if (permutation is not null)
                    owned.Add(permutation);
                DeviceBuffer<float> columns = device.Upload(given[i].Columns)!;
                owned.Add(columns);
                layers[i] = new Layer(given[i].Width, permutation, columns);
            }
        }
        catch (DeviceException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Rotates points.</summary>
    /// <param name="points">The points, [dimension, count]; scratch afterwards.</param>
    /// <param name="room">As much memory, which takes the results too.</param>
    /// <param name="count">How many points.</param>
    /// <returns>Which of both has the rotated points.</returns>
    public DeviceBuffer<float> Apply(DeviceBuffer<float> points, DeviceBuffer<float> room, int count)
    {
        foreach (Layer layer in layers)
        {
            rotate.Launch(
                dimension, count,
                [
                    KernelArgument.Of(points), KernelArgument.Of(layer.Permutation), KernelArgument.Of(layer.Columns), KernelArgument.Of(room),
                    KernelArgument.Of(dimension), KernelArgument.Of(layer.Width), KernelArgument.Of(count),
                ]);
            (points, room) = (room, points);
        }

        return points;
    }

    /// <summary>Gives kernel and memory back.</summary>
    public void Dispose()
    {
        foreach (IDisposable part in owned)
            part.Dispose();
        owned.Clear();
    }

    private sealed class Layer(int width, DeviceBuffer<int>? permutation, DeviceBuffer<float> columns)
    {
        public int Width => width;

        public DeviceBuffer<int>? Permutation => permutation;

        public DeviceBuffer<float> Columns => columns;
    }
}

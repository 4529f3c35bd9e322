using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Devices;

/// <summary>
/// The values of an objective for whole populations, on a device, in float. The objective's data are copied there once; placements are
/// applied on the host, in double, before the points are rounded.
/// </summary>
public sealed class DevicePopulationEvaluation : IDisposable
{
    private readonly DeviceKernel kernel;
    private readonly DeviceBuffer<float>? data, scratch;
    private readonly DeviceBuffer<int>? layout;
    private readonly DeviceBuffer<float> points, values;
    private readonly float[] hostPoints, hostValues;
    private readonly double[] mapped;
    private readonly int dimension, capacity, scratchOfPoint;

    /// <summary>Compiles the kernel, copies the objective's data and reserves memory for a population.</summary>
    /// <param name="device">The device.</param>
    /// <param name="kernel">The evaluation by the objective's code, lowered for the device's driver.</param>
    /// <param name="binding">The objective, made for <paramref name="dimension"/> coordinates.</param>
    /// <param name="dimension">Number of coordinates, 1 or more.</param>
    /// <param name="capacity">The most points of a population, 1 or more.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    /// <exception cref="DeviceException">The kernel does not compile, or the device has not enough memory.</exception>
    public DevicePopulationEvaluation(Device device, LoweredKernel kernel, IDeviceBinding binding, int dimension, int capacity)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(binding);
        Guard.AtLeast(dimension, 1);
        Guard.AtLeast(capacity, 1);
        int elements = Guard.Product("population", "capacity * dimension", capacity, dimension);
        (this.dimension, this.capacity, Placement) = (dimension, capacity, binding.Placement);
        scratchOfPoint = binding.GetScratchLength(dimension);
        int scratchElements = GetScratchLength(capacity);
        (hostPoints, hostValues) = (new float[elements], new float[capacity]);
        mapped = new double[Placement.Dimension == 0 ? 0 : Placement.ScratchLength];
        float[] reals = new float[binding.DataLength];
        int[] integers = new int[binding.LayoutLength];
        binding.WriteData(reals, integers);
        this.kernel = device.Load(kernel);
        try
        {
            data = device.Upload<float>(reals);
            layout = device.Upload<int>(integers);
            scratch = device.Allocate<float>(scratchElements);
            points = device.Allocate<float>(elements);
            values = device.Allocate<float>(capacity);
        }
        catch (DeviceException)
        {
            // What was reserved before the device ran out of memory is given back.
            Dispose();
            throw;
        }
    }

    /// <summary><c>fitness_i = f(candidates_i)</c>, and waits for it. Nothing is allocated.</summary>
    /// <param name="candidates">The points, at most as many as the capacity, [count, dimension].</param>
    /// <param name="fitness">Destination (=), [count].</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness)
    {
        int count = candidates.Height;
        Guard.InRange(count, 0, capacity, "candidates");
        if (count == 0)
            return;
        Guard.InRange(candidates.Width, dimension, dimension, "dimension");
        Guard.Length<double>(fitness, count, "candidates");
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> point = candidates.GetRowSpan(i);
            if (Placement.Dimension != 0)
                point = Placement.Map(point, mapped);
            for (int d = 0; d < dimension; d++)
                hostPoints[d * count + i] = (float)point[d];
        }

        points.WriteFirst(hostPoints.AsSpan(0, count * dimension));
        Launch(points, scratch, values, count);
        values.ReadFirst(hostValues.AsSpan(0, count));
        for (int i = 0; i < count; i++)
            fitness[i] = hostValues[i];
    }

    /// <summary>The placement that is applied before.</summary>
    internal Placement Placement { get; }

    /// <summary>Floats of scratch that <see cref="Launch"/> needs.</summary>
    internal int GetScratchLength(int count) => Guard.Product("scratch", "count * scratch of a point", count, scratchOfPoint);

    /// <summary>Evaluates points that are on the device, and does not wait for it.</summary>
    /// <param name="placed">The points, placed, [dimension, count].</param>
    /// <param name="room">At least <see cref="GetScratchLength"/> floats.</param>
    /// <param name="fitness">Destination (=), its first elements.</param>
    /// <param name="count">Number of points.</param>
    internal void Launch(DeviceBuffer<float> placed, DeviceBuffer<float>? room, DeviceBuffer<float> fitness, int count) =>
        kernel.Launch(
            count, 1,
            [
                KernelArgument.Of(placed), KernelArgument.Of(data), KernelArgument.Of(layout), KernelArgument.Of(room),
                KernelArgument.Of(fitness), KernelArgument.Of(dimension), KernelArgument.Of(count),
            ]);

    /// <summary>Gives the kernel and the memory back.</summary>
    public void Dispose()
    {
        kernel.Dispose();
        data?.Dispose();
        layout?.Dispose();
        scratch?.Dispose();
        points?.Dispose();
        values?.Dispose();
    }
}

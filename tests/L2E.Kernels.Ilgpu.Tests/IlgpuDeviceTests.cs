using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Ilgpu.Tests;

/// <summary>Operators on an accelerator, a stream and buffers that are the caller's.</summary>
public sealed class IlgpuDeviceTests : IDisposable
{
    private const int GroupSize = 64;

    private readonly Context context = Context.Create(builder =>
        builder.CPU(new CPUDevice(4, GroupSize / 4, 1)).EnableAlgorithms().EnableDeviceMath());

    private readonly Accelerator accelerator;
    private readonly AcceleratorStream stream;

    public IlgpuDeviceTests()
    {
        accelerator = context.CreateCPUAccelerator(0);
        stream = accelerator.CreateStream();
    }

    [Fact]
    public void An_operator_works_on_buffers_of_the_caller_and_leaves_them_to_him()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> bounds = accelerator.Allocate1D<float>([2, 0.5f]);
        using MemoryBuffer1D<float, Stride1D.Dense> rows = accelerator.Allocate1D<float>([1, 2, 3, 4, 5, 6]);
        using (IlgpuDevice device = new(accelerator, stream))
        using (DeviceBuffer<float> rowBound = device.Wrap(bounds), y = device.Wrap(rows))
        using (DeviceContractionProjection projection = new(device))
        {
            projection.Forward(2, 3, 1, rowBound, y, y);
            device.Synchronize();
        }

        // Rows of a bound above 1 are scaled to it.
        Assert.Equal([0.5f, 1, 1.5f, 4, 5, 6], rows.GetAsArray1D(stream));
    }

    [Fact]
    public void An_OpenCL_device_that_ILGPU_refuses_is_let_in()
    {
        using Context own = Context.Create(builder =>
            builder.EnableOpenClDevices().Optimize(OptimizationLevel.O2).EnableAlgorithms().EnableDeviceMath());
        Assert.SkipWhen(own.GetCLDevices().Count == 0, "This machine lacks a device of OpenCL.");
        using CLAccelerator openCl = own.CreateCLAccelerator(0);
        using AcceleratorStream queue = openCl.CreateStream();
        using MemoryBuffer1D<float, Stride1D.Dense> bounds = openCl.Allocate1D<float>([2, 0.5f]);
        using MemoryBuffer1D<float, Stride1D.Dense> rows = openCl.Allocate1D<float>([1, 2, 3, 4, 5, 6]);
        using (IlgpuDevice device = new(openCl, queue))
        using (DeviceBuffer<float> rowBound = device.Wrap(bounds), y = device.Wrap(rows))
        using (DeviceContractionProjection projection = new(device))
        {
            projection.Forward(2, 3, 1, rowBound, y, y);
            device.Synchronize();
        }

        Assert.Equal([0.5f, 1, 1.5f, 4, 5, 6], rows.GetAsArray1D(queue));
    }

    [Fact]
    public void A_buffer_of_another_accelerator_is_refused()
    {
        using IlgpuDevice device = new(accelerator, stream);
        using Accelerator other = context.CreateCPUAccelerator(0);
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = other.Allocate1D<float>(3);

        ArgumentException wrong = Assert.Throws<ArgumentException>(() => device.Wrap(buffer));

        Assert.StartsWith("buffer: expected memory of ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_whose_CSharp_the_device_was_not_given_is_named()
    {
        using IlgpuDevice device = new(accelerator, stream);

        DeviceException wrong = Assert.Throws<DeviceException>(() =>
            device.Load(LoweredKernel.Find("evaluate-sphere", device.Info.Kind)));

        Assert.Equal("ilgpu-cpu: the C# of the kernel 'evaluate-sphere' is not among what the device was given", wrong.Message);
    }

    [Fact]
    public void What_crosses_to_the_device_and_back_is_counted()
    {
        using IlgpuDevice device = new(accelerator, stream);
        using DeviceBuffer<float> buffer = device.Upload<float>([1, 2, 3])!;
        float[] elements = new float[3];
        buffer.Read(elements);

        Assert.Equal([1, 2, 3], elements);
        Assert.Equal(new DeviceTraffic(12, 12, 1), device.Traffic);
    }

    public void Dispose()
    {
        stream.Dispose();
        accelerator.Dispose();
        context.Dispose();
    }
}

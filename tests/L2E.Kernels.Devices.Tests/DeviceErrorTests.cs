namespace L2E.Kernels.Devices.Tests;

/// <summary>What a device cannot do is said in one line.</summary>
public sealed class DeviceErrorTests(OpenClFixture fixture) : DeviceTests(fixture), IClassFixture<OpenClFixture>
{
    private const string Header = "// kernel: sample\n// entry: run\n// parameters: view float\n";

    [Fact]
    public void A_kernel_that_does_not_build_gives_the_first_error_of_the_log()
    {
        DeviceException wrong = Assert.Throws<DeviceException>(() => Device.Load(LoweredKernel.Parse(Header + "kernel void run( {")));

        Assert.StartsWith("opencl: the kernel 'sample' does not build: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("error", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void An_entry_that_is_not_there_is_named()
    {
        DeviceException wrong = Assert.Throws<DeviceException>(() =>
            Device.Load(LoweredKernel.Parse(Header + "kernel void other(global float* x) { x[0] = 1; }")));

        Assert.StartsWith("opencl: could not find the entry 'run' of the kernel 'sample': ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_of_another_number_or_kind_are_named()
    {
        const string Source = "struct view { int offset; long length; };"
            + "kernel void run(global float* x, struct view v, float f) { x[0] = f; }";
        using DeviceKernel kernel = Device.Load(LoweredKernel.Parse(Header + Source));
        using DeviceBuffer<float> x = Upload([0]);

        ArgumentException missing = Assert.Throws<ArgumentException>(() => kernel.Launch(1, 1, [KernelArgument.Of(x)]));
        ArgumentException other = Assert.Throws<ArgumentException>(() =>
            kernel.Launch(1, 1, [KernelArgument.Of(x), KernelArgument.Of(1)]));
        kernel.Launch(1, 1, [KernelArgument.Of(x), KernelArgument.Of(2.5f)]);

        Assert.Equal("arguments: expected 2 elements (parameters of the kernel), got 1", missing.Message);
        Assert.Equal("arguments[1]: expected Real, got Word", other.Message);
        Assert.Equal([2.5f], Download(x));
    }

    [Fact]
    public void More_memory_than_there_is_is_refused()
    {
        List<DeviceBuffer<double>> buffers = [];
        try
        {
            DeviceException wrong = Assert.Throws<DeviceException>(() =>
            {
                while (buffers.Count < 64)
                    buffers.Add(Device.Allocate<double>(int.MaxValue));
            });

            Assert.StartsWith("opencl: could not reserve 17179869176 bytes on the device: ", wrong.Message, StringComparison.Ordinal);
        }
        finally
        {
            buffers.ForEach(buffer => buffer.Dispose());
        }
    }

    [Fact]
    public void A_buffer_that_was_disposed_of_is_refused()
    {
        DeviceBuffer<float> buffer = Upload([1, 2]);
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.Read(new float[2]));
        Assert.Throws<ObjectDisposedException>(() => KernelArgument.Of(buffer));
    }

    [Fact]
    public void What_crosses_to_the_device_and_back_is_counted()
    {
        DeviceTraffic before = Device.Traffic;
        using DeviceBuffer<float> buffer = Upload([1, 2, 3]);
        Download(buffer);
        Download(buffer);

        Assert.Equal(new DeviceTraffic(12, 24, 2), Device.Traffic.Since(before));
    }

    [Theory]
    [InlineData("", "text: expected '// kernel:' at the beginning of line 1, got ''")]
    [InlineData("// kernel: a\n// parameters:\n", "text: expected '// entry:' at the beginning of line 2, got '// parameters:'")]
    [InlineData(
        "// kernel: a\n// entry: b\n// parameters: bool\n", "text: expected view, int, long or float as the kind of a parameter, got bool")]
    public void A_text_without_a_launch_signature_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => LoweredKernel.Parse(text)).Message);

    [Fact]
    public void A_device_number_that_is_not_there_is_refused()
    {
        int count = Device.List(Device.Info.Kind).Count;

        DeviceException wrong = Assert.Throws<DeviceException>(() => Device.Open(DeviceKind.OpenCl, count));

        Assert.StartsWith($"opencl:{count}: the driver has ", wrong.Message, StringComparison.Ordinal);
    }
}

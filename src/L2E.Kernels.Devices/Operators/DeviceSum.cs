namespace L2E.Kernels.Devices;

/// <summary>Sums of what kernels have left in parts, in a fixed order.</summary>
internal sealed class DeviceSum(Device device) : IDisposable
{
    private readonly DeviceKernel kernel = device.Load("sum");

    /// <summary><c>y_i = sum_r x_(first + i stride + r step)</c>, or that added to y_i.</summary>
    /// <param name="x">What is summed.</param>
    /// <param name="first">The first term of the first sum.</param>
    /// <param name="stride">Elements between the first terms of two sums.</param>
    /// <param name="step">Elements between two terms of a sum.</param>
    /// <param name="terms">Terms of a sum.</param>
    /// <param name="y">Destination (= or +=); as many sums as it has elements.</param>
    /// <param name="accumulate">Whether the sums are added to what is there.</param>
    public void Run(DeviceBuffer<float> x, int first, int stride, int step, int terms, DeviceBuffer<float> y, bool accumulate = false) =>
        kernel.Launch(
            y.Length, 1,
            [
                KernelArgument.Of(x), KernelArgument.Of(y), KernelArgument.Of(first), KernelArgument.Of(stride), KernelArgument.Of(step),
                KernelArgument.Of(terms), KernelArgument.Of(y.Length), KernelArgument.Of(accumulate ? 1 : 0),
            ]);

    public void Dispose() => kernel.Dispose();
}

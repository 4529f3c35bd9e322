using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary><see cref="Recombination"/> on a device: the same sums, bit for bit.</summary>
public sealed class DeviceRecombination : IDisposable
{
    private readonly DeviceKernel kernel;

    /// <summary>Compiles the kernel.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">It does not compile.</exception>
    public DeviceRecombination(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        kernel = device.Load("recombination");
    }

    /// <summary>The three weighted sums.</summary>
    /// <param name="pairs">Antithetic pairs, 0 or more; with 0 the sums are 0.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="E">One of each pair, [pairs, dimension].</param>
    /// <param name="stepWeights">Weights of the step, [pairs].</param>
    /// <param name="momentWeights">Weights of the squares, [pairs].</param>
    /// <param name="gradientWeights">Weights of the gradient, [pairs].</param>
    /// <param name="step">Destination (=), [dimension].</param>
    /// <param name="moment">Destination (=), [dimension].</param>
    /// <param name="gradient">Destination (=), [dimension]. No destination may be an input or another destination.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(
        int pairs, int dimension, DeviceBuffer<float> E, DeviceBuffer<float> stepWeights, DeviceBuffer<float> momentWeights,
        DeviceBuffer<float> gradientWeights, DeviceBuffer<float> step, DeviceBuffer<float> moment, DeviceBuffer<float> gradient)
    {
        Guard.AtLeast(pairs, 0);
        Guard.AtLeast(dimension, 0);
        BufferGuard.Length(E, Guard.Product("E", "pairs * dimension", pairs, dimension), "pairs * dimension");
        BufferGuard.Length(stepWeights, pairs, "pairs");
        BufferGuard.Length(momentWeights, pairs, "pairs");
        BufferGuard.Length(gradientWeights, pairs, "pairs");
        BufferGuard.Length(step, dimension, "dimension");
        BufferGuard.Length(moment, dimension, "dimension");
        BufferGuard.Length(gradient, dimension, "dimension");
        Launch(pairs, dimension, E, stepWeights, momentWeights, gradientWeights, step, moment, gradient);
    }

    /// <summary>Gives the kernel back.</summary>
    public void Dispose() => kernel.Dispose();

    /// <summary><see cref="Forward"/> with buffers that may be longer.</summary>
    internal void Launch(
        int pairs, int dimension, DeviceBuffer<float> E, DeviceBuffer<float> stepWeights, DeviceBuffer<float> momentWeights,
        DeviceBuffer<float> gradientWeights, DeviceBuffer<float> step, DeviceBuffer<float> moment, DeviceBuffer<float> gradient) =>
        kernel.Launch(
            dimension, 1,
            [
                KernelArgument.Of(E), KernelArgument.Of(stepWeights), KernelArgument.Of(momentWeights),
                KernelArgument.Of(gradientWeights), KernelArgument.Of(step), KernelArgument.Of(moment), KernelArgument.Of(gradient),
                KernelArgument.Of(pairs), KernelArgument.Of(dimension),
            ]);
}

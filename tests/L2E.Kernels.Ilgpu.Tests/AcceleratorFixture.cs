using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace L2E.Kernels.Ilgpu.Tests;

/// <summary>ILGPU's CPU accelerator, which needs no device: kernels are compiled and run as ILGPU understands them.</summary>
public sealed class AcceleratorFixture : IDisposable
{
    private readonly Context context = Context.Create(builder => builder.CPU().EnableAlgorithms().EnableDeviceMath());

    public AcceleratorFixture() => Accelerator = context.CreateCPUAccelerator(0);

    public Accelerator Accelerator { get; }

    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }
}

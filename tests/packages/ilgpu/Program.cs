using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using L2E.Kernels.Devices;
using L2E.Kernels.Ilgpu;
using L2E.Kernels.Operators;

// An operator of the package on an accelerator, a stream and buffers of this program, beside the same one on the CPU.
using Context context = Context.Create(builder => builder.CPU(new CPUDevice(4, 16, 1)).EnableAlgorithms().EnableDeviceMath());
using Accelerator accelerator = context.CreateCPUAccelerator(0);
using AcceleratorStream stream = accelerator.CreateStream();
float[] bounds = [2, 0.5f], rows = [1, 2, 3, 4, 5, 6], expected = new float[6];
ContractionProjection.Forward(2, 3, 0.9f, bounds, rows, expected);
using MemoryBuffer1D<float, Stride1D.Dense> bound = accelerator.Allocate1D(bounds), y = accelerator.Allocate1D(rows);
using IlgpuDevice device = new(accelerator, stream);
using DeviceContractionProjection projection = new(device);
using (DeviceBuffer<float> rowBound = device.Wrap(bound), projected = device.Wrap(y))
    projection.Forward(2, 3, 0.9f, rowBound, projected, projected);
device.Synchronize();
bool isSame = expected.SequenceEqual(y.GetAsArray1D(stream));
Console.WriteLine($"{device.Info.Driver}: {(isSame ? "the bits of the CPU" : "other bits than the CPU")}");
return isSame ? 0 : 1;

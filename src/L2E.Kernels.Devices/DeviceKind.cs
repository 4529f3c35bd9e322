namespace L2E.Kernels.Devices;

/// <summary>The driver that a device is reached by.</summary>
public enum DeviceKind
{
    /// <summary>OpenCL: libOpenCL.so.1, and kernels lowered ahead of time.</summary>
    OpenCl,

    /// <summary>CUDA: libcuda.so.1, and kernels lowered ahead of time.</summary>
    Cuda,

    /// <summary>ILGPU's emulator of a device on the CPU: the kernels as CUDA has them, slowly.</summary>
    IlgpuCpu,

    /// <summary>OpenCL through ILGPU, which compiles the kernels just in time.</summary>
    IlgpuOpenCl,

    /// <summary>CUDA through ILGPU, which compiles the kernels just in time.</summary>
    IlgpuCuda,
}

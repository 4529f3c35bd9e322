namespace L2E.Kernels.Devices;

/// <summary>The driver that a device is reached by.</summary>
public enum DeviceKind
{
    /// <summary>OpenCL: libOpenCL.so.1.</summary>
    OpenCl,

    /// <summary>CUDA: libcuda.so.1.</summary>
    Cuda,
}

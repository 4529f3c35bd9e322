namespace L2E.Kernels;

/// <summary>
/// An objective as code for a device: what a kernel takes as its type argument. It computes in float, whatever the objective computes
/// in, and has no state: its data come as arguments. The source generator writes implementations where ILGPU is referenced.
/// </summary>
public interface IDeviceObjective
{
    /// <summary>The objective at one point: f(x), in float. NaN is passed through as <c>Evaluate</c> of the source passes it.</summary>
    /// <typeparam name="TFloats">How the kernel refers to floats.</typeparam>
    /// <typeparam name="TIntegers">How it refers to integers.</typeparam>
    /// <param name="x">The point, <c>[dimension]</c>, in the coordinates of <see cref="IDeviceBinding.Placement"/>; read only.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="data">What <see cref="IDeviceBinding.WriteData"/> wrote as <c>data</c>; read only.</param>
    /// <param name="layout">What it wrote as <c>layout</c>; read only.</param>
    /// <param name="scratch">
    /// <see cref="IDeviceBinding.GetScratchLength"/> floats of this point's own; their contents before and after are undefined.
    /// </param>
    static abstract float Evaluate<TFloats, TIntegers>(TFloats x, int dimension, TFloats data, TIntegers layout, TFloats scratch)
        where TFloats : struct, IDeviceArray<float>
        where TIntegers : struct, IDeviceArray<int>;
}

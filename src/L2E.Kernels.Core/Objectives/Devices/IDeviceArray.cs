namespace L2E.Kernels;

/// <summary>
/// Elements in a device's memory, as a kernel sees them: a struct around a view of its runtime, such as ILGPU's <c>ArrayView</c>, with
/// the place of the first element and the distance between two, if a candidate's coordinates do not lie side by side.
/// </summary>
/// <remarks>Generated code reads and writes inside of the lengths that it is documented with; nothing is checked in a kernel.</remarks>
/// <typeparam name="T">Type of an element.</typeparam>
public interface IDeviceArray<T>
    where T : unmanaged
{
    /// <summary>An element.</summary>
    /// <param name="index">Its index, from 0.</param>
    T this[int index] { get; set; }
}

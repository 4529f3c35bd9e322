using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>The values of an objective for a whole population, on a device.</summary>
public static class PopulationEvaluationKernels
{
    /// <summary><c>fitness_i = f(x_i)</c></summary>
    /// <remarks>Grid: x has a work item for each point. The population and the scratch lie coordinate by coordinate.</remarks>
    /// <typeparam name="TObjective">The objective.</typeparam>
    /// <param name="population">The points, [dimension, count], in the coordinates of the binding's placement.</param>
    /// <param name="data">What the binding wrote as data.</param>
    /// <param name="layout">What it wrote as layout.</param>
    /// <param name="scratch">Scratch, [scratch length of the binding, count].</param>
    /// <param name="fitness">Destination (=), [count].</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="count">Points.</param>
    public static void Evaluate<TObjective>(
        ArrayView<float> population, ArrayView<float> data, ArrayView<int> layout, ArrayView<float> scratch, ArrayView<float> fitness,
        int dimension, int count)
        where TObjective : struct, IDeviceObjective
    {
        int i = Grid.GlobalIndex.X;
        if (i >= count)
            return;
        fitness[i] = TObjective.Evaluate(
            new DeviceArray<float>(population, i, count), dimension, new DeviceArray<float>(data, 0, 1),
            new DeviceArray<int>(layout, 0, 1), new DeviceArray<float>(scratch, i, count));
    }

    /// <summary>Elements of a view that lie a stride apart.</summary>
    private struct DeviceArray<T>(ArrayView<T> view, int start, int stride) : IDeviceArray<T>
        where T : unmanaged
    {
        public T this[int index]
        {
            readonly get => view[start + (long)index * stride];
            set => view[start + (long)index * stride] = value;
        }
    }
}

using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>What a device can do at most: kernels that do one thing alone.</summary>
public static class DeviceSpeedKernels
{
    /// <summary><c>y = x</c></summary>
    /// <remarks>
    /// Grid: any number of work items along x. In groups, neighbours copy neighbours; by itself, each copies a stretch of its own.
    /// </remarks>
    /// <typeparam name="TLayout">Whether there are groups.</typeparam>
    /// <param name="x">What is copied, [length].</param>
    /// <param name="y">Destination (=), [length].</param>
    /// <param name="length">Elements.</param>
    /// <param name="items">Work items.</param>
    public static void Copy<TLayout>(ArrayView<float> x, ArrayView<float> y, int length, int items)
        where TLayout : struct, IWorkLayout
    {
        int item = Grid.GlobalIndex.X;
        if (item >= items)
            return;
        if (TLayout.GroupSize > 1)
        {
            for (int i = item; i < length; i += items)
                y[i] = x[i];
        }
        else
        {
            int chunk = (length + items - 1) / items, start = item * chunk, end = length - start < chunk ? length : start + chunk;
            for (int i = start; i < end; i++)
                y[i] = x[i];
        }
    }

    /// <summary>
    /// Exponentials as the selective scan has them, of results of exponentials; their sum keeps compilers from leaving them out.
    /// </summary>
    /// <remarks>Grid: any number of work items along x, each with as many chains as it has columns, eight times.</remarks>
    /// <typeparam name="TLayout">Columns of a work item.</typeparam>
    /// <param name="y">Destination (=), [items].</param>
    /// <param name="steps">Exponentials of each chain.</param>
    /// <param name="items">Work items.</param>
    public static void Exponentials<TLayout>(ArrayView<float> y, int steps, int items)
        where TLayout : struct, IWorkLayout
    {
        int item = Grid.GlobalIndex.X;
        if (item >= items)
            return;
        ArrayView<float> value = LocalMemory.Allocate1D<float>(8 * TLayout.Width);
        for (int k = 0; k < 8 * TLayout.Width; k++)
            value[k] = 0.01f * k;
        for (int step = 0; step < steps; step++)
        {
            for (int k = 0; k < 8 * TLayout.Width; k++)
                value[k] = SelectiveScanKernels.PowerOfTwo(-value[k]);
        }

        float sum = 0;
        for (int k = 0; k < 8 * TLayout.Width; k++)
            sum += value[k];
        y[item] = sum;
    }

    /// <summary>Multiply-adds of results of multiply-adds; their sum keeps compilers from leaving them out.</summary>
    /// <remarks>Grid: any number of work items along x, each with as many chains as it has columns, eight times.</remarks>
    /// <typeparam name="TLayout">Columns of a work item.</typeparam>
    /// <param name="y">Destination (=), [items].</param>
    /// <param name="steps">Multiply-adds of each chain, 16 times.</param>
    /// <param name="items">Work items.</param>
    public static void MultiplyAdds<TLayout>(ArrayView<float> y, int steps, int items)
        where TLayout : struct, IWorkLayout
    {
        int item = Grid.GlobalIndex.X;
        if (item >= items)
            return;
        ArrayView<float> value = LocalMemory.Allocate1D<float>(8 * TLayout.Width);
        for (int k = 0; k < 8 * TLayout.Width; k++)
            value[k] = 0.01f * k;
        for (int step = 0; step < steps; step++)
        {
            for (int k = 0; k < 8 * TLayout.Width; k++)
            {
                // Enough of them that fetching a chain from memory and putting it back does not show.
                float chain = value[k];
                for (int i = 0; i < 16; i++)
                    chain = DeviceMath.MultiplyAdd(chain, 0.75f, 0.5f);
                value[k] = chain;
            }
        }

        float sum = 0;
        for (int k = 0; k < 8 * TLayout.Width; k++)
            sum += value[k];
        y[item] = sum;
    }
}

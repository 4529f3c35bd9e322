using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>Sums over the lanes of a work item and over the work items of a group, in an order that is always the same.</summary>
internal static class GroupSums
{
    /// <summary>Work items of a group that adds up a row by <see cref="Tree"/>.</summary>
    public const int TreeSize = 64;

    /// <summary>The sum of a work item's lanes by halving, in place.</summary>
    public static float OfLanes<TLayout>(ArrayView<float> lanes)
        where TLayout : struct, IWorkLayout
    {
        for (int half = TLayout.Width / 2; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
                lanes[k] += lanes[k + half];
        }

        return lanes[0];
    }

    /// <summary>The sum of a column that the work items of a group have left in shared memory, a row each.</summary>
    public static float OfColumn<TLayout>(ArrayView<float> shared, int pitch, int column)
        where TLayout : struct, IWorkLayout
    {
        float sum = 0;
        for (int item = 0; item < TLayout.GroupSize; item++)
            sum += shared[item * pitch + column];
        return sum;
    }

    /// <summary>Waits for the work items of the group; one alone waits for nobody.</summary>
    public static void Meet<TLayout>()
        where TLayout : struct, IWorkLayout
    {
        if (TLayout.GroupSize > 1)
            Group.Barrier();
    }

    /// <summary>The sum of a number of each work item of a group of <see cref="TreeSize"/>, by halving.</summary>
    /// <param name="shared">Shared memory of <see cref="TreeSize"/> elements.</param>
    /// <param name="value">The work item's number.</param>
    public static float Tree(ArrayView<float> shared, float value)
    {
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (int half = TreeSize / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
                shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }

        float sum = shared[0];
        // The next sum may take the same memory.
        Group.Barrier();
        return sum;
    }

    /// <summary>The largest number of the work items of a group of <see cref="TreeSize"/>; a NaN is none.</summary>
    /// <param name="shared">Shared memory of <see cref="TreeSize"/> elements.</param>
    /// <param name="value">The work item's number.</param>
    public static float LargestOfTree(ArrayView<float> shared, float value)
    {
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (int half = TreeSize / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half && shared[Group.IdxX + half] > shared[Group.IdxX])
                shared[Group.IdxX] = shared[Group.IdxX + half];
            Group.Barrier();
        }

        float largest = shared[0];
        Group.Barrier();
        return largest;
    }
}

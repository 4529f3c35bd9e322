using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>The rotation of an objective's <see cref="Placement"/> on a device.</summary>
public static class PlacementKernels
{
    /// <summary>
    /// A layer of a rotation: <c>y_i = sum_(j &lt; width) columns_ji x_k</c>, k the coordinate <c>permutation[i / width * width + j]</c>.
    /// </summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each point.</remarks>
    /// <param name="x">The points, [dimension, count].</param>
    /// <param name="permutation">Where each coordinate comes from, [dimension]; of length 0 where all stay.</param>
    /// <param name="columns">Weights, [width, dimension].</param>
    /// <param name="y">Destination (=), [dimension, count]; not <paramref name="x"/>.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="width">Coordinates that are mixed with each other.</param>
    /// <param name="count">Points.</param>
    public static void Rotate(
        ArrayView<float> x, ArrayView<int> permutation, ArrayView<float> columns, ArrayView<float> y, int dimension, int width, int count)
    {
        int point = Grid.IdxY, i = Grid.GlobalIndex.X;
        if (i >= dimension)
            return;
        int first = i / width * width, mixed = dimension - first < width ? dimension - first : width;
        float sum = 0;
        for (int j = 0; j < mixed; j++)
        {
            int k = permutation.Length == 0 ? first + j : permutation[first + j];
            sum = DeviceMath.MultiplyAdd(columns[(long)j * dimension + i], x[(long)k * count + point], sum);
        }

        y[(long)i * count + point] = sum;
    }
}

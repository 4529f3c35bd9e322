namespace L2E.Kernels;

/// <summary>
/// A layer of a rotation, rounded to float: <c>y_i = sum_(j &lt; Width) columns_ji x_k</c> with k the coordinate, after the permutation, that
/// is the j-th of those of i: i lies among Width consecutive ones, which are mixed with each other alone.
/// </summary>
/// <param name="width">Coordinates that are mixed; of the last ones there may be fewer.</param>
/// <param name="permutation">Where each coordinate comes from, <c>[dimension]</c>; empty where all stay.</param>
/// <param name="columns">Weights, <c>[width, dimension]</c>; those of coordinates that are not there are 0.</param>
internal sealed class RotationLayer(int width, int[] permutation, float[] columns)
{
    /// <summary>Coordinates that are mixed.</summary>
    public int Width => width;

    /// <summary>Where each coordinate comes from.</summary>
    public ReadOnlySpan<int> Permutation => permutation;

    /// <summary>Weights.</summary>
    public ReadOnlySpan<float> Columns => columns;
}

using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// The population scan on a device: a work item walks through the individuals with its coordinates, the states in registers.
/// Formulas and shapes are those on the CPU.
/// </summary>
/// <remarks>
/// The row bounds are the same scan in its absolute form: of |B| and |C|, over the single coordinate 1. What every coordinate shares is
/// made once, in a workspace that begins with keep and enter, [2, population, states].
/// </remarks>
public static partial class PopulationScanKernels
{
    // States that are walked at a time, those of other blocks afterwards: the gate network's number of them.
    private const int StateBlock = 4;

    /// <summary><c>keep_in = exp(-decay_n delta_i)</c>, <c>enter_in = delta_i B_in</c>.</summary>
    /// <remarks>Grid: x has a work item for each gate.</remarks>
    /// <param name="delta">Step sizes, [population].</param>
    /// <param name="decay">Decay rates, [states].</param>
    /// <param name="B">Input gates, [population, states].</param>
    /// <param name="workspace">Destination (=): keep and enter, [2, population, states].</param>
    /// <param name="population">Individuals.</param>
    /// <param name="states">States.</param>
    /// <param name="absolute">1 for |B|, 0 for B.</param>
    public static void Gates(
        ArrayView<float> delta, ArrayView<float> decay, ArrayView<float> B, ArrayView<float> workspace, int population, int states,
        int absolute)
    {
        int gate = Grid.GlobalIndex.X, gates = population * states;
        if (gate >= gates)
            return;
        float step = delta[gate / states];
        workspace[gate] = VectorMath.Exp(new ScalarLane(-step * decay[gate % states])).Value;
        workspace[gates + gate] = step * Magnitude(B[gate], absolute);
    }

    /// <summary><c>h_i = keep_i h_(i-1) + enter_i D_i</c>, <c>y_i = sum_n C_in h_in</c>.</summary>
    /// <remarks>Grid: x has a work item for each of the layout's widths of coordinates begun.</remarks>
    /// <typeparam name="TLayout">How coordinates are dealt out.</typeparam>
    /// <param name="workspace">What <see cref="Gates"/> wrote.</param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="D">The sequence, [population, dimension]; of length 0 for ones.</param>
    /// <param name="y">Destination (=), [population, dimension]; not <paramref name="D"/>.</param>
    /// <param name="population">Individuals.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="states">States.</param>
    /// <param name="absolute">1 for |C|, 0 for C.</param>
    public static void Forward<TLayout>(
        ArrayView<float> workspace, ArrayView<float> C, ArrayView<float> D, ArrayView<float> y, int population, int dimension, int states,
        int absolute)
        where TLayout : struct, IWorkLayout
    {
        int gates = population * states, first = Grid.GlobalIndex.X * TLayout.Width, remaining = dimension - first;
        int width = remaining < TLayout.Width ? remaining : TLayout.Width;
        ArrayView<float> h = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> value = LocalMemory.Allocate1D<float>(TLayout.Width), sum = LocalMemory.Allocate1D<float>(TLayout.Width);
        for (int firstState = 0; firstState < states; firstState += StateBlock)
        {
            for (int i = 0; i < StateBlock * TLayout.Width; i++)
                h[i] = 0;
            for (int k = 0; k < TLayout.Width; k++)
                value[k] = 1;
            for (int individual = 0; individual < population; individual++)
            {
                long element = (long)individual * dimension + first;
                for (int k = 0; k < width && D.Length != 0; k++)
                    value[k] = D[element + k];
                for (int k = 0; k < TLayout.Width; k++)
                    sum[k] = 0;
                for (int n = 0; n < StateBlock; n++)
                {
                    int gate = individual * states + firstState + n;
                    bool isThere = firstState + n < states;
                    float keep = isThere ? workspace[gate] : 0, enter = isThere ? workspace[gates + gate] : 0;
                    float output = isThere ? Magnitude(C[gate], absolute) : 0;
                    for (int k = 0; k < TLayout.Width; k++)
                    {
                        int i = n * TLayout.Width + k;
                        h[i] = DeviceMath.MultiplyAdd(keep, h[i], enter * value[k]);
                        sum[k] = DeviceMath.MultiplyAdd(output, h[i], sum[k]);
                    }
                }

                for (int k = 0; k < width; k++)
                    y[element + k] = firstState == 0 ? sum[k] : y[element + k] + sum[k];
            }
        }
    }

    private static float Magnitude(float value, int absolute) =>
        absolute != 0 ? VectorMath.Abs(new ScalarLane(value)).Value : value;
}

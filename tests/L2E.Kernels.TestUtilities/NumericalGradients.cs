namespace L2E.Kernels.TestUtilities;

/// <summary>Gradients by central differences in double, of any function of several tensors.</summary>
public static class NumericalGradients
{
    /// <summary>
    /// The gradient of <c>sum over outputs of output * cotangent</c> by every element of every input. The error is about 1e-10 of the
    /// size of the sum, for functions that vary on the scale of 1.
    /// </summary>
    public static double[][] Of(Func<double[][], double[][]> function, double[][] inputs, double[][] cotangents)
    {
        double[][] point = [.. inputs.Select(tensor => (double[])tensor.Clone())];
        return [.. point.Select(tensor => tensor.Select((_, i) => Difference(tensor, i)).ToArray())];

        double Difference(double[] tensor, int i)
        {
            double centre = tensor[i], step = 1e-5 * Math.Max(1, Math.Abs(centre));
            tensor[i] = centre + step;
            double above = Sum();
            tensor[i] = centre - step;
            double below = Sum();
            tensor[i] = centre;
            return (above - below) / (2 * step);
        }

        double Sum()
        {
            double[][] outputs = function(point);
            double sum = 0;
            for (int k = 0; k < cotangents.Length; k++)
            {
                for (int i = 0; i < cotangents[k].Length; i++)
                    sum += outputs[k][i] * cotangents[k][i];
            }

            return sum;
        }
    }
}

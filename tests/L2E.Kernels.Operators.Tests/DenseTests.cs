using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

public class DenseTests
{
    /// <summary>Rows, inputs, outputs.</summary>
    public static MatrixTheoryData<int, int, int> Shapes => new([0, 1, 5], [0, 1, 16, 33], [.. RowLengths.All.Select(row => row.Data)]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Layer_and_gradients_match_the_double_oracle(int rows, int inputs, int outputs)
    {
        RandomTensors random = new(rows + 100 * inputs + 10000 * outputs);
        float[] x = random.Normal(rows * inputs), W = random.Normal(inputs * outputs), b = random.Normal(outputs);
        float[] dy = random.Normal(rows * outputs), dW = random.Normal(inputs * outputs), db = random.Normal(outputs);
        double[] y = new double[rows * outputs], dx = new double[rows * inputs];
        double[] expectedDW = RandomTensors.Widen(dW), expectedDb = RandomTensors.Widen(db);
        for (int r = 0; r < rows; r++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double cotangent = dy[r * outputs + o];
                y[r * outputs + o] = b[o];
                expectedDb[o] += cotangent;
                for (int k = 0; k < inputs; k++)
                {
                    y[r * outputs + o] += (double)x[r * inputs + k] * W[k * outputs + o];
                    dx[r * inputs + k] += cotangent * W[k * outputs + o];
                    expectedDW[k * outputs + o] += cotangent * x[r * inputs + k];
                }
            }
        }

        using GuardedTensors tensors = new();
        Span<float> actualY = tensors.New(y.Length), actualDx = tensors.New(dx.Length);
        Span<float> actualDW = tensors.Copy(dW), actualDb = tensors.Copy(db);
        Dense.Forward(rows, inputs, outputs, tensors.Copy(x), tensors.Copy(W), tensors.Copy(b), actualY);
        Dense.Backward(rows, inputs, outputs, tensors.Copy(x), tensors.Copy(W), tensors.Copy(dy), actualDx, actualDW, actualDb);
        Closeness.AssertClose("y", actualY, y, inputs + 1);
        Closeness.AssertClose("dx", actualDx, dx, outputs);
        Closeness.AssertClose("dW", actualDW, expectedDW, rows + 1);
        Closeness.AssertClose("db", actualDb, expectedDb, rows + 1);
    }

    [Fact]
    public void Bias_and_gradient_of_the_input_are_optional()
    {
        float[] x = [1, 2], W = [3, 4], y = new float[1], dW = new float[2];
        Dense.Forward(1, 2, 1, x, W, default, y);
        Dense.Backward(1, 2, 1, x, W, [2], default, dW, default);
        Assert.Equal([11f], y);
        Assert.Equal([2f, 4f], dW);
    }
}

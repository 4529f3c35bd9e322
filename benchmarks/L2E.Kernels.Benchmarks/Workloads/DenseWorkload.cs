using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>An affine layer.</summary>
internal sealed class DenseWorkload : IWorkload
{
    private readonly int rows, inputs, outputs;
    private readonly float[] x, W, b, y, dy, dx, dW, db;

    public DenseWorkload(int rows, int inputs, int outputs)
    {
        this.rows = rows;
        this.inputs = inputs;
        this.outputs = outputs;
        RandomTensors random = new(7);
        x = random.Normal(rows * inputs);
        W = random.Normal(inputs * outputs);
        b = random.Normal(outputs);
        dy = random.Normal(rows * outputs);
        y = new float[rows * outputs];
        dx = new float[x.Length];
        dW = new float[W.Length];
        db = new float[outputs];
        double parameters = W.Length + outputs, products = (double)rows * inputs * outputs;
        Shape = $"[{rows}, {inputs}] x [{inputs}, {outputs}]";
        Passes =
        [
            new Pass("forward", new Cost(4 * (x.Length + parameters + y.Length), 0, 2 * products), Forward),
            new Pass("backward", new Cost(4 * (2 * x.Length + W.Length + 2 * parameters + y.Length), 0, 4 * products + y.Length), Backward),
        ];
    }

    public string Operator => nameof(Dense);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        Forward();
        // Gradients of the parameters are accumulated.
        dW.AsSpan().Clear();
        db.AsSpan().Clear();
        Backward();
        float[][] tensors = [x, W, b];
        OracleCheck.Close("y", y, Oracle([.. tensors.Select(RandomTensors.Widen)])[0], inputs + 1);
        OracleCheck.Gradients(Oracle, tensors, [dy], ("dx", dx), ("dW", dW), ("db", db));
    }

    private void Forward() => Dense.Forward(rows, inputs, outputs, x, W, b, y);

    private void Backward() => Dense.Backward(rows, inputs, outputs, x, W, dy, dx, dW, db);

    private double[][] Oracle(double[][] tensors)
    {
        double[] result = new double[rows * outputs];
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = tensors[2][k % outputs];
            for (int i = 0; i < inputs; i++)
                result[k] += tensors[0][k / outputs * inputs + i] * tensors[1][i * outputs + k % outputs];
        }

        return [result];
    }
}

using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>An elementary function over a span; the two that the gates use have a backward pass.</summary>
internal sealed class ElementwiseMathWorkload : IWorkload
{
    private readonly string function;
    private readonly float[] x, y, second, dy, dx;

    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="length">Elements.</param>
    public ElementwiseMathWorkload(string function, int length)
    {
        this.function = function;
        RandomTensors random = new(9);
        x = function == "log" ? random.Uniform(length, 0.01f, 100) : random.Uniform(length, -10, 10);
        dy = random.Normal(length);
        y = new float[length];
        second = new float[length];
        dx = new float[length];
        double n = length;
        Pass Forward(double bytes, double exponentials, Action run) => new("forward", new Cost(bytes * n, exponentials * n, 0), run);
        Pass Backward(double operations, Action run) => new("backward", new Cost(12 * n, n, operations * n), run);
        Shape = $"{function}, {length}";
        Passes = function switch
        {
            "exp" => [Forward(8, 1, () => ElementwiseMath.Exp(x, y))],
            "log" => [Forward(8, 1, () => ElementwiseMath.Log(x, y))],
            "sigmoid" => [Forward(8, 1, () => ElementwiseMath.Sigmoid(x, y))],
            "tanh" => [Forward(8, 1, () => ElementwiseMath.Tanh(x, y))],
            "sincos" => [Forward(12, 1, () => ElementwiseMath.SinCos(x, y, second))],
            "softplus" =>
            [
                Forward(8, 2, () => ElementwiseMath.Softplus(x, y)), Backward(2, () => ElementwiseMath.SoftplusBackward(x, dy, dx)),
            ],
            "silu" => [Forward(8, 1, () => ElementwiseMath.Silu(x, y)), Backward(6, () => ElementwiseMath.SiluBackward(x, dy, dx))],
            _ => throw new ArgumentOutOfRangeException(nameof(function)),
        };
    }

    /// <summary>What there is.</summary>
    public static IReadOnlyList<string> Functions { get; } = ["exp", "log", "softplus", "sigmoid", "silu", "tanh", "sincos"];

    public string Operator => nameof(ElementwiseMath);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        foreach (Pass pass in Passes)
            pass.Run();
        CheckValues(function == "sincos" ? "sin" : function, y);
        if (function == "sincos")
            CheckValues("cos", second);
        if (Passes.Count > 1)
        {
            OracleCheck.Gradients(
                tensors => [[.. tensors[0].Select(ElementwiseOracle.Find(function))]], [x], [dy], ($"{function}: dx", dx));
        }
    }

    private void CheckValues(string name, float[] actual)
    {
        const double LargestError = 4;
        Func<double, double> reference = ElementwiseOracle.Find(name);
        for (int i = 0; i < x.Length; i++)
        {
            double exact = reference(x[i]), error = ElementwiseOracle.UnitsInTheLastPlace(actual[i], exact);
            if (!(error <= LargestError))
                throw new WrongResultException($"{name}({x[i]:R}): expected {exact}, got {actual[i]:R}, {error:F2} ulp");
        }
    }
}

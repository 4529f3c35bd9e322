using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>An averaged step.</summary>
internal sealed class KrasnoselskiiMannWorkload : IWorkload
{
    private readonly int population, dimension;
    private readonly float[] relaxation, D, Y, next, dnext, drelaxation, dD, dY;

    public KrasnoselskiiMannWorkload(int population, int dimension)
    {
        this.population = population;
        this.dimension = dimension;
        RandomTensors random = new(4);
        int elements = population * dimension;
        relaxation = random.Uniform(population, 0.1f, 0.9f);
        D = random.Normal(elements);
        Y = random.Normal(elements);
        dnext = random.Normal(elements);
        next = new float[elements];
        drelaxation = new float[population];
        dD = new float[elements];
        dY = new float[elements];
        Shape = $"[{population}, {dimension}]";
        Passes =
        [
            new Pass("forward", new Cost(12.0 * elements, 0, 3.0 * elements), Forward),
            new Pass("backward", new Cost(20.0 * elements, 0, 5.0 * elements), Backward),
        ];
    }

    public string Operator => nameof(KrasnoselskiiMann);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        Forward();
        Backward();
        float[][] inputs = [relaxation, D, Y];
        OracleCheck.Close("next", next, Oracle([.. inputs.Select(RandomTensors.Widen)])[0], 2);
        OracleCheck.Gradients(Oracle, inputs, [dnext], ("drelaxation", drelaxation), ("dD", dD), ("dY", dY));
    }

    private void Forward() => KrasnoselskiiMann.Forward(population, dimension, relaxation, D, Y, next);

    private void Backward() =>
        KrasnoselskiiMann.Backward(population, dimension, relaxation, D, Y, dnext, drelaxation, dD, dY);

    private double[][] Oracle(double[][] x) =>
        [[.. x[1].Select((current, k) => (1 - x[0][k / dimension]) * current + x[0][k / dimension] * x[2][k])]];
}

using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>A contraction projection, with row bounds on both sides of rho.</summary>
internal sealed class ContractionProjectionWorkload : IWorkload
{
    private const float Rho = 0.95f;
    private readonly int population, dimension;
    private readonly float[] rowBound, y, projected, dprojected, dy, drowBound;

    public ContractionProjectionWorkload(int population, int dimension)
    {
        this.population = population;
        this.dimension = dimension;
        RandomTensors random = new(3);
        int elements = population * dimension;
        rowBound = random.Uniform(population, 0.1f, 3);
        y = random.Normal(elements);
        dprojected = random.Normal(elements);
        projected = new float[elements];
        dy = new float[elements];
        drowBound = new float[population];
        Shape = $"[{population}, {dimension}]";
        Passes =
        [
            new Pass("forward", new Cost(8.0 * elements, 0, elements), Forward),
            new Pass("backward", new Cost(12.0 * elements, 0, 3.0 * elements), Backward),
        ];
    }

    public string Operator => nameof(ContractionProjection);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        Forward();
        Backward();
        OracleCheck.Close("projected", projected, Oracle([RandomTensors.Widen(rowBound), RandomTensors.Widen(y)])[0], 1);
        OracleCheck.Gradients(Oracle, [rowBound, y], [dprojected], ("drowBound", drowBound), ("dy", dy));
    }

    private void Forward() => ContractionProjection.Forward(population, dimension, Rho, rowBound, y, projected);

    private void Backward() => ContractionProjection.Backward(population, dimension, Rho, rowBound, y, dprojected, dy, drowBound);

    private static double[][] Oracle(double[][] x) => [PopulationScanOracle.Project(Rho, x[0], x[1])];
}

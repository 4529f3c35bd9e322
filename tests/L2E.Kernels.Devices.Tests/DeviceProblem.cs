using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Devices.Tests;

/// <summary>A problem of the catalogue, on the CPU and with a solver on the device.</summary>
internal sealed class DeviceProblem : IDisposable
{
    private readonly IObjective objective;
    private readonly double[] workspace;

    public DeviceProblem(Device device, string name, int dimension, SolverOptions options, bool isRotated = false)
    {
        Unbound unbound = default;
        objective = (IObjective)ObjectiveCatalogue.Create<Unbound, object>(
            name, new ObjectiveInstance(dimension, Rotated: isRotated), ref unbound);
        workspace = new double[objective.GetWorkspaceLength(dimension)];
        Solver = new DeviceSolver(device, LoweredKernel.Find($"evaluate-{name}", device.Info.Kind), objective, options);
    }

    public DeviceSolver Solver { get; }

    public void Evaluate(Engine engine, double[] values)
    {
        CandidateBatch batch = engine.Ask();
        objective.Evaluate(batch.Points, values.AsSpan(0, batch.Count), workspace);
        engine.Tell(values.AsSpan(0, batch.Count));
    }

    public double Evaluate(double[] point)
    {
        double[] value = new double[1];
        objective.Evaluate(new ReadOnlySpan2D<double>(point, 0, 1, point.Length, 0), value, workspace);
        return value[0];
    }

    public void Dispose() => Solver.Dispose();

    public static SolverOptions GetOptions(string name, int dimension, long budget) =>
        SolverOptions.ForBox(dimension, -5, name == "rosenbrock" ? 10 : 5, budget) with { Seed = 3, Proposals = Proposals.Population };

    private struct Unbound : IObjectiveVisitor<object>
    {
        public readonly object Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective => objective;
    }
}

using L2E.Kernels.Comparison.Methods.QuasiNewton;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>Every method that can take part.</summary>
public static class MethodCatalogue
{
    /// <summary>The methods, this library's solver first.</summary>
    public static IReadOnlyList<IMethod> Methods { get; } =
    [
        L2E.Whole, L2E.WithoutProxyGradients, L2E.WithoutLearning, new Cma(), new SeparableCma(), new LimitedMemoryMatrixAdaptation(),
        new DifferentialEvolution(), new LinearPopulationShade(), new Snes(), new SpsaAdam(), new BoundedQuasiNewton(), new RandomSearch(),
    ];
}

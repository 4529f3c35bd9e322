using System.Reflection;
using L2E.Kernels.Ilgpu.Lowering;

namespace L2E.Kernels.Ilgpu.Launching;

/// <summary>The C# of kernels by the names that their lowered texts have.</summary>
internal sealed class KernelMethods(IEnumerable<Assembly> objectives)
{
    private readonly Lazy<Dictionary<string, MethodInfo>> methods = new(() =>
        OperatorKernels.All.Concat(objectives.SelectMany(ObjectiveKernels.Find)).ToDictionary(
            kernel => kernel.Name, kernel => kernel.Kernel));

    public MethodInfo? Find(string name) => methods.Value.GetValueOrDefault(name);
}

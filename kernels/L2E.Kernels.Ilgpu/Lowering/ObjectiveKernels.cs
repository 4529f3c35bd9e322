using System.Reflection;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>The evaluations of populations by the objectives of an assembly.</summary>
public static class ObjectiveKernels
{
    /// <summary>A kernel for every objective that has device code, <c>evaluate-</c> and its name, in the order of the names.</summary>
    /// <param name="assembly">An assembly that was compiled with L2EDeviceBindings or with ILGPU.</param>
    public static IReadOnlyList<(string Name, MethodInfo Kernel)> Find(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        MethodInfo evaluate = typeof(PopulationEvaluationKernels).GetMethod(nameof(PopulationEvaluationKernels.Evaluate))!;
        return
        [
            .. assembly.GetTypes()
                .Where(type => type.IsValueType && typeof(IDeviceObjective).IsAssignableFrom(type))
                .Select(type => ("evaluate-" + GetName(type), evaluate.MakeGenericMethod(type)))
                .OrderBy(kernel => kernel.Item1, StringComparer.Ordinal),
        ];
    }

    /// <summary>The generator nests the code in the objective's type, or in the binding of that.</summary>
    private static string GetName(Type type)
    {
        for (Type? outer = type; outer is not null; outer = outer.DeclaringType)
        {
            if (outer.GetCustomAttribute<ObjectiveAttribute>() is { } attribute)
                return attribute.Name;
        }

        return type.Name;
    }
}

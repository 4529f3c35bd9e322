using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>What an objective of floats had better not do.</summary>
internal static class FloatRules
{
    /// <summary>Reports a function of <c>Math</c> whose arguments are floats and whose value is cast back to float.</summary>
    public static void Check(ProgramReader program, IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (program.ElementType != ScalarType.Single
            || method.ContainingType.Name != "Math"
            || !method.ReturnType.IsReal(out ScalarType computed) || computed != ScalarType.Double
            || call.Parent is not IConversionOperation parent
            || !parent.Type.IsReal(out ScalarType result) || result != ScalarType.Single
            || !call.Arguments.All(argument => IsFloat(argument.Value)))
        {
            return;
        }

        program.Inform(
            ProgramDiagnostics.MathInFloat, call, $"'Math.{method.Name}' computes in double what is a float before and after",
            $"write 'MathF.{method.Name}'");
    }

    private static bool IsFloat(IOperation argument) =>
        argument.ConstantValue.HasValue
        || (argument is IConversionOperation conversion
            && conversion.Operand.Type.IsReal(out ScalarType type) && type == ScalarType.Single);
}

using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>Lowers kernels to OpenCL C and PTX with no device present: the same kernel, the same bytes.</summary>
/// <remarks>
/// Each text begins with its launch signature, which L2E.Kernels.Devices reads: the name, the entry point, and the
/// kinds of the parameters in order. PTX is for compute capability 8.0 and later, OpenCL C for version 1.2 and later.
/// </remarks>
public static partial class KernelLowering
{
    /// <summary>Lowers one kernel.</summary>
    /// <param name="name">The name that it is found by: lower-case words joined by hyphens.</param>
    /// <param name="kernel">An explicitly grouped kernel, with no type arguments left open.</param>
    /// <exception cref="InternalCompilerException">ILGPU cannot compile it; the inner exceptions say why.</exception>
    public static LoweredTexts Lower(string name, MethodInfo kernel)
    {
        // A context of its own: names count up in one, and after a failure it is of no use.
        using Context context = Context.Create(builder =>
            builder.Optimize(OptimizationLevel.O2).EnableAlgorithms().EnableDeviceMath());
        EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        using CLBackend openCl = new(
            context, new CLCapabilityContext(false, true, true, true, false), CLDeviceVendor.Other, CLCVersion.CL30);
        using PTXBackend ptx = new(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null!);
        string source = ((CLCompiledKernel)openCl.Compile(entry, default)).Source.ReplaceLineEndings("\n");
        string assembly = ((PTXCompiledKernel)ptx.Compile(entry, default)).PTXAssembly.ReplaceLineEndings("\n");
        source = CompleteOpenCl(source);
        assembly = CompletePtx(assembly);
        // ILGPU writes what it has put an instruction in the place of as a function too, which nothing calls.
        if (!assembly.Contains("call", StringComparison.Ordinal))
            assembly = Function().Replace(assembly, "");
        return new LoweredTexts(
            name, Complete(name, kernel, source, OpenClEntry()), Complete(name, kernel, assembly, PtxEntry()));
    }

    /// <summary>ILGPU's OpenCL C with what it does not say.</summary>
    /// <remarks>
    /// Each operation is rounded for itself, as on the CPU, and fused only where the kernel says so: a compiler may otherwise fuse within
    /// an expression. ILGPU's barrier is OpenCL 2.0's and orders global memory alone; what kernels exchange in shared memory must be
    /// ordered too.
    /// </remarks>
    internal static string CompleteOpenCl(string source) => "#pragma OPENCL FP_CONTRACT OFF\n" + source.Replace(
        "work_group_barrier ( CLK_GLOBAL_MEM_FENCE )", "barrier ( CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE )",
        StringComparison.Ordinal);

    /// <summary>ILGPU's PTX with each operation rounded for itself: ptxas otherwise fuses whatever has no rounding mode.</summary>
    internal static string CompletePtx(string assembly) => Unrounded().Replace(assembly, "$1.rn.f32");

    private static string Complete(string name, MethodInfo kernel, string text, Regex entry)
    {
        Dictionary<string, int> numbers = [];
        // ILGPU numbers what it names across all that the process has compiled: here each text counts for itself.
        string renumbered = Numbered().Replace(text, match =>
        {
            numbers.TryAdd(match.Value, numbers.Count);
            return $"{match.Groups[1].Value}{numbers[match.Value]}";
        });
        string body = TrailingBlanks().Replace(renumbered, "").Trim();
        string parameters = string.Join(' ', kernel.GetParameters().Select(parameter => GetKind(parameter.ParameterType)));
        return $"// kernel: {name}\n// entry: {entry.Match(body).Groups[1].Value}\n// parameters: {parameters}\n{body}\n";
    }

    private static string GetKind(Type type) => type switch
    {
        _ when type == typeof(int) || type == typeof(uint) => "int",
        _ when type == typeof(ulong) => "long",
        _ when type == typeof(float) => "float",
        _ => "view",
    };

    [GeneratedRegex(@"\bkernel void (\w+)\(")]
    private static partial Regex OpenClEntry();

    [GeneratedRegex(@"\.entry (\w+)\(")]
    private static partial Regex PtxEntry();

    [GeneratedRegex(@"\b(add|sub|mul)\.f32\b")]
    private static partial Regex Unrounded();

    [GeneratedRegex(@"\b(type_|retval_|_[A-Za-z]\w*?_|[A-Z]\w*?_)\d+(?=_kernel\b|\b)")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\.visible \.func .*?\n[;}]\n", RegexOptions.Singleline)]
    private static partial Regex Function();

    [GeneratedRegex(@"[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingBlanks();
}

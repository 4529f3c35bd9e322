using System.Reflection;
using System.Runtime.Loader;
using L2E.Kernels.Ilgpu.Lowering;
using L2E.Kernels.Problems;

if (args.Length is not (1 or 2) || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("""
        Lowers kernels to OpenCL C and PTX; no device is needed.
          l2e-lower DIRECTORY                 the operators and the problems that come with the library
          l2e-lower DIRECTORY ASSEMBLY.dll    the objectives of an assembly of yours, built with <L2EDeviceBindings>true
        """);
    return 2;
}

Assembly? own = args.Length == 2 ? AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(args[1])) : null;
IEnumerable<(string Name, MethodInfo Kernel)> kernels = own is null
    ? OperatorKernels.All.Concat(ObjectiveKernels.Find(typeof(ObjectiveCatalogue).Assembly))
    : ObjectiveKernels.Find(own);
Directory.CreateDirectory(args[0]);
foreach ((string name, MethodInfo kernel) in kernels)
{
    LoweredTexts texts = KernelLowering.Lower(name, kernel);
    foreach ((string file, string text) in texts.Files)
        File.WriteAllText(Path.Combine(args[0], file), text);
    Console.WriteLine($"{name}: about {PtxRegisters.Estimate(texts.Ptx)} registers of a work item on CUDA");
}

return 0;

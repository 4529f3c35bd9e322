using L2E.Kernels.Ilgpu.Lowering;

foreach (LoweredTexts texts in OperatorKernels.All.Select(kernel => KernelLowering.Lower(kernel.Name, kernel.Kernel)))
{
    foreach ((string file, string text) in texts.Files)
        File.WriteAllText(Path.Combine(args[0], file), text);
}

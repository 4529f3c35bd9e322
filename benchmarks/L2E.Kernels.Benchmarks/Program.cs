using System.CommandLine;
using L2E.Kernels.Benchmarks.Commands;

RootCommand root = new("Measures the kernels of this library on this machine.")
{
    ReachCommand.Create(),
    RooflineCommand.Create(),
    BenchCommand.Create(),
};
return root.Parse(args).Invoke();

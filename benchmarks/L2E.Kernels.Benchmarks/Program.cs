using System.CommandLine;
using L2E.Kernels.Benchmarks.Quality;

var root = new RootCommand("Measures L2E.Kernels: the quality of the solver.")
{
    QualityCommand.Create(),
};
return root.Parse(args).Invoke();

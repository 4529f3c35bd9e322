using System.CommandLine;
using L2E.Kernels.Benchmarks.Commands;
using L2E.Kernels.Benchmarks.Quality;

RootCommand root = new("Measures this library on this machine: the solver's quality and the speed of its kernels.")
{
    QualityCommand.Create(),
    ConstrainedCommand.Create(),
    ReachCommand.Create(),
    ObjectivesCommand.Create(),
    RooflineCommand.Create(),
    OverheadCommand.Create(),
    BenchCommand.Create(),
    GeneratorCommand.Create(),
    TrainingCommand.Create(),
    RanksCommand.Create(),
    EvaluationsCommand.Create(),
    RankCommand.Create(),
    GpuCommand.Create(),
    NativeCommand.Create(),
};
return root.Parse(args).Invoke();

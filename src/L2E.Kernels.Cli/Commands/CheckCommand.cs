using System.CommandLine;
namespace L2E.Kernels.Cli.Commands;
internal static class CheckCommand { public static Command Create(TextWriter error, CancellationToken c) => new("check", "x"); }

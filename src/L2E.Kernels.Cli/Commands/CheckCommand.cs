using System.CommandLine;
using L2E.Kernels.Cli.Checking;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e check</c>: holds this library against reference files, and certificates against their evidence.</summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter error, CancellationToken cancellation)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "reference files (vectors of an operator, values of the BBOB functions) or certificates of l2e solve",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> device = DeviceOption.Create(
            "Where operators run, forward and backward: cpu, opencl, opencl:N, cuda or cuda:N; other files are checked on the CPU. "
            + "Default: cpu.");
        Command check = new(
            "check", "Recomputes what files state and prints the worst error of every tensor. Exit code 1 when one is over its tolerance.")
        {
            files, device,
        };
        check.AddExamples("l2e check selective-scan-01.json bbob.json", "l2e check certificate.json",
            "l2e check selective-scan-01.json --device opencl");
        check.SetAction(parsed =>
        {
            using Device? opened = DeviceOption.Open(parsed.GetValue(device));
            return Check(parsed.GetValue(files)!, opened, parsed.InvocationConfiguration.Output, error, cancellation);
        });
        return check;
    }

    private static int Check(string[] paths, Device? device, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        int failed = 0, unusable = 0;
        foreach (string path in paths)
        {
            if (cancellation.IsCancellationRequested)
                return ExitCode.Interrupted;
            try
            {
                CheckReport report = CheckedFile.Check(path, device);
                output.WriteLine($"{Quoted.OneLine(path)}: {report.Subject}: {(report.Passed ? "passed" : "FAILED")}");
                TextOutput.Print(output, report.Table);
                failed += report.Passed ? 0 : 1;
            }
            catch (InputException exception)
            {
                // The other files are checked all the same.
                error.WriteLine(Quoted.OneLine(exception.Message));
                unusable++;
            }
        }

        output.WriteLine(
            $"{Format.Count(paths.Length, "file")}: {paths.Length - failed - unusable} passed, {failed} failed, {unusable} unusable");
        return unusable > 0 ? ExitCode.BadInput : failed > 0 ? ExitCode.CheckFailed : ExitCode.Success;
    }
}

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
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<bool> all = new("--all")
        {
            Description = "Check everything that the device of --device computes against this library on the CPU; needs no file.",
            Arity = ArgumentArity.Zero,
        };
        Option<string?> device = DeviceOption.Create(
            $"Where operators run, forward and backward: cpu, {DeviceOption.Devices}; other files are checked on the CPU. Default: cpu.");
        Command check = new(
            "check", "Recomputes what files state and prints the worst error of every tensor. Exit code 1 when one is over its tolerance.")
        {
            files, device, all,
        };
        check.AddExamples("l2e check selective-scan-01.json bbob.json", "l2e check certificate.json",
            "l2e check selective-scan-01.json --device opencl", "l2e check --device cuda --all");
        check.SetAction(parsed =>
        {
            using Device? opened = DeviceOption.Open(parsed.GetValue(device));
            string[] paths = parsed.GetValue(files)!;
            bool isAll = parsed.GetValue(all);
            if (isAll && opened is null)
                throw new InputException(all.Name, "a device beside the CPU in --device", "none");
            if (!isAll && paths.Length == 0)
                throw new InputException(files.Name, "a file, or --all with --device", "nothing");
            List<(string Label, Func<CheckReport> Check)> checks =
                [.. paths.Select(path => (Quoted.OneLine(path), (Func<CheckReport>)(() => CheckedFile.Check(path, opened))))];
            if (isAll)
                checks.AddRange(new DeviceSelfCheck(opened!).All.Select(check => (all.Name, check)));
            return Check(checks, isAll ? "check" : "file", parsed.InvocationConfiguration.Output, error, cancellation);
        });
        return check;
    }

    private static int Check(
        List<(string Label, Func<CheckReport> Check)> checks, string noun, TextWriter output, TextWriter error,
        CancellationToken cancellation)
    {
        int failed = 0, unusable = 0;
        foreach ((string label, Func<CheckReport> check) in checks)
        {
            if (cancellation.IsCancellationRequested)
                return ExitCode.Interrupted;
            try
            {
                CheckReport report = check();
                output.WriteLine($"{label}: {report.Subject}: {(report.Passed ? "passed" : "FAILED")}");
                TextOutput.Print(output, report.Table);
                failed += report.Passed ? 0 : 1;
            }
            catch (Exception exception) when (exception is InputException or DeviceException)
            {
                // The others are checked all the same.
                error.WriteLine(Quoted.OneLine(exception.Message));
                unusable++;
            }
        }

        output.WriteLine(
            $"{Format.Count(checks.Count, noun)}: {checks.Count - failed - unusable} passed, {failed} failed, {unusable} unusable");
        return unusable > 0 ? ExitCode.BadInput : failed > 0 ? ExitCode.CheckFailed : ExitCode.Success;
    }
}

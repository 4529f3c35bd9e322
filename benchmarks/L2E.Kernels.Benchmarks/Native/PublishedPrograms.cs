using L2E.Kernels.Benchmarks.Checking;

namespace L2E.Kernels.Benchmarks.Native;

/// <summary>What this repository publishes as native code, in a directory of its own that goes with it.</summary>
internal sealed class PublishedPrograms : IDisposable
{
    private readonly string root = FindRoot();
    private readonly string directory = Directory.CreateTempSubdirectory("l2e-native-").FullName;

    /// <summary>The command <c>l2e</c>.</summary>
    public string CommandLine => Path.Combine(directory, "cli", "l2e");

    /// <summary>The C library.</summary>
    public string Library => Path.Combine(directory, "library", "libl2e.so");

    /// <summary>The program of operators and iterations, for processors with registers of 256 bits.</summary>
    public string Probe => Path.Combine(directory, "probe", "L2E.Kernels.AheadOfTime");

    /// <summary>The same for processors with registers of 512 bits; it does not start on others.</summary>
    public string WideProbe => Path.Combine(directory, "wide", "L2E.Kernels.AheadOfTime");

    /// <summary>Publishes them all.</summary>
    /// <exception cref="WrongResultException">One cannot be published.</exception>
    public void Publish()
    {
        Publish("src/L2E.Kernels.Cli", "cli");
        Publish("src/L2E.Kernels.Native", "library");
        Publish("benchmarks/L2E.Kernels.AheadOfTime", "probe");
        Publish("benchmarks/L2E.Kernels.AheadOfTime", "wide", "-p:IlcInstructionSet=x86-x64-v4");
    }

    /// <summary>Whether the managed part of the C library compiles for 64-bit Arm, and what the compiler said last.</summary>
    public (bool IsBuilt, string Said) BuildForArm()
    {
        // Neither as native code nor analysed for it: that restores the runtime of the other machine, which few feeds have.
        (int exitCode, string said) = Dotnet("build", Path.Combine(root, "src/L2E.Kernels.Native"), "-r", "linux-arm64", "--no-self-contained",
            "-p:IsAotCompatible=false");
        return (exitCode == 0, said);
    }

    private void Publish(string project, string name, params ReadOnlySpan<string> more)
    {
        (int exitCode, string said) = Dotnet(
            ["publish", Path.Combine(root, project), "-p:NativeAot=true", "-o", Path.Combine(directory, name), .. more]);
        if (exitCode != 0)
            throw new WrongResultException($"dotnet publish {project}: expected exit code 0, got {exitCode}: {said}");
    }

    /// <summary>Builds beside the repository: what is restored there for native code would not serve other builds.</summary>
    private (int ExitCode, string Said) Dotnet(params string[] arguments)
    {
        (int exitCode, string output) = ProgramRun.Run(
            "dotnet", [.. arguments, "-c", "Release", "-v", "quiet", "-nologo", "--artifacts-path", Path.Combine(directory, "artifacts")]);
        string? error = output.Split('\n').FirstOrDefault(line => line.Contains(": error "));
        return (exitCode, error ?? output.Trim());
    }

    private static string FindRoot()
    {
        string? candidate = AppContext.BaseDirectory;
        while (candidate is not null && !File.Exists(Path.Combine(candidate, "L2E.Kernels.sln")))
            candidate = Path.GetDirectoryName(candidate);
        return candidate ?? throw new WrongResultException($"expected a clone of the repository above {AppContext.BaseDirectory}");
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(directory, recursive: true);
}

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>The selective scan in C (<c>native/selective_scan.c</c>), compiled on this machine when it is first asked for.</summary>
internal sealed unsafe class NativeScan : IDisposable
{
    /// <summary>How the source is compiled.</summary>
    public const string Flags = "-O3 -march=native -mprefer-vector-width=512 -ffast-math -fPIC";

    private static readonly string[] compilers = ["gcc", "cc", "clang"];

    private readonly DirectoryInfo folder;
    private readonly nint library;
    private readonly delegate* unmanaged<int, int, int, float*, float*, float*, float*, float*, float*, void> scan;

    private NativeScan(string compiler, DirectoryInfo folder, string file)
    {
        Compiler = compiler;
        this.folder = folder;
        library = NativeLibrary.Load(file);
        scan = (delegate* unmanaged<int, int, int, float*, float*, float*, float*, float*, float*, void>)
            NativeLibrary.GetExport(library, "selective_scan");
    }

    /// <summary>The compiler that made it.</summary>
    public string Compiler { get; }

    /// <summary>Compiles and loads it; null, and why, when this machine has no C compiler that can.</summary>
    public static NativeScan? TryCompile(out string reason)
    {
        reason = $"no C compiler found ({string.Join(", ", compilers)})";
        DirectoryInfo folder = Directory.CreateTempSubdirectory("l2e-benchmarks-");
        string file = Path.Combine(folder.FullName, "selective_scan.so");
        foreach (string compiler in compilers)
        {
            if (Compile(compiler, file) is not { } error)
                continue;
            if (error.Length == 0)
                return new NativeScan(compiler, folder, file);
            reason = $"{compiler}: {error}";
        }

        folder.Delete(recursive: true);
        return null;
    }

    /// <summary>The scan of one sequence with one group and at most 16 states, from the state zero.</summary>
    public void Run(
        int length, int channels, int states, ReadOnlySpan<float> u, ReadOnlySpan<float> delta, ReadOnlySpan<float> A,
        ReadOnlySpan<float> B, ReadOnlySpan<float> C, Span<float> y)
    {
        fixed (float* values = u, steps = delta, decays = A, inputGates = B, outputGates = C, destination = y)
            scan(length, channels, states, values, steps, decays, inputGates, outputGates, destination);
    }

    public void Dispose()
    {
        NativeLibrary.Free(library);
        folder.Delete(recursive: true);
    }

    /// <summary>Empty for success, what the compiler complains about, or null where there is no such compiler.</summary>
    private static string? Compile(string compiler, string file)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "native", "selective_scan.c");
        string[] compile = [.. Flags.Split(' '), "-c", source, "-o", $"{file}.o"];
        // Linked by a command of its own: with -ffast-math, the linker of older compilers adds code that switches denormal numbers
        // off in whoever loads the library, and that is this whole program, its just-in-time compiler included.
        string[] link = ["-shared", $"{file}.o", "-o", file, "-lm"];
        string? error = Start(compiler, compile);
        return error is "" ? Start(compiler, link) : error;
    }

    private static string? Start(string compiler, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}: {error.ReplaceLineEndings(" ").Trim()}";
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Benchmarks.Native;

/// <summary>The training step in PyTorch (<c>native/training_step.py</c>), by a Python that has it, on one core.</summary>
internal sealed class TorchStep : IDisposable
{
    private readonly string python;
    private readonly Process process;

    /// <param name="python">The interpreter.</param>
    /// <exception cref="InputException">It cannot be started, or has no PyTorch.</exception>
    public TorchStep(string python)
    {
        this.python = python;
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "native", "training_step.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = "1";
        try
        {
            process = Process.Start(start) ?? throw Unsuitable("which cannot be started");
        }
        catch (Win32Exception)
        {
            throw Unsuitable("which cannot be started");
        }

        Version = Read();
    }

    /// <summary>Versions of PyTorch and of the library that multiplies its matrices.</summary>
    public string Version { get; }

    /// <summary>Seconds of a step, the mean of some.</summary>
    /// <exception cref="InputException">The program ended, or said something else.</exception>
    public double Time(int steps)
    {
        try
        {
            process.StandardInput.WriteLine(steps);
        }
        catch (IOException)
        {
            throw Unsuitable("which ended early");
        }

        string line = Read();
        return double.TryParse(line, CultureInfo.InvariantCulture, out double seconds) ? seconds : throw Unsuitable($"which says '{line}'");
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before.
        }

        process.WaitForExit();
        process.Dispose();
    }

    private string Read() => process.StandardOutput.ReadLine() ?? throw Unsuitable("which ended early");

    private InputException Unsuitable(string got) => new("--python", "a Python that has PyTorch", $"'{python}', {got}");
}

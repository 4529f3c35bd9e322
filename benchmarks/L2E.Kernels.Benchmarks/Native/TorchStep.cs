using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Benchmarks.Native;

/// <summary>The training step in PyTorch (<c>native/training_step.py</c>), by a Python that has it, on one core.</summary>
internal sealed class TorchStep : IDisposable
{
    private readonly Process process;

    /// <param name="python">The interpreter.</param>
    /// <exception cref="InputException">It cannot be started, or has no PyTorch.</exception>
    public TorchStep(string python)
    {
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "native", "training_step.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = "1";
        try
        {
            process = Process.Start(start) ?? throw new InputException("--python", "a Python that has PyTorch", python);
        }
        catch (Win32Exception)
        {
            throw new InputException("--python", "a Python that has PyTorch", $"'{python}', which cannot be started");
        }

        if (process.StandardOutput.ReadLine() is { } version)
        {
            Version = version;
            return;
        }

        string error = process.StandardError.ReadToEnd().Trim().Split('\n')[^1];
        process.Dispose();
        throw new InputException("--python", "a Python that has PyTorch", $"'{python}': {error}");
    }

    /// <summary>Versions of PyTorch and of the library that multiplies its matrices.</summary>
    public string Version { get; }

    /// <summary>Seconds of a step, the mean of some.</summary>
    public double Time(int steps)
    {
        process.StandardInput.WriteLine(steps);
        return double.Parse(process.StandardOutput.ReadLine() ?? "", CultureInfo.InvariantCulture);
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using L2E.Kernels;

namespace DigitsTuning;

/// <summary>The program that is tuned, running: it reads values by name, a line of JSON each, and answers with its error.</summary>
public sealed class Classifier : IDisposable
{
    private readonly ParameterSpace space;
    private readonly ParameterValue[] values;
    private readonly MemoryStream question = new();
    private readonly Process process;

    /// <summary>Starts the program.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="space">Its parameters.</param>
    /// <param name="folds">Which cross-validation measures the error.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The interpreter is not there.</exception>
    public Classifier(string python, ParameterSpace space, int folds)
    {
        this.space = space;
        values = new ParameterValue[space.Parameters.Count];
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "digits.py"), "--folds", $"{folds}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Runs go side by side already.
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        process = Process.Start(start)!;
    }

    /// <summary>Its error with the values at a point of the space.</summary>
    /// <exception cref="InvalidOperationException">The program ended without an answer.</exception>
    public double Evaluate(ReadOnlySpan<double> point)
    {
        space.Decode(point, values);
        question.SetLength(0);
        using (Utf8JsonWriter json = new(question))
            space.Write(json, values);
        try
        {
            process.StandardInput.WriteLine(Encoding.UTF8.GetString(question.GetBuffer(), 0, (int)question.Length));
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended, and has said why.
        }

        return process.StandardOutput.ReadLine() is { } answer
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("digits.py: expected an error for each line of parameters, got the end of the program");
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

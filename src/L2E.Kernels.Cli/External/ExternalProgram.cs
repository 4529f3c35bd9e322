using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Cli.External;

/// <summary>
/// A program that evaluates candidates: it is started once, reads a line of JSON for each and answers each with one number on a line of its
/// own, with those of its constraints behind it.
/// </summary>
/// <remarks>
/// Its three pipes are served at the same time, each by a thread or task of its own, so that neither side can wait for the
/// other with a full pipe: not when it answers late, nor early, nor writes at length to its standard error.
/// </remarks>
internal sealed class ExternalProgram : IExternalProgram
{
    private const string Option = "--command";

    // Answers that may wait to be read; a program that prints unasked is stopped by its full pipe.
    private const int MostWaitingLines = 4096;
    private static readonly TimeSpan exitPatience = TimeSpan.FromSeconds(2), interruptPatience = TimeSpan.FromSeconds(0.2);

    private static readonly char[] separators = [' ', '\t', ','];

    private readonly Process process;
    private readonly TimeSpan timeout;
    private readonly CancellationToken cancellation;
    private readonly BlockingCollection<string> answers = new(MostWaitingLines);
    private readonly CancellationTokenSource closing = new();
    private readonly Thread answerReader, errorReader;
    private readonly QuestionLines questions;
    private volatile string lastErrorLine = "";
    private double[,] constraints = new double[0, 0];
    private bool isAnswering;

    /// <summary>Starts the program.</summary>
    /// <param name="command">Command line for the system's shell.</param>
    /// <param name="space">What its lines are objects of; null for arrays of coordinates.</param>
    /// <param name="constraintCount">How many numbers follow the value in an answer.</param>
    /// <param name="timeout">How long to wait for a line.</param>
    /// <param name="cancellation">Ends a wait.</param>
    public ExternalProgram(string command, ParameterSpace? space, int constraintCount, TimeSpan timeout, CancellationToken cancellation)
    {
        questions = new QuestionLines(space);
        ConstraintCount = constraintCount;
        this.timeout = timeout;
        this.cancellation = cancellation;
        process = Process.Start(new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh", [OperatingSystem.IsWindows() ? "/c" : "-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        answerReader = new Thread(ReadAnswers) { IsBackground = true, Name = "L2E answers" };
        errorReader = new Thread(ReadErrors) { IsBackground = true, Name = "L2E standard error" };
        answerReader.Start();
        errorReader.Start();
    }

    public int ConstraintCount { get; }

    public ReadOnlySpan2D<double> Constraints => constraints;

    /// <summary>Candidates that it has answered.</summary>
    public long Answered { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ProgramFailedException">The program ended, or fell silent.</exception>
    /// <exception cref="InputException">It printed something else than its numbers on a line.</exception>
    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness)
    {
        isAnswering = true;
        if (answers.TryTake(out string? unasked))
            throw new InputException(Option, "one line for each candidate", $"a line too many: {Quoted.Text(unasked)}");
        questions.Clear();
        if (constraints.GetLength(0) < candidates.Height)
            constraints = new double[candidates.Height, ConstraintCount];
        for (int i = 0; i < candidates.Height; i++)
            questions.Add(candidates.GetRowSpan(i));
        Task writing = Task.Run(WriteQuestions, CancellationToken.None);
        for (int i = 0; i < fitness.Length; i++)
        {
            fitness[i] = ParseAnswer(NextAnswer(), new Span2D<double>(constraints).GetRowSpan(i));
            Answered++;
        }

        // All answers may be there before the last question has been read.
        if (!writing.Wait((int)timeout.TotalMilliseconds, cancellation))
            throw new InputException(Option, "a program that reads its standard input", $"one that left it unread for {Seconds(timeout)}");
        isAnswering = false;
    }

    /// <summary>Ends the program: by the end of its input, or by force where it does not answer.</summary>
    public void Dispose()
    {
        closing.Cancel();
        // Closing a pipe waits for a write that is under way, which a program that does not read never lets end.
        if (isAnswering)
            process.Kill(entireProcessTree: true);
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its end already.
        }

        if (!process.WaitForExit(exitPatience))
            process.Kill(entireProcessTree: true);
        answerReader.Join(exitPatience);
        errorReader.Join(exitPatience);
        process.Dispose();
        answers.Dispose();
        closing.Dispose();
    }

    private void WriteQuestions()
    {
        try
        {
            process.StandardInput.BaseStream.Write(questions.Text);
            process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            // The program no longer reads. Whether that matters shows in the answers: they end, or do not come.
        }
    }

    private string NextAnswer()
    {
        if (answers.TryTake(out string? line, (int)timeout.TotalMilliseconds, cancellation))
            return line;
        if (!answers.IsCompleted)
            throw Silent();
        ProgramFailedException ended = Ended();
        // An interrupt from a terminal reaches the program too, and may end it before it reaches us.
        if (ended.ExitCode != 0 && cancellation.WaitHandle.WaitOne(interruptPatience))
            throw new OperationCanceledException(cancellation);
        throw ended;
    }

    private ProgramFailedException Silent() => new(
        Option, $"an answer within {Seconds(timeout)} (--timeout)",
        $"none after {AnsweredInWords}; does the program read line by line, and flush its output after every line?", exitCode: null);

    private ProgramFailedException Ended()
    {
        if (!process.WaitForExit(exitPatience))
        {
            return new ProgramFailedException(
                Option, "a number for every line", $"the end of the program's output after {AnsweredInWords}", exitCode: null);
        }

        errorReader.Join(exitPatience);
        string reason = lastErrorLine.Length > 0 ? $"; its last words: {Quoted.Text(lastErrorLine)}" : "";
        return new ProgramFailedException(
            Option, "a program that runs until its input ends", $"exit code {process.ExitCode} after {AnsweredInWords}{reason}",
            process.ExitCode);
    }

    private static double ParseAnswer(string line, Span<double> behind)
    {
        string[] words = line.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 1 + behind.Length)
            throw Unreadable(line, behind.Length);
        for (int j = 0; j < behind.Length; j++)
            behind[j] = ParseNumber(words[1 + j], line, behind.Length);
        return ParseNumber(words[0], line, behind.Length);
    }

    private static double ParseNumber(string text, string line, int constraintCount)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return value;
        return text.ToLowerInvariant() switch
        {
            "inf" or "+inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            // What JSON has for a number that is none.
            "null" => double.NaN,
            _ => throw Unreadable(line, constraintCount),
        };
    }

    private static InputException Unreadable(string line, int constraintCount) => new(
        Option,
        constraintCount == 0
            ? "one number a line"
            : $"a number and {Format.Count(constraintCount, "constraint")} behind it a line (--constraints)",
        Quoted.Text(line));

    private void ReadAnswers()
    {
        try
        {
            LineReader reader = new(process.StandardOutput);
            while (reader.ReadLine() is { } line)
                answers.Add(line, closing.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The run is over, or the pipe broke, which is the end of the answers too.
        }

        answers.CompleteAdding();
    }

    private void ReadErrors()
    {
        try
        {
            LineReader reader = new(process.StandardError);
            while (reader.ReadLine() is { } line)
                if (!string.IsNullOrWhiteSpace(line))
                    lastErrorLine = line.Trim();
        }
        catch (IOException)
        {
            // A broken pipe ends the messages; the last one stands.
        }
    }

    private string AnsweredInWords => Format.Count(Answered, "evaluation");

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds} s";
}

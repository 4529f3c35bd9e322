using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Cli.External;

/// <summary>
/// A program each of whose candidates is a trial that may fail, by a non-zero exit code or by the lack of an answer in time: such a trial
/// has no value, and the program is started again for the next one. One that handles a single line and ends is started again too.
/// </summary>
internal sealed class TrialProgram(
    string command, ParameterSpace space, int constraintCount, TimeSpan timeout, CancellationToken cancellation) : IExternalProgram
{
    // What the shell says of a command that it cannot run: no trial will do better.
    private const int NotExecutable = 126, NotFound = 127;

    private ExternalProgram? program;
    private double[,] constraints = new double[0, 0];

    public int ConstraintCount => constraintCount;

    public ReadOnlySpan2D<double> Constraints => constraints;

    /// <summary>How many trials failed.</summary>
    public long Failures { get; private set; }

    /// <summary>What happened in the last one that failed.</summary>
    public string LastFailure { get; private set; } = "";

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness)
    {
        if (constraints.GetLength(0) < candidates.Height)
            constraints = new double[candidates.Height, constraintCount];
        for (int i = 0; i < candidates.Height; i++)
        {
            ReadOnlySpan2D<double> candidate = candidates.Slice(i, 0, 1, candidates.Width);
            while (!TryAnswer(candidate, fitness.Slice(i, 1), new Span2D<double>(constraints).GetRowSpan(i)))
            {
                // The program had ended with the trial before.
            }
        }
    }

    public void Dispose() => program?.Dispose();

    /// <summary>One trial; false where the program ended as it should before it read its line.</summary>
    private bool TryAnswer(ReadOnlySpan2D<double> candidate, Span<double> value, Span<double> behind)
    {
        program ??= new ExternalProgram(command, space, constraintCount, timeout, cancellation);
        bool hasAnswered = program.Answered > 0;
        try
        {
            program.Evaluate(candidate, value);
            program.Constraints.GetRowSpan(0).CopyTo(behind);
            return true;
        }
        catch (ProgramFailedException failure) when (failure.ExitCode is not (NotExecutable or NotFound))
        {
            program.Dispose();
            program = null;
            if (failure.ExitCode == 0 && hasAnswered)
                return false;
            Failures++;
            LastFailure = failure.Event;
            value[0] = double.NaN;
            behind.Fill(double.NaN);
            return true;
        }
    }
}

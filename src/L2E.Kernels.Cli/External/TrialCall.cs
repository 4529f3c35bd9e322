using System.Runtime.InteropServices;
using System.Text;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Cli.External;

/// <summary>A program whose answers travel between ranks, one candidate at a time.</summary>
internal sealed class TrialCall(IExternalProgram program)
{
    private readonly double[] result = new double[1 + program.ConstraintCount];

    /// <summary>Number of constraints.</summary>
    public int ConstraintCount => program.ConstraintCount;

    /// <summary>Evaluates a candidate.</summary>
    /// <param name="point">The candidate.</param>
    /// <param name="answer">Destination: fitness and constraints, and behind them, where the trial failed, what happened.</param>
    /// <returns>Bytes of the answer.</returns>
    public int Answer(ReadOnlySpan<double> point, Span<byte> answer)
    {
        TrialProgram? trials = program as TrialProgram;
        long failures = trials?.Failures ?? 0;
        program.Evaluate(ReadOnlySpan2D<double>.DangerousCreate(in point.DangerousGetReference(), 1, point.Length, 0), result.AsSpan(0, 1));
        if (ConstraintCount > 0)
            program.Constraints.GetRowSpan(0).CopyTo(result.AsSpan(1));
        ReadOnlySpan<byte> numbers = MemoryMarshal.AsBytes(result.AsSpan());
        numbers.CopyTo(answer);
        if (trials is null || trials.Failures == failures)
            return numbers.Length;
        _ = Encoding.UTF8.TryGetBytes(trials.LastFailure, answer[numbers.Length..], out int length)
            || Encoding.UTF8.TryGetBytes("it failed", answer[numbers.Length..], out length);
        return numbers.Length + length;
    }
}

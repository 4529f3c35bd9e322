using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Cli.External;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Distribution;

/// <summary>
/// Candidates that programs evaluate on all ranks, each rank with a program of its own: the first hands them out one by one, and tells the
/// engine in whatever order they come back.
/// </summary>
internal sealed class RankedTrials : IDisposable
{
    // Of what a failed trial said.
    private const int LongestReason = 512;

    private readonly Engine engine;
    private readonly int constraintCount;
    private readonly RankWorkers workers;
    private readonly CancellationToken cancellation;
    private readonly bool[] isOut;
    private readonly double[] result;

    // This rank's own trial, on a thread that waits for it.
    private readonly Thread own;
    private readonly AutoResetEvent ownBegins = new(false);
    private readonly double[] ownPoint;
    private readonly byte[] ownAnswer;
    private volatile ExceptionDispatchInfo? failure;
    private volatile bool isOwnAnswered, isOver;
    private int ownRow, ownAnswerLength;
    private bool isOwnBusy;

    /// <summary>Prepares the first rank.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="engine">The run.</param>
    /// <param name="program">This rank's own.</param>
    /// <param name="cancellation">Ends a wait.</param>
    public RankedTrials(Ranks ranks, Engine engine, TrialCall program, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        this.engine = engine;
        constraintCount = program.ConstraintCount;
        workers = new RankWorkers(ranks, TaskLength(engine.Dimension), AnswerLength(constraintCount));
        isOut = new bool[engine.LargestBatch];
        result = new double[1 + constraintCount];
        ownPoint = new double[engine.Dimension];
        ownAnswer = new byte[AnswerLength(constraintCount)];
        own = new Thread(() => Work(program)) { IsBackground = true, Name = "L2E trials" };
        own.Start();
    }

    /// <summary>How many trials failed.</summary>
    public long Failures { get; private set; }

    /// <summary>What happened in the last one that failed.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>Works for the first rank, on another.</summary>
    public static void Serve(Ranks ranks, int dimension, TrialCall program) => RankWorkers.Serve(
        ranks, TaskLength(dimension), AnswerLength(program.ConstraintCount),
        (task, answer) => program.Answer(MemoryMarshal.Cast<byte, double>(task), answer));

    /// <summary>Hands out what can be, waits for one answer, and tells it.</summary>
    /// <param name="deadline">A timestamp after which nothing is waited for.</param>
    /// <returns>False when the run has ended, or the deadline is over.</returns>
    public bool Step(long deadline)
    {
        CandidateBatch batch = engine.Ask();
        if (batch.Count == 0 || Stopwatch.GetTimestamp() >= deadline)
            return false;
        for (int row = 0; row < batch.Count; row++)
        {
            if (engine.IsPending(row) && !isOut[row])
                isOut[row] = TryHandOut(row, batch.Points.GetRowSpan(row));
        }

        SpinWait pause = default;
        while (true)
        {
            if (workers.TryCollect(out long id, out ReadOnlySpan<byte> answer))
            {
                Tell((int)id, answer);
                return true;
            }

            if (isOwnAnswered)
            {
                isOwnAnswered = isOwnBusy = false;
                Tell(ownRow, ownAnswer.AsSpan(0, ownAnswerLength));
                return true;
            }

            failure?.Throw();
            if (cancellation.IsCancellationRequested || Stopwatch.GetTimestamp() >= deadline)
                return false;
            pause.SpinOnce();
        }
    }

    /// <summary>Lets the other ranks go, once they have answered.</summary>
    public void Release() => workers.Release();

    /// <summary>Ends this rank's own work.</summary>
    public void Dispose()
    {
        isOver = true;
        ownBegins.Set();
        own.Join();
        ownBegins.Dispose();
    }

    private static int TaskLength(int dimension) => dimension * sizeof(double);

    private static int AnswerLength(int constraintCount) => (1 + constraintCount) * sizeof(double) + LongestReason;

    // Others first: they have nothing else to do.
    private bool TryHandOut(int row, ReadOnlySpan<double> point)
    {
        if (workers.TryAssign(row, MemoryMarshal.AsBytes(point)))
            return true;
        if (isOwnBusy)
            return false;
        ownRow = row;
        point.CopyTo(ownPoint);
        ownBegins.Set();
        return isOwnBusy = true;
    }

    private void Tell(int row, ReadOnlySpan<byte> answer)
    {
        Span<byte> numbers = MemoryMarshal.AsBytes(result.AsSpan());
        answer[..numbers.Length].CopyTo(numbers);
        if (answer.Length > numbers.Length)
        {
            Failures++;
            LastFailure = Encoding.UTF8.GetString(answer[numbers.Length..]);
        }

        isOut[row] = false;
        if (constraintCount > 0)
            engine.TellConstrained(row, result[0], result.AsSpan(1));
        else
            engine.Tell(row, result[0]);
    }

    private void Work(TrialCall program)
    {
        try
        {
            while (ownBegins.WaitOne() && !isOver)
            {
                ownAnswerLength = program.Answer(ownPoint, ownAnswer);
                isOwnAnswered = true;
            }
        }
#pragma warning disable CA1031 // thrown again by the thread that waits for an answer
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}

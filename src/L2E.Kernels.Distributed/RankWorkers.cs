namespace L2E.Kernels.Distributed;

/// <summary>Does a task.</summary>
/// <param name="task">What is to be done.</param>
/// <param name="answer">Destination of the answer, as long as the longest.</param>
/// <returns>How many bytes of it are the answer.</returns>
public delegate int RankTask(ReadOnlySpan<byte> task, Span<byte> answer);

/// <summary>
/// The other ranks as workers of the first: each has one task at a time, and answers in its own time, so that a slow one keeps nobody
/// waiting. Allocates nothing after construction.
/// </summary>
public sealed class RankWorkers
{
    private const int IdLength = sizeof(long);

    private readonly Ranks ranks;
    private readonly int[] idle;
    private readonly byte[] sent, received;
    private int idleCount;

    /// <summary>Takes the other ranks on, all of which call <see cref="Serve"/>.</summary>
    /// <param name="ranks">The ranks, seen from the first.</param>
    /// <param name="longestTask">Bytes of the longest task.</param>
    /// <param name="longestAnswer">Bytes of the longest answer.</param>
    /// <exception cref="ArgumentException">This is not the first rank, or a length is negative.</exception>
    public RankWorkers(Ranks ranks, int longestTask, int longestAnswer)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentOutOfRangeException.ThrowIfNegative(longestTask);
        ArgumentOutOfRangeException.ThrowIfNegative(longestAnswer);
        if (ranks.Rank != 0)
            throw new ArgumentException($"ranks: expected those seen from rank 0, got rank {ranks.Rank}");
        this.ranks = ranks;
        idle = new int[ranks.Count - 1];
        for (int i = 0; i < idle.Length; i++)
            idle[i] = idle.Length - i;
        idleCount = idle.Length;
        sent = new byte[IdLength + longestTask];
        received = new byte[IdLength + longestAnswer];
    }

    /// <summary>How many tasks are not answered yet.</summary>
    public int Busy => idle.Length - idleCount;

    /// <summary>Gives a task to a rank that has none.</summary>
    /// <param name="id">Comes back with the answer.</param>
    /// <param name="task">The task.</param>
    /// <returns>False where all ranks have one.</returns>
    /// <exception cref="ArgumentException">The task is longer than the longest.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public bool TryAssign(long id, ReadOnlySpan<byte> task)
    {
        if (task.Length > sent.Length - IdLength)
            throw new ArgumentException($"task: expected at most {sent.Length - IdLength} bytes, got {task.Length}");
        if (idleCount == 0)
            return false;
        BitConverter.TryWriteBytes(sent, id);
        task.CopyTo(sent.AsSpan(IdLength));
        ranks.Send(sent.AsSpan(0, IdLength + task.Length), idle[--idleCount]);
        return true;
    }

    /// <summary>Takes an answer, if one is there.</summary>
    /// <param name="id">Whose it is.</param>
    /// <param name="answer">The answer, valid until the next call.</param>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public bool TryCollect(out long id, out ReadOnlySpan<byte> answer)
    {
        id = 0;
        answer = default;
        if (Busy == 0 || !ranks.TryProbe(out int source, out int length))
            return false;
        ranks.Receive(received.AsSpan(0, length), source);
        idle[idleCount++] = source;
        id = BitConverter.ToInt64(received);
        answer = received.AsSpan(IdLength, length - IdLength);
        return true;
    }

    /// <summary>Lets the other ranks go, after the tasks that they have: their answers are thrown away.</summary>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Release()
    {
        while (Busy > 0)
        {
            if (!TryCollect(out _, out _))
                Thread.Sleep(1);
        }

        for (int rank = 1; rank < ranks.Count; rank++)
            ranks.Send([], rank);
    }

    /// <summary>Works for the first rank until it lets this one go.</summary>
    /// <param name="ranks">The ranks, seen from another than the first.</param>
    /// <param name="longestTask">Bytes of the longest task.</param>
    /// <param name="longestAnswer">Bytes of the longest answer.</param>
    /// <param name="work">Does a task.</param>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public static void Serve(Ranks ranks, int longestTask, int longestAnswer, RankTask work)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentNullException.ThrowIfNull(work);
        byte[] received = new byte[IdLength + longestTask], sent = new byte[IdLength + longestAnswer];
        SpinWait pause = default;
        while (true)
        {
            if (!ranks.TryProbe(out int source, out int length))
            {
                // Not inside of MPI, where waiting takes all of a processor that the work of others may need.
                pause.SpinOnce();
                continue;
            }

            ranks.Receive(received.AsSpan(0, length), source);
            if (length == 0)
                return;
            received.AsSpan(0, IdLength).CopyTo(sent);
            int answered = work(received.AsSpan(IdLength, length - IdLength), sent.AsSpan(IdLength));
            ranks.Send(sent.AsSpan(0, IdLength + answered), source);
            pause.Reset();
        }
    }
}

using System.Diagnostics;
using L2E.Kernels.Distributed;

// What the tests start on several ranks: rank 0 prints what arrived, and the tests know what it has to be.
using Ranks ranks = Ranks.Start();
if (args is ["abort"] or ["kill"])
{
    if (ranks.Rank == ranks.Count - 1 && args is ["abort"])
        ranks.Abort(7);
    if (ranks.Rank == ranks.Count - 1)
        Process.GetCurrentProcess().Kill();
    Thread.Sleep(Timeout.Infinite);
}

if (args is ["messages"])
{
    // To the first rank from all others, of different lengths, the longest longer than what MPI keeps for a receiver.
    int[] lengths = [0, 3, 1 << 20];
    if (ranks.Rank > 0)
    {
        foreach (int length in lengths)
            ranks.Send([.. Enumerable.Repeat((byte)ranks.Rank, length)], 0);
        return;
    }

    List<string> arrived = [];
    while (arrived.Count < (ranks.Count - 1) * lengths.Length)
    {
        if (!ranks.TryProbe(out int source, out int length))
            continue;
        byte[] message = new byte[length];
        ranks.Receive(message, source);
        arrived.Add($"{source}:{length}{(message.All(value => value == source) ? "" : " altered")}");
    }

    Console.WriteLine(string.Join(' ', arrived.Order()));
    return;
}

if (args is ["workers", _])
{
    const int Longest = 8;
    if (ranks.Rank > 0)
    {
        // Answers with the rank and the task backwards.
        RankWorkers.Serve(ranks, Longest, 1 + Longest, (task, answer) =>
        {
            answer[0] = (byte)ranks.Rank;
            for (int i = 0; i < task.Length; i++)
                answer[1 + i] = task[task.Length - 1 - i];
            return 1 + task.Length;
        });
        return;
    }

    int count = int.Parse(args[1]), wrong = 0;
    RankWorkers workers = new(ranks, Longest, 1 + Longest);
    int[] answers = new int[count], work = new int[ranks.Count];
    byte[] given = [1, 2, 3, 4, 5, 6, 7, 8];
    for (int next = 0; next < count || workers.Busy > 0;)
    {
        while (next < count && workers.TryAssign(next, given.AsSpan(0, next % (Longest + 1))))
            next++;
        while (workers.TryCollect(out long id, out ReadOnlySpan<byte> answer))
        {
            answers[id]++;
            work[answer[0]]++;
            for (int i = 1; i < answer.Length; i++)
                wrong += answer[i] == answer.Length - i ? 0 : 1;
            wrong += answer.Length == 1 + (int)(id % (Longest + 1)) ? 0 : 1;
        }
    }

    workers.Release();
    Console.WriteLine($"{answers.Count(times => times == 1)} answered once, {wrong} wrong, {work.Count(tasks => tasks > 0)} ranks worked");
    return;
}

if (args is ["wrong"])
{
    Action[] calls =
    [
        () => ranks.Broadcast([1], 1), () => ranks.Gather([1, 2], new byte[3], 0), () => ranks.Sum([1, 2], new double[1]),
        () => Ranks.Start(), () => ranks.Send([], -1), () => ranks.Receive([], 1),
        () => new RankWorkers(ranks, 2, 0).TryAssign(0, [1, 2, 3]),
    ];
    foreach (Action call in calls)
    {
        try
        {
            call();
        }
        catch (Exception wrong) when (wrong is ArgumentException or DistributedException)
        {
            Console.WriteLine(wrong.Message);
        }
    }

    return;
}

double[] values = [ranks.Rank + 0.5, ranks.Rank * ranks.Rank], sums = new double[2];
ranks.Sum(values, sums);
byte[] gathered = new byte[2 * ranks.Count];
ranks.Gather([(byte)ranks.Rank, (byte)(100 + ranks.Rank)], gathered, 0);
ranks.Broadcast(values, ranks.Count - 1);
if (ranks.Rank == 0)
    Console.WriteLine($"{ranks.Count} | {string.Join(' ', sums)} | {string.Join(' ', gathered)} | {string.Join(' ', values)}");

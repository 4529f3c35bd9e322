using System.Diagnostics;
using System.Runtime.InteropServices;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>Evaluations of an objective that does nothing, by workers on other ranks; the first rank prints figures.</summary>
internal static class EvaluationProbe
{
    private const int Dimension = 10;

    public static void Run(TextWriter output, int count)
    {
        const int TaskLength = Dimension * sizeof(double), AnswerLength = sizeof(double);
        using Ranks ranks = Ranks.Start();
        if (ranks.Rank > 0)
        {
            // The first coordinate is the answer, by which the first rank knows which point it is of.
            RankWorkers.Serve(ranks, TaskLength, AnswerLength, static (task, answer) =>
            {
                task[..AnswerLength].CopyTo(answer);
                return AnswerLength;
            });
            return;
        }

        byte[] times = new byte[count];
        // Written, so that none of its memory is given by the system only later.
        times.AsSpan().Clear();
        double[] point = new double[Dimension];
        RankWorkers workers = new(ranks, TaskLength, AnswerLength);
        long begun = Stopwatch.GetTimestamp(), managed = 0, resident = 0, allocated = 0;
        int next = 0, answered = 0, mistaken = 0;
        while (answered < count)
        {
            point[0] = next;
            if (next < count && workers.TryAssign(next, MemoryMarshal.AsBytes(point.AsSpan())))
                next++;
            if (!workers.TryCollect(out long id, out ReadOnlySpan<byte> answer))
                continue;
            times[id]++;
            mistaken += MemoryMarshal.Read<double>(answer) == id ? 0 : 1;
            if (++answered == count / 10)
                (managed, resident, allocated) = (GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet, GC.GetTotalAllocatedBytes(precise: true));
        }

        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        (managed, resident) = (GC.GetTotalMemory(forceFullCollection: false) - managed, Environment.WorkingSet - resident);
        workers.Release();
        output.WriteLine($"lost\t{times.Count(static time => time == 0)}");
        output.WriteLine($"duplicates\t{times.Count(static time => time > 1)}");
        output.WriteLine($"mistaken\t{mistaken}");
        output.WriteLine($"seconds\t{seconds}");
        output.WriteLine($"allocated\t{allocated}");
        output.WriteLine($"managed\t{managed}");
        output.WriteLine($"resident\t{resident}");
    }
}

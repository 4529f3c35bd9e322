using System.Runtime.CompilerServices;

namespace L2E.Kernels;

/// <summary>
/// A fixed team of threads that runs the chunks of a loop and waits for all of them, allocating nothing per run
/// (<c>Parallel.For</c> allocates on every call). The calling thread is worker 0.
/// </summary>
/// <remarks>
/// Which worker runs which chunk is not determined; results must depend on the chunk alone. Then they are the same for
/// any number of workers. One run at a time: the team belongs to one caller.
/// </remarks>
public sealed unsafe class WorkerTeam : IDisposable
{
    private readonly Thread[] threads;
    private readonly SemaphoreSlim start = new(0), finish = new(0);
    private delegate*<void*, int, int, void> invoke;
    private void* action;
    private int chunks, nextChunk;
    private Exception? failure;
    private volatile bool disposed;

    /// <summary>Starts the team.</summary>
    /// <param name="count">Number of workers with the caller, 1 to 1024.</param>
    /// <exception cref="ArgumentException"><paramref name="count"/> is out of range.</exception>
    public WorkerTeam(int count)
    {
        Guard.InRange(count, 1, 1024);
        Count = count;
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int worker = i + 1;
            threads[i] = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"L2E worker {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Number of workers, the calling thread among them.</summary>
    public int Count { get; }

    /// <summary>Runs <c>work.Invoke(chunk, worker)</c> for every chunk in [0, <paramref name="chunks"/>) and waits.</summary>
    /// <typeparam name="TAction">Type of the work; a ref struct may carry spans.</typeparam>
    /// <param name="chunks">Number of chunks, at least 0.</param>
    /// <param name="work">The work; workers share this one value.</param>
    /// <exception cref="Exception">What a chunk threw; the other chunks may or may not have run.</exception>
    public void Run<TAction>(int chunks, TAction work)
        where TAction : struct, IWorkerAction, allows ref struct
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Guard.AtLeast(chunks, 0);
        int helpers = Math.Min(threads.Length, chunks - 1);
        if (helpers <= 0)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
                work.Invoke(chunk, 0);
            return;
        }

        // `work` lives in this frame until every helper has finished, so its address is good for all of them.
#pragma warning disable CS8500 // a pointer to a type that may hold references: the frame that the collector scans owns the value
        action = &work;
#pragma warning restore CS8500
        invoke = &InvokeOn<TAction>;
        this.chunks = chunks;
        nextChunk = 0;
        failure = null;
        start.Release(helpers);
        TakeChunks(0);
        for (int i = 0; i < helpers; i++)
            finish.Wait();
        action = null;
        if (failure is { } thrown)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        if (threads.Length > 0)
            start.Release(threads.Length);
        foreach (Thread thread in threads)
            thread.Join();
        start.Dispose();
        finish.Dispose();
    }

    private static void InvokeOn<TAction>(void* action, int chunk, int worker)
        where TAction : struct, IWorkerAction, allows ref struct =>
        Unsafe.AsRef<TAction>(action).Invoke(chunk, worker);

    private void Loop(int worker)
    {
        while (true)
        {
            start.Wait();
            if (disposed)
                return;
            TakeChunks(worker);
            finish.Release();
        }
    }

    private void TakeChunks(int worker)
    {
        try
        {
            for (int chunk; (chunk = Interlocked.Increment(ref nextChunk) - 1) < chunks;)
                invoke(action, chunk, worker);
        }
#pragma warning disable CA1031 // whatever a chunk throws is thrown again on the calling thread, in Run
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = thrown;
            Volatile.Write(ref nextChunk, chunks);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using static L2E.Kernels.Distributed.MpiNative;

namespace L2E.Kernels.Distributed;

/// <summary>All ranks of a program that <c>mpirun</c> started, seen from one of them. They are used by one thread.</summary>
public sealed unsafe class Ranks : IDisposable
{
    private static readonly string[] LauncherVariables = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK"];

    // Messages are told apart by their source and order.
    private const int MessageTag = 1;

    private readonly MpiLibrary library;
    private bool isDisposed;

    private Ranks(MpiLibrary library)
    {
        this.library = library;
        int rank, count;
        Check(MPI_Comm_set_errhandler(library.World, library.ErrorsReturn), "set how errors are reported");
        Check(MPI_Comm_rank(library.World, &rank), "ask for the rank");
        Check(MPI_Comm_size(library.World, &count), "count the ranks");
        (Rank, Count) = (rank, count);
    }

    /// <summary>Whether <c>mpirun</c> started this program. MPI is not loaded to answer.</summary>
    public static bool AreStarted =>
        Array.Exists(LauncherVariables, name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <summary>This rank, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many ranks there are.</summary>
    public int Count { get; }

    /// <summary>Loads MPI and starts it, which a program can do once.</summary>
    /// <exception cref="DistributedException">MPI is not installed, was started before, or reports an error.</exception>
    public static Ranks Start()
    {
        MpiLibrary library = MpiLibrary.Installed;
        int isStarted;
        Check(MPI_Initialized(&isStarted), "ask whether it is started");
        if (isStarted != 0)
            throw new DistributedException("mpi: it was started before, and can be started once in a program");
        Check(MPI_Init(null, null), "start");
        return new Ranks(library);
    }

    /// <summary>Gives every rank the values of one.</summary>
    /// <param name="values">Of one length on all ranks; read on <paramref name="root"/>, written on the others.</param>
    /// <param name="root">The rank that has the values.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Broadcast(Span<double> values, int root)
    {
        CheckUse(root);
        fixed (double* first = values)
            Check(MPI_Bcast(first, values.Length, library.Doubles, root, library.World), "broadcast");
    }

    /// <summary>Gives every rank the bytes of one.</summary>
    /// <param name="values">Of one length on all ranks; read on <paramref name="root"/>, written on the others.</param>
    /// <param name="root">The rank that has the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Broadcast(Span<byte> values, int root)
    {
        CheckUse(root);
        fixed (byte* first = values)
            Check(MPI_Bcast(first, values.Length, library.Bytes, root, library.World), "broadcast");
    }

    /// <summary>Brings bytes of all ranks to one: those of rank r begin at r times their number.</summary>
    /// <param name="source">Of one length on all ranks.</param>
    /// <param name="destination">On <paramref name="root"/> as long as the sources of all ranks; elsewhere not used.</param>
    /// <param name="root">The rank that gets the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Gather(ReadOnlySpan<byte> source, Span<byte> destination, int root)
    {
        CheckUse(root);
        long expected = (long)Count * source.Length;
        if (Rank == root && destination.Length != expected)
            throw new ArgumentException($"destination: expected {expected} bytes (those of all ranks), got {destination.Length}");
        fixed (byte* from = source, to = destination)
        {
            Check(
                MPI_Gather(from, source.Length, library.Bytes, to, source.Length, library.Bytes, root, library.World), "gather");
        }
    }

    /// <summary>destination_i = sum of source_i over the ranks, in an order that MPI chooses: it may depend on their number.</summary>
    /// <param name="source">Of one length on all ranks.</param>
    /// <param name="destination">As long; the same memory is not allowed.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memory overlaps.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Sum(ReadOnlySpan<double> source, Span<double> destination)
    {
        CheckUse(0);
        if (destination.Length != source.Length)
            throw new ArgumentException($"destination: expected {source.Length} elements (those of source), got {destination.Length}");
        if (source.Overlaps(destination))
            throw new ArgumentException("destination: expected other memory than that of source, got memory that overlaps it");
        fixed (double* from = source, to = destination)
            Check(MPI_Allreduce(from, to, source.Length, library.Doubles, library.Sum, library.World), "sum over the ranks");
    }

    /// <summary>Sends a message to a rank; returns when its bytes may change, which may be when it is received.</summary>
    /// <param name="message">The bytes; may be none.</param>
    /// <param name="destination">Another rank.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is not a rank.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Send(ReadOnlySpan<byte> message, int destination)
    {
        CheckUse(destination);
        fixed (byte* first = message)
            Check(MPI_Send(first, message.Length, library.Bytes, destination, MessageTag, library.World), "send a message");
    }

    /// <summary>Whether a message waits for this rank, and if so, whose it is and how long.</summary>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public bool TryProbe(out int source, out int length)
    {
        CheckUse(0);
        int* status = stackalloc int[StatusLength];
        int isThere, count;
        (source, length) = (0, 0);
        Check(MPI_Iprobe(library.AnySource, MessageTag, library.World, &isThere, status), "look for a message");
        if (isThere == 0)
            return false;
        Check(MPI_Get_count(status, library.Bytes, &count), "measure a message");
        (source, length) = (status[library.PlaceOfSource], count);
        return true;
    }

    /// <summary>Receives the next message of a rank, waiting for it if need be.</summary>
    /// <param name="message">Destination (=), as long as the message is.</param>
    /// <param name="source">The rank that sends it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="source"/> is not a rank.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Receive(Span<byte> message, int source)
    {
        CheckUse(source);
        int* status = stackalloc int[StatusLength];
        fixed (byte* first = message)
            Check(MPI_Recv(first, message.Length, library.Bytes, source, MessageTag, library.World, status), "receive a message");
    }

    /// <summary>Ends all ranks at once.</summary>
    /// <param name="exitCode">What they exit with.</param>
    public void Abort(int exitCode)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Check(MPI_Abort(library.World, exitCode), "end all ranks");
    }

    /// <summary>Ends MPI, once all ranks do.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        _ = MPI_Finalize();
    }

    private static void Check(int code, string task)
    {
        if (code == Success)
            return;
        byte* text = stackalloc byte[LongestError];
        int length = 0;
        string reason = MPI_Error_string(code, text, &length) == Success ? Encoding.UTF8.GetString(text, length) : $"error {code}";
        throw new DistributedException($"mpi: could not {task}: {reason.ReplaceLineEndings(" ")}");
    }

    private void CheckUse(int rank, [CallerArgumentExpression(nameof(rank))] string name = "")
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if ((uint)rank >= (uint)Count)
            throw new ArgumentOutOfRangeException(name, $"{name}: expected 0 to {Count - 1}, got {rank}");
    }
}

using System.Runtime.InteropServices;

namespace L2E.Kernels.Distributed;

/// <summary>The functions of MPI that are used. A handle is a pointer in Open MPI and an integer in MPICH: both fit a word.</summary>
internal static unsafe partial class MpiNative
{
    public const string Library = "mpi";
    public const int Success = 0, LongestError = 1024;

    /// <summary>Integers that a status has room in, in any MPI.</summary>
    public const int StatusLength = 16;

    [LibraryImport(Library)]
    public static partial int MPI_Init(int* count, byte*** arguments);

    [LibraryImport(Library)]
    public static partial int MPI_Initialized(int* flag);

    [LibraryImport(Library)]
    public static partial int MPI_Finalize();

    [LibraryImport(Library)]
    public static partial int MPI_Abort(nint communicator, int code);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_rank(nint communicator, int* rank);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_size(nint communicator, int* size);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_set_errhandler(nint communicator, nint handler);

    [LibraryImport(Library)]
    public static partial int MPI_Error_string(int code, byte* text, int* length);

    [LibraryImport(Library)]
    public static partial int MPI_Allreduce(void* source, void* destination, int count, nint type, nint operation, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Bcast(void* values, int count, nint type, int root, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Send(void* message, int count, nint type, int destination, int tag, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Recv(void* message, int count, nint type, int source, int tag, nint communicator, int* status);

    [LibraryImport(Library)]
    public static partial int MPI_Iprobe(int source, int tag, nint communicator, int* flag, int* status);

    [LibraryImport(Library)]
    public static partial int MPI_Get_count(int* status, nint type, int* count);

    [LibraryImport(Library)]
    public static partial int MPI_Gather(
        void* source, int sourceCount, nint sourceType, void* destination, int count, nint type, int root, nint communicator);
}

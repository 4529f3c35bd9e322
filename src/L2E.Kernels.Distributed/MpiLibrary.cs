using System.Runtime.InteropServices;

namespace L2E.Kernels.Distributed;

/// <summary>The installed MPI and its handles.</summary>
internal sealed class MpiLibrary
{
    private static readonly string[] OpenMpi = ["libmpi.so.40"], Mpich = ["libmpich.so.12", "libmpi.so.12"], Others = ["libmpi.so"];
    private static readonly Lazy<MpiLibrary> Lazily = new(Load);

    private MpiLibrary(nint library)
    {
        // The symbol is there in Open MPI alone; MPICH's handles are integers fixed by the binary interface it shares with others.
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out nint world))
        {
            World = world;
            Bytes = NativeLibrary.GetExport(library, "ompi_mpi_byte");
            Doubles = NativeLibrary.GetExport(library, "ompi_mpi_double");
            Sum = NativeLibrary.GetExport(library, "ompi_mpi_op_sum");
            ErrorsReturn = NativeLibrary.GetExport(library, "ompi_mpi_errors_return");
            (AnySource, PlaceOfSource) = (-1, 0);
        }
        else
        {
            World = 0x44000000;
            Bytes = 0x4c00010d;
            Doubles = 0x4c00080b;
            Sum = 0x58000003;
            ErrorsReturn = 0x54000001;
            (AnySource, PlaceOfSource) = (-2, 2);
        }

        NativeLibrary.SetDllImportResolver(
            typeof(MpiLibrary).Assembly, (name, _, _) => name == MpiNative.Library ? library : 0);
    }

    /// <exception cref="DistributedException">MPI is not installed.</exception>
    public static MpiLibrary Installed => Lazily.Value;

    public nint World { get; }

    public nint Bytes { get; }

    public nint Doubles { get; }

    public nint Sum { get; }

    public nint ErrorsReturn { get; }

    /// <summary>What stands for any rank as the source of a message.</summary>
    public int AnySource { get; }

    /// <summary>Where a status has the source, in integers.</summary>
    public int PlaceOfSource { get; }

    private static MpiLibrary Load()
    {
        // Where both are installed, the launcher's own library is the one that finds the other ranks.
        bool isOpenMpiFirst = Environment.GetEnvironmentVariable("PMI_RANK") is null
            || Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE") is not null;
        string[] names = isOpenMpiFirst ? [.. OpenMpi, .. Mpich, .. Others] : [.. Mpich, .. OpenMpi, .. Others];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return new MpiLibrary(library);
        }

        throw new DistributedException("mpi: neither Open MPI nor MPICH is installed (Debian: openmpi-bin and libopenmpi-dev)");
    }
}

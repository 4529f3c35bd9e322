namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>How the sequences of a selective scan are stored.</summary>
public enum ScanStorage
{
    /// <summary>32 bits.</summary>
    Full,

    /// <summary>16 bits, 11 of them significant.</summary>
    Half,

    /// <summary>16 bits, 8 of them significant.</summary>
    BFloat16,
}

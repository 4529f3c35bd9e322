using System.Runtime.InteropServices;

namespace L2E.Kernels.Native;

/// <summary><c>l2e_certificate</c> of l2e.h, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeCertificate
{
    public uint StructSize;
    public int Holds;
    public double ContractionBound;
    public double WorstContraction;
    public double AveragedBound;
    public double WorstAveraged;
    public double RelaxationLowerBound;
    public double RelaxationMin;
    public long AnchorUpdates;
    public double PathLength;
    public double PathBound;
    public double FinalRadius;
    public double RadiusBound;
    public double WorstRadius;
    public long Generations;
    public int Restarts;
    public int RestartLimit;
}

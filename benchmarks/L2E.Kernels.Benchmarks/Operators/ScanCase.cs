using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>A selective scan worth a row of its own.</summary>
/// <param name="Length">Steps.</param>
/// <param name="Channels">Channels.</param>
/// <param name="States">States of a channel.</param>
/// <param name="Variant">What the scan is made of.</param>
/// <param name="Storage">How its sequences are stored.</param>
/// <param name="Reverse">Whether time runs backwards.</param>
public sealed record ScanCase(
    int Length, int Channels, int States, ScanVariant Variant = ScanVariant.General, ScanStorage Storage = ScanStorage.Full,
    bool Reverse = false)
{
    /// <summary>What the table shows.</summary>
    public override string ToString()
    {
        string storage = Storage == ScanStorage.Full ? "" : $" {Storage}", direction = Reverse ? " reverse" : "";
        return $"{Length}x{Channels}x{States} {Variant}{storage}{direction}";
    }
}

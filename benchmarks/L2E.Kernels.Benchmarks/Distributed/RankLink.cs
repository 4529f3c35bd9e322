namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>How ranks reach each other.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Latency">Seconds that the shortest message takes.</param>
/// <param name="Bandwidth">Bytes a second of long ones.</param>
internal sealed record RankLink(string Name, double Latency, double Bandwidth);

namespace L2E.Kernels.Generators.Models;

/// <summary>The arguments of the attribute; a fixed dimension has become an equal minimum and maximum.</summary>
internal sealed record ObjectiveFacts(
    string Name, double Lower, double Upper, double Optimum, int MinDimension, int MaxDimension, string Summary);

using System.Globalization;

namespace L2E.Kernels.Cli.Output;

/// <summary>Numbers for people.</summary>
internal static class Format
{
    /// <summary>Four digits, which is as much as a comparison by eye uses.</summary>
    public static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A count with its thousands apart.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of things, in the plural where there is not one.</summary>
    public static string Count(long value, string thing) => $"{Count(value)} {thing}{(value == 1 ? "" : "s")}";
}

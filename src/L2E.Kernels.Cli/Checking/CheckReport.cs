using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Cli.Checking;

/// <summary>What the check of one file found.</summary>
/// <param name="Subject">What the file is about.</param>
/// <param name="Table">Every value that was compared.</param>
/// <param name="Passed">Whether all of them are within their tolerance.</param>
internal sealed record CheckReport(string Subject, TextTable Table, bool Passed)
{
    /// <summary>The report of tensors against their references.</summary>
    public static CheckReport Of(string subject, IReadOnlyList<TensorComparison> tensors)
    {
        TextTable table = new(
            "tensor", "elements", "worst absolute error", "worst relative error", "tolerance", "share of it", "ok");
        foreach (TensorComparison tensor in tensors)
        {
            table.Add(
                tensor.Name, $"{tensor.Elements}", Format.Short(tensor.WorstAbsolute), Format.Short(tensor.WorstRelative),
                $"{tensor.Tolerance}", Format.Short(tensor.WorstShare), Verdict(tensor.IsWithin));
        }

        return new CheckReport(subject, table, tensors.All(tensor => tensor.IsWithin));
    }

    /// <summary>The report of a certificate against its evidence.</summary>
    public static CheckReport Of(string subject, IReadOnlyList<CertificateFinding> findings)
    {
        TextTable table = new("statement", "stated", "recomputed", "bound", "ok");
        foreach (CertificateFinding finding in findings)
        {
            table.Add(
                finding.Statement, Format.Short(finding.Stated), Format.Short(finding.Recomputed),
                double.IsPositiveInfinity(finding.Bound) ? "" : Format.Short(finding.Bound), Verdict(finding.Holds));
        }

        return new CheckReport(subject, table, findings.All(finding => finding.Holds));
    }

    private static string Verdict(bool passed) => passed ? "yes" : "NO";
}

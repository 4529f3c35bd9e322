namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>A figure and what it is meant to reach.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Against">What it was compared with.</param>
/// <param name="Value">The figure; null where it could not be had.</param>
/// <param name="Reach">What it is meant to reach.</param>
/// <param name="Unit">Written behind both.</param>
/// <param name="Detail">What the figure was made of, or why there is none.</param>
internal sealed record ReachRow(string What, string Against, double? Value, double Reach, string Unit, string Detail)
{
    /// <summary>Whether less is better.</summary>
    public bool IsUpperLimit { get; init; }

    /// <summary><c>pass</c>, <c>short</c> or <c>absent</c>.</summary>
    public string Verdict => Value is not { } value ? "absent" : (IsUpperLimit ? value <= Reach : value >= Reach) ? "pass" : "short";

    /// <summary>The reach with its direction.</summary>
    public string Target => $"{(IsUpperLimit ? "<=" : ">=")} {Reach}{Unit}";

    /// <summary>The figure with its unit.</summary>
    public string Figure => Value is { } value ? $"{value:F2}{Unit}" : "-";
}

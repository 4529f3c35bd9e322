namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>What a selective scan is made of.</summary>
public enum ScanVariant
{
    /// <summary>u, delta, A, B, C; the step size is delta.</summary>
    General,

    /// <summary>The same with A in arithmetic progression: <c>A[c, n] = (n + 1) a[c]</c>.</summary>
    Progression,

    /// <summary>As Mamba uses it: softplus and bias of delta, skip weights D, output gate z.</summary>
    Gated,
}

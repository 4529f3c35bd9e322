namespace L2E.Kernels;

/// <summary>One statement of a certificate, held against its trace.</summary>
/// <param name="Statement">What is stated, in words.</param>
/// <param name="Stated">The value in the certificate.</param>
/// <param name="Recomputed">The value from the trace.</param>
/// <param name="Bound">What the theorem allows.</param>
/// <param name="Holds">Whether the recomputed value obeys the bound and the stated one agrees with it.</param>
public sealed record CertificateFinding(string Statement, double Stated, double Recomputed, double Bound, bool Holds);

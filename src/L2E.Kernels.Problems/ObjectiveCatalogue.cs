namespace L2E.Kernels.Problems;

/// <summary>
/// Every problem of this assembly by name: the synthetic suite, <c>bbob-f01</c> to <c>bbob-f24</c>, constrained ones and control. The
/// source generator writes the members, a switch over the names, so that looking one up needs no reflection.
/// </summary>
/// <remarks>
/// <para>
/// The synthetic functions are written in the coordinates <c>y = Q (x - o)</c> of <see cref="Placement"/>.
/// </para>
/// <para>
/// The BBOB functions are written with the symbols of their definitions (Hansen, Finck, Ros, Auger: <i>Real-parameter black-box
/// optimization benchmarking 2009: noiseless functions definitions</i>, INRIA RR-6829): R and Q are random rotations,
/// <c>Lambda^a = diag(a^(i / (2 (d - 1))))</c> with i from 0, <c>pen(x) = sum max(0, |x_i| - 5)^2</c>, <c>T_osz(x) = sign(x) exp(l +
/// 0.049 (sin c l + sin e l))</c> with <c>l = log|x|</c>, c = 10 and e = 7.9 where x &gt; 0, c = 5.5 and e = 3.1 elsewhere, and
/// <c>T_asy^b(x)_i = x_i^(1 + b i sqrt(x_i) / (d - 1))</c> where x_i &gt; 0.
/// </para>
/// </remarks>
public static partial class ObjectiveCatalogue;

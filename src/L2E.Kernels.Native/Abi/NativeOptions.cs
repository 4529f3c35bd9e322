using System.Runtime.InteropServices;

namespace L2E.Kernels.Native;

/// <summary><c>l2e_options</c> of l2e.h, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOptions
{
    public uint StructSize;
    public int Dimension;
    public long Budget;
    public ulong Seed;
    public double* Lower;
    public double* Upper;
    public double* Start;
    public double Spread;
    public double Target;
    public long StagnationLimit;
    public int Population;
    public int Threads;
    public byte* Weights;
    public nuint WeightsSize;
    public delegate* unmanaged[Cdecl]<void*, double*, int, int, double*, int> Constraints;
    public int ConstraintCount;

    /// <summary>What <c>l2e_options_init</c> writes.</summary>
    public static NativeOptions Default => new()
    {
        StructSize = (uint)sizeof(NativeOptions),
        Seed = 1,
        Target = double.NegativeInfinity,
        Threads = 1,
    };

    /// <summary>The options as the solver takes them; everything that pointers point to is copied.</summary>
    /// <param name="box">The problem's own box, where there is one.</param>
    /// <exception cref="ArgumentException">Something is missing or out of range.</exception>
    /// <exception cref="InvalidDataException">The weights are no weights file.</exception>
    public readonly SolverOptions ToSolverOptions(ObjectiveDescription? box)
    {
        Guard.InRange(Dimension, 1, AbiConstants.LargestDimension, "dimension");
        Guard.AtLeast(Population, 0, "population");
        Guard.InRange(ConstraintCount, 0, AbiConstants.MostConstraints, "constraint_count");
        if (Constraints is not null && ConstraintCount == 0)
            Guard.ThrowArgument("constraint_count", "how many constraints the function writes", "0");
        Guard.AtLeast(StagnationLimit, 0, "stagnation_limit");
        if (Spread != 0 && Start is null)
            Guard.ThrowArgument("spread", "0, or a start that it belongs to", $"{Spread}");
        return new SolverOptions
        {
            Lower = Bounds(Lower, box?.Lower, "lower"),
            Upper = Bounds(Upper, box?.Upper, "upper"),
            Budget = Budget,
            Seed = Seed,
            Threads = Threads,
            Population = Population == 0 ? null : Population,
            Start = Start is null ? null : Copy(Start),
            Spread = Spread == 0 ? null : Spread,
            Target = double.IsNegativeInfinity(Target) ? null : Target,
            StagnationLimit = StagnationLimit == 0 ? null : StagnationLimit,
            Weights = Weights is null ? OperatorWeights.Default : ReadWeights(),
        };
    }

    private readonly double[] Bounds(double* bounds, double? common, string name)
    {
        if (bounds is not null)
            return Copy(bounds);
        if (common is not { } bound)
            Guard.ThrowArgument(name, $"{Dimension} numbers", "NULL");
        double[] all = new double[Dimension];
        Array.Fill(all, common!.Value);
        return all;
    }

    private readonly double[] Copy(double* values) => new ReadOnlySpan<double>(values, Dimension).ToArray();

    private readonly OperatorWeights ReadWeights()
    {
        if (WeightsSize > AbiConstants.LargestFile)
            Guard.ThrowArgument("weights_size", $"at most {AbiConstants.LargestFile}", $"{WeightsSize}");
        return OperatorWeights.Read("memory", new ReadOnlySpan<byte>(Weights, (int)WeightsSize).ToArray());
    }
}

using System.Numerics.Tensors;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// Standard normal numbers for strategies that draw a matrix of them a generation, by the library's vector code: in high dimensions
/// drawing them is most of a strategy's time.
/// </summary>
internal sealed class NormalNoise
{
    private const uint Stream = 0x42_41_53_45;

    private readonly ulong seed;
    private readonly float[] ones, row;
    private uint draws;

    public NormalNoise(ulong seed, int dimension)
    {
        this.seed = seed;
        ones = new float[dimension];
        Array.Fill(ones, 1f);
        row = new float[dimension];
    }

    /// <summary>Fills a row with numbers that were not drawn before.</summary>
    public void Fill(Span<double> destination)
    {
        ExplorationNoise.Fill(seed, draws++, Stream, 1, row.Length, ones, row);
        TensorPrimitives.ConvertTruncating<float, double>(row, destination);
    }
}

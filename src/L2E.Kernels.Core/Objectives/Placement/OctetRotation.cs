using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

/// <summary>
/// An orthogonal map in time and memory proportional to the dimension: three layers, each a random permutation followed by
/// one random orthogonal 8 x 8 matrix that is applied to every eight consecutive coordinates (an octet). After three layers
/// each result depends on up to 512 coordinates.
/// </summary>
/// <remarks>
/// Where the dimension is not a multiple of eight, the last <c>dimension mod 8</c> coordinates of a layer are mixed by a
/// random orthogonal matrix of their own, of that order.
/// </remarks>
internal sealed class OctetRotation
{
    private const int LayerCount = 3;

    private readonly Layer[] layers = new Layer[LayerCount];

    /// <summary>Draws a map.</summary>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="random">Source of the permutations and matrices.</param>
    public OctetRotation(int dimension, ref PhiloxSequence random)
    {
        for (int i = 0; i < LayerCount; i++)
            layers[i] = new Layer(dimension, ref random);
    }

    /// <summary>Applies the map to <paramref name="source"/>, which is overwritten.</summary>
    /// <param name="source">The vector; scratch afterwards.</param>
    /// <param name="destination">Its image; apart from <paramref name="source"/>.</param>
    public void Apply(Span<double> source, Span<double> destination)
    {
        layers[0].Apply(source, destination);
        layers[1].Apply(destination, source);
        layers[2].Apply(source, destination);
    }

    /// <summary>Applies the transposed map, which is the inverse, to <paramref name="source"/>, which is overwritten.</summary>
    /// <param name="source">The vector; scratch afterwards.</param>
    /// <param name="destination">Its image (=); apart from <paramref name="source"/>.</param>
    public void ApplyTransposed(Span<double> source, Span<double> destination)
    {
        layers[2].ApplyTransposed(source, destination);
        layers[1].ApplyTransposed(destination, source);
        layers[0].ApplyTransposed(source, destination);
    }

    /// <summary>The layers in the order that they are applied in.</summary>
    public RotationLayer[] ToLayers() => [layers[0].ToLayer(), layers[1].ToLayer(), layers[2].ToLayer()];

    private sealed class Layer
    {
        private readonly int[] permutation;
        private readonly double[] octetColumns; // the 8 x 8 matrix column by column: a column is one vector
        private readonly double[] octetRows; // the same row by row
        private readonly double[] tail; // the last coordinates' own matrix, row by row

        public Layer(int dimension, ref PhiloxSequence random)
        {
            permutation = new int[dimension];
            for (int i = 0; i < dimension; i++)
                permutation[i] = i;
            random.Shuffle<int>(permutation);
            // The transpose of a uniformly random orthogonal matrix is one too, so rows serve as columns.
            octetColumns = OrthogonalMatrix.Create(Lanes.Width, ref random);
            octetRows = new double[octetColumns.Length];
            for (int i = 0; i < octetRows.Length; i++)
                octetRows[i] = octetColumns[i % Lanes.Width * Lanes.Width + i / Lanes.Width];
            int tailLength = dimension % Lanes.Width;
            tail = tailLength == 0 ? [] : OrthogonalMatrix.Create(tailLength, ref random);
        }

        public void Apply(ReadOnlySpan<double> source, Span<double> destination)
        {
            ref double columns = ref MemoryMarshal.GetArrayDataReference(octetColumns);
            int first = 0;
            for (; first + Lanes.Width <= source.Length; first += Lanes.Width)
            {
                ReadOnlySpan<int> from = permutation.AsSpan(first, Lanes.Width);
                Vector512<double> sum = default;
                for (int column = 0; column < Lanes.Width; column++)
                    sum += Vector512.LoadUnsafe(ref columns, (nuint)(column * Lanes.Width)) * Vector512.Create(source[from[column]]);
                sum.CopyTo(destination[first..]);
            }

            int tailLength = source.Length - first;
            for (int row = 0; row < tailLength; row++)
            {
                double sum = 0;
                for (int column = 0; column < tailLength; column++)
                    sum += tail[row * tailLength + column] * source[permutation[first + column]];
                destination[first + row] = sum;
            }
        }

        public RotationLayer ToLayer()
        {
            int dimension = permutation.Length, tailLength = dimension % Lanes.Width, firstOfTail = dimension - tailLength;
            float[] columns = new float[Lanes.Width * dimension];
            for (int row = 0; row < dimension; row++)
            {
                for (int column = 0; column < (row < firstOfTail ? Lanes.Width : tailLength); column++)
                {
                    columns[column * dimension + row] = (float)(row < firstOfTail
                        ? octetColumns[column * Lanes.Width + row % Lanes.Width]
                        : tail[(row - firstOfTail) * tailLength + column]);
                }
            }

            return new RotationLayer(Lanes.Width, permutation, columns);
        }

        public void ApplyTransposed(ReadOnlySpan<double> source, Span<double> destination)
        {
            ref double rows = ref MemoryMarshal.GetArrayDataReference(octetRows);
            int first = 0;
            for (; first + Lanes.Width <= source.Length; first += Lanes.Width)
            {
                Vector512<double> sum = default;
                for (int row = 0; row < Lanes.Width; row++)
                    sum += Vector512.LoadUnsafe(ref rows, (nuint)(row * Lanes.Width)) * Vector512.Create(source[first + row]);
                for (int column = 0; column < Lanes.Width; column++)
                    destination[permutation[first + column]] = sum.GetElement(column);
            }

            int tailLength = source.Length - first;
            for (int column = 0; column < tailLength; column++)
            {
                double sum = 0;
                for (int row = 0; row < tailLength; row++)
                    sum += tail[row * tailLength + column] * source[first + row];
                destination[permutation[first + column]] = sum;
            }
        }
    }
}

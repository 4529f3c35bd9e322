using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

public class PopulationScanTests
{
    /// <summary>Population, dimension, states.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 0, 3, 1 }, { 3, 0, 2 }, { 1, 1, 1 }, { 2, 3, 4 }, { 6, 4, 3 }, { 5, 5, 5 }, { 7, 7, 4 }, { 3, 8, 8 }, { 4, 9, 2 }, { 14, 15, 4 },
        { 6, 16, 16 }, { 3, 17, 17 }, { 12, 35, 4 }, { 2, 63, 7 }, { 3, 64, 1 }, { 2, 65, 4 }, { 3, 131, 4 }, { 2, 2, 256 },
        { 15, 3, 3 }, { 16, 5, 4 }, { 17, 4, 5 }, { 18, 49, 2 }, { 33, 3, 1 }, { 36, 2, 9 }, { 18, 245, 1 }, { 34, 61, 5 },
    };

    /// <summary>Several blocks of individuals, several tiles of coordinates, and results that are written around the caches.</summary>
    public static TheoryData<int, int, int> LargeShapes => new()
    {
        { 64, 481, 16 }, { 50, 1013, 7 },
        { 21, 1100, 33 }, { 256, 64, 16 }, { 35, 16 * 1001, 3 }, { 16, 1 << 15, 1 }, { 17, 1 << 15, 4 }, { 34, 3397, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    [MemberData(nameof(LargeShapes))]
    public void Forward_matches_the_dense_matrix_of_the_double_oracle(int population, int dimension, int states)
    {
        Case data = new(population, dimension, states);
        using GuardedTensors tensors = new();
        Span<float> rowBound = tensors.New(population), y = tensors.New(population * dimension);
        data.Forward(tensors, rowBound, y);

        double[][] expected = Case.Oracle([.. data.Inputs.Select(RandomTensors.Widen)]);
        Closeness.AssertClose("rowBound", rowBound, expected[0], population * states);
        Closeness.AssertClose("y", y, expected[1], population * states);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradient_of_every_input_matches_central_differences_of_the_double_oracle(int population, int dimension, int states)
    {
        Case data = new(population, dimension, states);
        RandomTensors random = new(91);
        float[] drowBound = random.Normal(population), dy = random.Normal(population * dimension);
        double[][] expected = NumericalGradients.Of(
            Case.Oracle, [.. data.Inputs.Select(RandomTensors.Widen)], [RandomTensors.Widen(drowBound), RandomTensors.Widen(dy)]);

        // The gradients of the gates are accumulated: what was there before must still be in the sum.
        const float Before = 0.25f;
        using GuardedTensors tensors = new();
        Span<float> ddelta = tensors.Zero(population), ddecay = tensors.Zero(states);
        Span<float> dB = tensors.Zero(population * states), dC = tensors.Zero(population * states);
        Span<float> dD = tensors.New(population * dimension);
        ddelta.Fill(Before);
        ddecay.Fill(Before);
        dB.Fill(Before);
        dC.Fill(Before);
        data.Backward(tensors, drowBound, dy, ddelta, ddecay, dB, dC, dD);

        int length = population * states + dimension;
        Closeness.AssertClose("ddelta", ddelta, [.. expected[0].Select(x => x + Before)], length);
        Closeness.AssertClose("ddecay", ddecay, [.. expected[1].Select(x => x + Before)], length);
        Closeness.AssertClose("dB", dB, [.. expected[2].Select(x => x + Before)], length);
        Closeness.AssertClose("dC", dC, [.. expected[3].Select(x => x + Before)], length);
        Closeness.AssertClose("dD", dD, expected[4], length);
    }

    [Theory]
    [InlineData(9, 77, 4)]
    [InlineData(40, 200, 5)]
    [InlineData(17, 1 << 15, 2)]
    public void The_result_may_overwrite_the_sequence(int population, int dimension, int states)
    {
        Case data = new(population, dimension, states);
        float[] y = new float[data.D.Length], inPlace = [.. data.D];
        float[] workspace = new float[PopulationScan.GetWorkspaceLength(data.Shape)];
        PopulationScan.Forward(data.Shape, data.Delta, data.Decay, data.B, data.C, data.D, y, workspace);
        PopulationScan.Forward(data.Shape, data.Delta, data.Decay, data.B, data.C, inPlace, inPlace, workspace);
        Assert.True(y.AsSpan().SequenceEqual(inPlace));
    }

    [Fact]
    public void A_nan_step_reaches_its_row_and_those_after_it_only()
    {
        Case data = new(5, 3, 2);
        data.Delta[2] = float.NaN;
        using GuardedTensors tensors = new();
        Span<float> rowBound = tensors.New(5), y = tensors.New(15);
        data.Forward(tensors, rowBound, y);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(i >= 2, float.IsNaN(rowBound[i]));
            Assert.Equal(i >= 2, float.IsNaN(y[3 * i]));
        }
    }

    [Theory]
    [InlineData(float.NaN, 5)]
    [InlineData(float.PositiveInfinity, 5)]
    [InlineData(float.NaN, 53)]
    [InlineData(float.NegativeInfinity, 53)]
    public void What_is_not_finite_in_the_sequence_reaches_its_coordinate_in_its_row_and_those_after_it_only(float value, int dimension)
    {
        const int Population = 39, Row = 21, Coordinate = 3;
        Case data = new(Population, dimension, 3);
        data.D[Row * dimension + Coordinate] = value;
        using GuardedTensors tensors = new();
        Span<float> rowBound = tensors.New(Population), y = tensors.New(Population * dimension);
        data.Forward(tensors, rowBound, y);
        for (int i = 0; i < Population; i++)
        {
            Assert.True(float.IsFinite(rowBound[i]));
            for (int d = 0; d < dimension; d++)
                Assert.Equal(i < Row || d != Coordinate, float.IsFinite(y[i * dimension + d]));
        }
    }

    /// <summary>Random gates and sequence of a shape.</summary>
    private sealed class Case
    {
        public Case(int population, int dimension, int states)
        {
            RandomTensors random = new(population + 1000 * dimension + 31 * states);
            Shape = new PopulationScanShape(population, dimension, states);
            Delta = random.Uniform(population, 0.05f, 1);
            Decay = random.Uniform(states, 0.2f, 2);
            B = random.Normal(population * states);
            C = random.Normal(population * states);
            D = random.Normal(population * dimension);
        }

        public PopulationScanShape Shape { get; }

        public float[] Delta { get; }

        public float[] Decay { get; }

        public float[] B { get; }

        public float[] C { get; }

        public float[] D { get; }

        public float[][] Inputs => [Delta, Decay, B, C, D];

        public static double[][] Oracle(double[][] inputs)
        {
            double[,] matrix = PopulationScanOracle.Matrix(inputs[0], inputs[1], inputs[2], inputs[3]);
            double[] rowBounds = PopulationScanOracle.RowBounds(inputs[0], inputs[1], inputs[2], inputs[3]);
            return [rowBounds, PopulationScanOracle.Apply(matrix, inputs[4])];
        }

        public void Forward(GuardedTensors tensors, Span<float> rowBound, Span<float> y)
        {
            Span<float> delta = tensors.Copy(Delta), decay = tensors.Copy(Decay), b = tensors.Copy(B), c = tensors.Copy(C);
            PopulationScan.RowBounds(Shape, delta, decay, b, c, rowBound);
            PopulationScan.Forward(
                Shape, delta, decay, b, c, tensors.Copy(D), y, tensors.New(PopulationScan.GetWorkspaceLength(Shape)));
        }

        public void Backward(
            GuardedTensors tensors, float[] drowBound, float[] dy, Span<float> ddelta, Span<float> ddecay, Span<float> dB, Span<float> dC,
            Span<float> dD)
        {
            Span<float> delta = tensors.Copy(Delta), decay = tensors.Copy(Decay), b = tensors.Copy(B), c = tensors.Copy(C);
            Span<float> workspace = tensors.New(PopulationScan.GetBackwardWorkspaceLength(Shape));
            PopulationScan.Backward(
                Shape, delta, decay, b, c, tensors.Copy(D), tensors.Copy(dy), ddelta, ddecay, dB, dC, dD, workspace);
            workspace.Fill(float.NaN);
            PopulationScan.RowBoundsBackward(
                Shape, delta, decay, b, c, tensors.Copy(drowBound), ddelta, ddecay, dB, dC, workspace);
        }
    }
}

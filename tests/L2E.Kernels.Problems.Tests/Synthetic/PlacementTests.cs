namespace L2E.Kernels.Problems.Tests.Synthetic;

public class PlacementTests
{
    private const int FirstFastDimension = Placement.MaxDenseDimension + 1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void A_dense_rotation_is_orthogonal(int dimension)
    {
        double[][] columns = Columns(new ObjectiveInstance(dimension, 5, Rotated: true));
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Dot(columns[i], columns[j]), 2e-14);
        }
    }

    [Theory]
    [InlineData(FirstFastDimension)]
    [InlineData(1015)]
    public void A_fast_rotation_is_orthogonal_and_mixes_hundreds_of_coordinates(int dimension)
    {
        double[][] columns = Columns(new ObjectiveInstance(dimension, 5, Rotated: true));
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Dot(columns[i], columns[j]), 2e-14);
        }

        // Three layers of octets reach 512 coordinates, fewer where paths meet or end in the tail.
        double meanReach = columns.Average(column => column.Count(value => value != 0));
        Assert.InRange(meanReach, 300, 512);
    }

    [Fact]
    public void A_rotation_of_the_largest_dimension_keeps_lengths()
    {
        const int Dimension = 100_000;
        Placement placement = Placement.Create(new ObjectiveInstance(Dimension, 1, Rotated: true), 4);
        double[] x = Points.Uniform(Dimension, -5, 5, seed: 3);
        double[] y = Map(placement, x);
        double expected = x.Zip(placement.Shift.ToArray(), (a, b) => (a - b) * (a - b)).Sum();
        Assert.Equal(expected, Dot(y, y), 1e-12 * expected);
    }

    [Fact]
    public void Rotations_are_uniform_on_the_orthogonal_group()
    {
        // Every entry of such a matrix has mean 0 and variance 1/d; a construction that forgets its signs has a mean.
        const int Dimension = 4, Count = 4000;
        double[] sums = new double[Dimension * Dimension], squares = new double[Dimension * Dimension];
        for (int instance = 0; instance < Count; instance++)
        {
            double[][] columns = Columns(new ObjectiveInstance(Dimension, instance, Rotated: true));
            for (int entry = 0; entry < sums.Length; entry++)
            {
                double value = columns[entry % Dimension][entry / Dimension];
                sums[entry] += value;
                squares[entry] += value * value;
            }
        }

        double deviation = 1 / Math.Sqrt(Count * Dimension);
        for (int entry = 0; entry < sums.Length; entry++)
        {
            Assert.InRange(sums[entry] / Count, -5 * deviation, 5 * deviation);
            Assert.InRange(squares[entry] / Count, 0.22, 0.28);
        }
    }

    [Fact]
    public void Shifts_fill_their_range_evenly()
    {
        double[] shift = Placement.Create(new ObjectiveInstance(100_000, 9), 4).Shift.ToArray();
        Assert.InRange(shift.Min(), -4, -3.999);
        Assert.InRange(shift.Max(), 3.999, 4);
        Assert.InRange(shift.Average(), -0.04, 0.04);
        Assert.InRange(shift.Average(value => value * value), 16.0 / 3 - 0.1, 16.0 / 3 + 0.1);
    }

    [Fact]
    public void Shift_does_not_depend_on_the_rotation_and_scales_with_the_radius()
    {
        double[] shift = Placement.Create(new ObjectiveInstance(10, 6), 4).Shift.ToArray();
        Assert.Equal(shift, Placement.Create(new ObjectiveInstance(10, 6, Rotated: true), 4).Shift.ToArray());
        Assert.Equal(shift.Select(value => value / 4), Placement.Create(new ObjectiveInstance(10, 6), 1).Shift.ToArray());
        Assert.All(Placement.Create(new ObjectiveInstance(10, 6), 0).Shift.ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(FirstFastDimension)]
    public void The_same_instance_gives_the_same_map_and_another_gives_another(int dimension)
    {
        double[] x = Points.Uniform(dimension, -5, 5, seed: 2);
        double[] y = Map(Placement.Create(new ObjectiveInstance(dimension, 1, Rotated: true), 4), x);
        Assert.Equal(y, Map(Placement.Create(new ObjectiveInstance(dimension, 1, Rotated: true), 4), x));
        Assert.NotEqual(y, Map(Placement.Create(new ObjectiveInstance(dimension, 2, Rotated: true), 4), x));
    }

    [Fact]
    public void An_instance_is_the_same_problem_on_every_machine_and_in_every_version()
    {
        // Written down once. The logarithm and the sine behind a rotation may differ in a last digit between systems.
        Placement dense = Placement.Create(new ObjectiveInstance(6, 1, Rotated: true), 4);
        double[] shift =
            [0.407907364216471, 2.8623143854932085, 0.3798132904426712, -1.9600225650127214, 1.1227805004175018, -3.837591342952499];
        Assert.Equal(shift, dense.Shift.ToArray());
        double[] image =
            [-1.905692786043184, 4.886319821847552, 0.24764303644155694, -0.23107576373589633, 0.7799270386840075, 0.31957214185410154];
        double[] actual = Map(dense, new double[6]);
        for (int i = 0; i < image.Length; i++)
            Assert.Equal(image[i], actual[i], 1e-12);

        double[] fast = Map(Placement.Create(new ObjectiveInstance(1003, 2, Rotated: true), 4), new double[1003]);
        Assert.Equal(1.4528544434042643, fast[0], 1e-12);
        Assert.Equal(-0.6450607374815787, fast[500], 1e-12);
        Assert.Equal(-0.1349866200522576, fast[1002], 1e-12);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Placement.Create(new ObjectiveInstance(0), 4));
        Assert.Throws<ArgumentException>(() => Placement.Create(new ObjectiveInstance(3, -1), 4));
        Assert.Throws<ArgumentException>(() => Placement.Create(new ObjectiveInstance(3), -1));
        Assert.Throws<ArgumentException>(() => Placement.Create(new ObjectiveInstance(3), double.NaN));
        Assert.Throws<ArgumentException>(() => Placement.Create(new ObjectiveInstance(3), double.PositiveInfinity));
        Placement placement = Placement.Create(new ObjectiveInstance(3, Rotated: true), 4);
        Assert.Throws<ArgumentException>(() => placement.Map(new double[4], new double[6]));
        Assert.Throws<ArgumentException>(() => placement.Map(new double[3], new double[5]));
        Assert.Throws<ArgumentException>(() => default(Placement).Map(new double[3], new double[6]));
    }

    /// <summary>The columns of Q, read off by mapping the unit vectors; the shift is 0.</summary>
    private static double[][] Columns(ObjectiveInstance instance)
    {
        Placement placement = Placement.Create(instance, radius: 0);
        double[][] columns = new double[instance.Dimension][];
        for (int i = 0; i < columns.Length; i++)
        {
            double[] unit = new double[instance.Dimension];
            unit[i] = 1;
            columns[i] = Map(placement, unit);
        }

        return columns;
    }

    private static double[] Map(Placement placement, double[] x)
    {
        double[] scratch = new double[placement.ScratchLength];
        Array.Fill(scratch, double.NaN);
        return placement.Map(x, scratch).ToArray();
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}

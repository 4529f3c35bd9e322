using System.Text;
using System.Text.Json;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

/// <summary>Parameters of different kinds as a box.</summary>
public class ParameterSpaceTests
{
    private static readonly ParameterSpace space = new(
        new FloatParameter("C", 1e-3, 1e3, isLogarithmic: true),
        new FloatParameter("shift", -2, 6),
        new IntegerParameter("trees", 10, 19),
        new IntegerParameter("width", 1, 1000, isLogarithmic: true),
        new CategoricalParameter("kernel", "rbf", "poly", "linear"),
        new CategoricalParameter("scaled", true, false),
        new OrdinalParameter("depth", 1, 2, 4, 8),
        new IntegerParameter("degree", 2, 5) { When = new ParameterCondition("kernel", ["poly"]) },
        new OrdinalParameter("mode", "a", 0.5) { When = new ParameterCondition("degree", [3, 4]) });

    [Fact]
    public void A_categorical_parameter_of_three_values_has_three_coordinates_and_any_other_one()
    {
        Assert.Equal(11, space.Dimension);
        SolverOptions options = space.CreateOptions(100);
        Assert.Equal((11, 100L), (options.Dimension, options.Budget));
        Assert.All(options.Lower, bound => Assert.Equal(0, bound));
        Assert.All(options.Upper, bound => Assert.Equal(1, bound));
    }

    [Fact]
    public void The_ends_of_a_coordinate_are_the_bounds_of_a_number_and_its_middle_is_their_mean()
    {
        Assert.Equal([1e-3, -2], Numbers(Decode(0)));
        Assert.Equal([1e3, 6], Numbers(Decode(1)));
        double[] middle = Numbers(Decode(0.5));
        Assert.Equal(1, middle[0], 1e-12);
        Assert.Equal(2, middle[1]);

        static double[] Numbers(ParameterValue[] values) => [values[0].Number, values[1].Number];
    }

    [Fact]
    public void Integers_and_ordered_values_have_cells_of_one_width()
    {
        int[] trees = new int[10], depths = new int[4];
        for (int k = 0; k < 1000; k++)
        {
            ParameterValue[] values = Decode((k + 0.5) / 1000);
            trees[values[2].WholeNumber - 10]++;
            depths[(int)Math.Log2(values[6].WholeNumber)]++;
        }

        Assert.All(trees, count => Assert.Equal(100, count));
        Assert.All(depths, count => Assert.Equal(250, count));
        Assert.Equal((10L, 19L), (Decode(0)[2].WholeNumber, Decode(1)[2].WholeNumber));
    }

    [Fact]
    public void Integers_on_a_logarithmic_scale_have_cells_as_wide_as_the_logarithm_of_their_bounds_grows()
    {
        const int Points = 100_000;
        int[] counts = new int[1001];
        for (int k = 0; k < Points; k++)
            counts[Decode((k + 0.5) / Points)[3].WholeNumber]++;

        Assert.Equal(0, counts[0]);
        for (int n = 1; n <= 1000; n++)
            Assert.Equal(Points * Math.Log((n + 0.5) / (n - 0.5)) / Math.Log(1000.5 / 0.5), counts[n], 1.01);
    }

    [Fact]
    public void The_largest_coordinate_chooses_a_category_and_the_first_of_equal_ones()
    {
        Assert.Equal("rbf", Kernel(0.5, 0.5, 0.5));
        Assert.Equal("poly", Kernel(0.1, 0.7, 0.7));
        Assert.Equal("linear", Kernel(0.1, 0.2, 0.21));
        double[] point = new double[11];
        point[7] = 0.49;
        Assert.True(Decode(point)[5].Truth);
        point[7] = 0.5;
        Assert.False(Decode(point)[5].Truth);

        static string Kernel(params double[] coordinates)
        {
            double[] point = new double[11];
            coordinates.CopyTo(point, 4);
            return Decode(point)[4].Text;
        }
    }

    [Fact]
    public void A_parameter_is_active_where_the_one_that_it_depends_on_is_and_has_one_of_the_values()
    {
        double[] point = new double[11];
        Assert.Equal([ParameterValue.None, ParameterValue.None], Decode(point)[7..]);
        point[5] = 1;
        Assert.Equal([2, ParameterValue.None], Decode(point)[7..]);
        point[9] = 0.6;
        Assert.Equal([4, "a"], Decode(point)[7..]);
        point[4] = 1;
        Assert.Equal([ParameterValue.None, ParameterValue.None], Decode(point)[7..]);
    }

    [Fact]
    public void Values_of_any_point_are_those_of_the_middle_of_its_cell()
    {
        Random random = new(3);
        for (int k = 0; k < 500; k++)
        {
            // Multiples of 1/16 lie on the boundaries of cells too.
            double[] point = [.. Enumerable.Range(0, space.Dimension).Select(i =>
                (k + i) % 2 == 0 ? random.NextDouble() : random.Next(17) / 16.0)];
            ParameterValue[] values = Decode(point);
            double[] middle = new double[space.Dimension];
            space.Encode(values, middle);
            ParameterValue[] again = Decode(middle);

            Assert.All(middle, coordinate => Assert.InRange(coordinate, 0, 1));
            Assert.Equal(values[0].Number, again[0].Number, 1e-12 * values[0].Number);
            Assert.Equal(values[1].Number, again[1].Number, 1e-14);
            Assert.Equal(values[2..], again[2..]);
        }
    }

    [Fact]
    public void Values_are_written_by_name_without_those_that_are_not_active()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
            space.Write(json, Decode(0));

        Assert.Equal(
            """{"C":0.001,"shift":-2,"trees":10,"width":1,"kernel":"rbf","scaled":true,"depth":1}""",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_space_in_JSON_is_the_one_made_in_code()
    {
        ParameterSpace read = ParameterSpace.Parse("""
            {"parameters": [
              {"name": "C", "type": "float", "lower": 1e-3, "upper": 1e3, "scale": "log"},
              {"name": "shift", "type": "float", "lower": -2, "upper": 6, "scale": "linear"},
              {"name": "trees", "type": "integer", "lower": 10, "upper": 19},
              {"name": "width", "type": "integer", "lower": 1, "upper": 1000, "scale": "log"},
              {"name": "kernel", "type": "categorical", "values": ["rbf", "poly", "linear"]},
              {"name": "scaled", "type": "categorical", "values": [true, false]},
              {"name": "depth", "type": "ordinal", "values": [1, 2, 4, 8]},
              {"name": "degree", "type": "integer", "lower": 2, "upper": 5, "when": {"parameter": "kernel", "values": ["poly"]}},
              {"name": "mode", "type": "ordinal", "values": ["a", 0.5], "when": {"parameter": "degree", "values": [3, 4]}}]}
            """);

        Assert.Equal(space.Parameters.Select(parameter => parameter.Name), read.Parameters.Select(parameter => parameter.Name));
        Random random = new(1);
        for (int k = 0; k < 100; k++)
        {
            double[] point = [.. Enumerable.Range(0, space.Dimension).Select(_ => random.NextDouble())];
            ParameterValue[] values = new ParameterValue[9];
            read.Decode(point, values);
            Assert.Equal(Decode(point), values);
        }
    }

    [Theory]
    [InlineData("{", "space: expected JSON")]
    [InlineData("[]", "space: expected an object, got []")]
    [InlineData("{}", "space: expected a member \"parameters\", got none")]
    [InlineData("""{"parameters": 1}""", "space.parameters: expected an array, got 1")]
    [InlineData("""{"parameters": []}""", "parameters: expected at least one, got none")]
    [InlineData("""{"parameters": [], "x": 1}""", "space: expected no members but parameters, got 'x'")]
    [InlineData("""{"parameters": [7]}""", "parameters[0]: expected an object, got 7")]
    [InlineData("""{"parameters": [{"name": "a"}]}""", "parameters[0]: expected a member \"type\", got none")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "real"}]}""",
        "parameters[0] (a).type: expected float, integer, categorical or ordinal, got 'real'")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "float", "lower": 1, "upper": 0}]}""",
        "parameters[0] (a).upper: expected a number above lower, which is 1, got 0")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "float", "lower": 0, "upper": 1, "scale": "log"}]}""",
        "parameters[0] (a).lower: expected a number above 0 on a logarithmic scale, got 0")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "float", "lower": 0, "upper": 1, "scale": "log2"}]}""",
        "parameters[0] (a).scale: expected \"linear\" or \"log\", got \"log2\"")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "integer", "lower": 0.5, "upper": 1}]}""",
        "parameters[0] (a).lower: expected an integer, got 0.5")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "integer", "lower": 0, "upper": 1e30}]}""",
        "parameters[0] (a).upper: expected an integer, got 1e30")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "ordinal", "values": [1]}]}""",
        "parameters[0] (a).values: expected at least 2, got 1")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "ordinal", "values": [1, 1]}]}""",
        "parameters[0] (a).values[1]: expected a value that is not there yet, got 1 again")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "ordinal", "values": [1, null]}]}""",
        "parameters[0] (a).values[1]: expected a number, a text, true or false, got null")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "ordinal", "values": [1, 2], "upper": 3}]}""",
        "parameters[0] (a): expected no members but name, type, values, when, got 'upper'")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "ordinal", "values": [1, 2]}, {"name": "a", "type": "ordinal", "values": [1, 2]}]}""",
        "parameters: expected names that differ, got 'a' twice")]
    [InlineData(
        """{"parameters": [{"name": "a", "type": "ordinal", "values": [1, 2], "when": {"parameter": "b", "values": [1]}}]}""",
        "a.when.parameter: expected the name of a parameter before it, got 'b'")]
    [InlineData(
        """
        {"parameters": [{"name": "b", "type": "integer", "lower": 1, "upper": 2},
          {"name": "a", "type": "ordinal", "values": [1, 2], "when": {"parameter": "b", "values": [3]}}]}
        """,
        "a.when.values: expected values of b: an integer from 1 to 2, got 3")]
    [InlineData(
        """
        {"parameters": [{"name": "b", "type": "float", "lower": 1, "upper": 2},
          {"name": "a", "type": "ordinal", "values": [1, 2], "when": {"parameter": "b", "values": [1]}}]}
        """,
        "a.when.parameter: expected a parameter that is not a real number, got 'b'")]
    public void What_is_no_space_is_refused_with_its_place(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => ParameterSpace.Parse(json)).Message);

    [Fact]
    public void Points_and_values_that_cannot_be_are_refused_before_anything_is_written()
    {
        ParameterValue[] values = new ParameterValue[9];
        double[] point = new double[11];
        point[10] = double.NaN;
        AssertRefused(() => space.Decode(point, values), "point: expected coordinates from 0 to 1, got NaN");
        Assert.All(values, value => Assert.Equal(ParameterValue.None, value));

        ParameterValue[] good = Decode(0), bad = [.. good];
        point = [.. Enumerable.Repeat(-1.0, 11)];
        bad[2] = 20;
        AssertRefused(() => space.Encode(bad, point), "trees: expected an integer from 10 to 19, got 20");
        bad[2] = good[2];
        bad[7] = 3;
        AssertRefused(() => space.Encode(bad, point), "degree: expected none where kernel is rbf, got 3");
        Assert.All(point, coordinate => Assert.Equal(-1, coordinate));

        static void AssertRefused(Action action, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        double[] point = [.. Enumerable.Repeat(0.7, 11)];
        ParameterValue[] values = new ParameterValue[9];
        Assert.Equal(0, Allocations.OnThisThread(() => space.Decode(point, values)));
    }

    [Fact]
    public void A_solver_finds_the_best_values_of_all_kinds_and_its_certificate_holds()
    {
        using Solver<Tuning> solver = new(default, space.CreateOptions(3000));

        SolveResult result = solver.Solve();

        ParameterValue[] best = Decode(result.Best);
        Assert.Equal(["poly", false, 4, 4], [best[4], best[5], best[6], best[7]]);
        Assert.Equal(13, best[2].WholeNumber);
        Assert.InRange(result.BestFitness, 0, 0.01);
        Assert.True(result.Certificate.Holds);
    }

    private static ParameterValue[] Decode(double coordinate) => Decode([.. Enumerable.Repeat(coordinate, space.Dimension)]);

    private static ParameterValue[] Decode(double[] point)
    {
        ParameterValue[] values = new ParameterValue[space.Parameters.Count];
        space.Decode(point, values);
        return values;
    }

    /// <summary>A loss of the space's values whose least value is 0.</summary>
    private readonly struct Tuning : IObjective
    {
        public static ObjectiveDescription Description { get; } = new("tuning", 0, 1, 1, 100, "A loss of mixed parameters.");

        public double KnownOptimum => 0;

        public int RequiredDimension => 11;

        public int GetWorkspaceLength(int dimension) => 0;

        public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
        {
            for (int i = 0; i < candidates.Height; i++)
            {
                ParameterValue[] values = Decode(candidates.GetRowSpan(i).ToArray());
                double loss = Math.Pow(Math.Log10(values[0].Number) - 1, 2) + Math.Pow(values[1].Number - 3, 2);
                loss += 0.1 * Math.Abs(values[2].WholeNumber - 13) + 0.01 * Math.Abs(Math.Log(values[3].WholeNumber / 50.0));
                loss += values[4].Text switch { "poly" => 0.3 * Math.Abs(values[7].WholeNumber - 4), "rbf" => 0.5, _ => 1 };
                fitness[i] = loss + (values[5].Truth ? 0.5 : 0) + 0.2 * Math.Abs(values[6].WholeNumber - 4);
            }
        }
    }
}

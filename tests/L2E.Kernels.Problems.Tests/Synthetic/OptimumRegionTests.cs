namespace L2E.Kernels.Problems.Tests.Synthetic;

public class OptimumRegionTests
{
    public static TheoryData<string> MovableNames => [.. Textbook.Names.Where(name => name != "schwefel")];

    [Theory]
    [MemberData(nameof(MovableNames))]
    public void In_the_corner_region_every_coordinate_of_the_minimiser_lies_between_1_5_and_4_5(string name)
    {
        ObjectiveInstance instance = new(40, 3, Rotated: true, OptimumRegion.Corner);
        double[] shift = Placement.Create(instance, 1.5, 4.5).Shift.ToArray();
        Assert.All(shift, value => Assert.InRange(value, 1.5, 4.5));
        Assert.InRange(shift.Max() - shift.Min(), 2, 3);
        Assert.Equal(0, Problem.Make(name, 40, 3, rotated: true, OptimumRegion.Corner).Evaluate(shift));
        Assert.Equal(0, Problem.Make(name, 40, 3, rotated: false, OptimumRegion.Corner).Evaluate(shift));
        Assert.True(Problem.Make(name, 40, 3).Evaluate(shift) > 0);
    }

    [Fact]
    public void The_minimum_of_schwefel_stays_where_it_is()
    {
        double[] x = Points.Uniform(9, -5, 5, 4);
        Assert.Equal(Problem.Make("schwefel", 9).Evaluate(x), Problem.Make("schwefel", 9, region: OptimumRegion.Corner).Evaluate(x));
    }

    [Theory]
    [InlineData("bbob-f01", 3)]
    [InlineData("cartpole", CartPole.VariableCount)]
    [InlineData("arm", 3)]
    public void Problems_whose_optimum_has_its_place_refuse_another(string name, int dimension)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Problem.Make(name, dimension, region: OptimumRegion.Corner));
        Assert.StartsWith("instance.Optimum: expected Centred", exception.Message);
    }

    [Fact]
    public void A_placement_around_the_centre_refuses_a_corner_and_bounds_out_of_order()
    {
        ObjectiveInstance corner = new(3, Optimum: OptimumRegion.Corner);
        Assert.Throws<ArgumentException>(() => Placement.Create(corner, 4));
        Assert.Throws<ArgumentException>(() => Placement.Create(corner, 2, 1));
        Assert.Throws<ArgumentException>(() => Placement.Create(corner, double.NaN, 1));
        Assert.Throws<ArgumentException>(() => Placement.Create(corner, 0, double.PositiveInfinity));
    }
}

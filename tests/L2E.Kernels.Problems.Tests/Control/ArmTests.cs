using System.Numerics;

namespace L2E.Kernels.Problems.Tests.Control;

public class ArmTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1001)]
    public void The_cost_is_that_of_an_arm_of_complex_numbers(int links)
    {
        for (int instance = 0; instance < 20; instance++)
        {
            Problem problem = Problem.Make("arm", links, instance);
            Arm arm = Arm.Create(new ObjectiveInstance(links, instance));
            // Stretched out, bent and coiled up: with small angles the arm passes through discs.
            foreach (double radius in (double[])[0, 0.02, 0.2, 1])
            {
                double[] x = Points.Uniform(links, -radius, radius, instance);
                double expected = Oracle(arm, x);
                Assert.Equal(expected, problem.Evaluate(x), 1e-11 * (1 + expected));
            }
        }
    }

    [Fact]
    public void A_straight_arm_that_meets_no_disc_pays_for_its_distance_and_first_turn()
    {
        // Turned away from the target and the disc before it, in an instance whose other discs leave it room.
        (int number, Arm arm, double turn) = (
            from instance in Enumerable.Range(0, 100)
            from direction in Enumerable.Range(-9, 19)
            let scene = Arm.Create(new ObjectiveInstance(50, instance))
            let angle = direction * 0.1 * Math.PI
            where Enumerable.Range(0, scene.Discs).All(k =>
            {
                (double x, double y, double radius) = scene.GetDisc(k);
                double along = Math.Clamp(x * Math.Cos(angle) + y * Math.Sin(angle), 0, 1);
                return double.Hypot(x - along * Math.Cos(angle), y - along * Math.Sin(angle)) > radius;
            })
            select (instance, scene, angle)).First();
        double[] x = new double[50];
        x[0] = turn / Math.PI;
        double distance = double.Hypot(Math.Cos(turn) - arm.Target.X, Math.Sin(turn) - arm.Target.Y);
        Assert.Equal(10 * distance * distance + turn * turn / 50, Problem.Make("arm", 50, number).Evaluate(x), 1e-12);
    }

    [Fact]
    public void The_scene_follows_from_the_instance_for_any_number_of_links_and_leaves_base_and_target_free()
    {
        for (int instance = 0; instance < 200; instance++)
        {
            Arm arm = Arm.Create(new ObjectiveInstance(2, instance)), longer = Arm.Create(new ObjectiveInstance(10_000, instance));
            Assert.Equal(arm.Target, longer.Target);
            Assert.InRange(double.Hypot(arm.Target.X, arm.Target.Y), 0.4, 0.8);
            Assert.Equal(8, arm.Discs);
            for (int k = 0; k < arm.Discs; k++)
            {
                (double x, double y, double radius) = arm.GetDisc(k);
                Assert.Equal((x, y, radius), longer.GetDisc(k));
                Assert.InRange(radius, 0.05, 0.12);
                Assert.True(double.Hypot(x, y) > radius + 0.05);
                Assert.True(double.Hypot(x - arm.Target.X, y - arm.Target.Y) > radius + 0.05);
            }

            // The first disc lies on the straight way, or near it.
            (double firstX, double firstY, _) = arm.GetDisc(0);
            Assert.InRange(double.Hypot(firstX - arm.Target.X / 2, firstY - arm.Target.Y / 2), 0, 0.05 * Math.Sqrt(2));
        }

        Assert.NotEqual(Arm.Create(new ObjectiveInstance(2, 1)).Target, Arm.Create(new ObjectiveInstance(2, 2)).Target);
    }

    private static double Oracle(Arm arm, double[] x)
    {
        Complex direction = Complex.One, joint = Complex.Zero, target = new(arm.Target.X, arm.Target.Y);
        double inside = 0;
        foreach (double turn in x)
        {
            direction *= Complex.FromPolarCoordinates(1, Math.PI * turn);
            joint += direction / x.Length;
            for (int k = 0; k < arm.Discs; k++)
            {
                (double discX, double discY, double radius) = arm.GetDisc(k);
                double share = (joint - new Complex(discX, discY)).Magnitude / radius;
                inside += share < 1 ? Math.Pow(1 - share * share, 2) : 0;
            }
        }

        return 10 * Math.Pow((joint - target).Magnitude, 2) + 10 * inside / x.Length + x.Average(turn => Math.Pow(Math.PI * turn, 2));
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Control;

public class CartPolePlanTests
{
    [Fact]
    public void The_cost_of_plans_is_that_of_an_independent_simulation_at_any_angle()
    {
        Random random = new(1);
        foreach (int count in (int[])[0, 1, 7, 8, 9, 20])
        {
            double[] state = [Next(2), Next(2), Next(Math.PI), Next(3)];
            double[] plans = Points.Uniform(count * 20, -1, 1, seed: count), fitness = new double[count];
            Evaluate(new CartPoleState(state[0], state[1], state[2], state[3]), plans, fitness);
            for (int i = 0; i < count; i++)
            {
                double expected = Oracle(state, plans[(20 * i)..(20 * i + 20)]);
                Assert.Equal(expected, fitness[i], 1e-8 * expected);
            }
        }

        double Next(double radius) => radius * (2 * random.NextDouble() - 1);
    }

    [Fact]
    public void A_plan_costs_what_the_plant_costs_that_follows_it_with_the_last_step_20_times_over()
    {
        CartPoleState state = new(0.5, 0, 3, 0);
        double[] plan = Points.Uniform(20, -1, 1, seed: 3), fitness = new double[1];
        Evaluate(state, plan, fitness);
        double sum = 0;
        CartPoleState before = default;
        foreach (double force in plan)
        {
            before = state;
            (state, double cost) = CartPolePlan.Advance(state, force);
            sum += cost;
        }

        Assert.Equal(sum + 19 * StepCost(state, plan[^1]), fitness[0], 1e-9 * sum);
        CartPoleState third = before;
        for (int step = 0; step < 3; step++)
            third = OracleStep(third, 10 * plan[^1]);
        Assert.Equal(third.Angle, state.Angle, 1e-12);
    }

    [Fact]
    public void Upright_at_rest_in_the_middle_costs_nothing_and_a_force_beyond_the_limit_is_clipped()
    {
        Assert.Equal((default, 0.0), CartPolePlan.Advance(default, 0));
        Assert.Equal(CartPolePlan.Advance(default, 1), CartPolePlan.Advance(default, 7));
        Assert.Equal(CartPolePlan.Advance(default, -1), CartPolePlan.Advance(default, -7));
    }

    [Fact]
    public void Nan_makes_the_cost_of_its_plan_nan_and_of_no_other()
    {
        double[] plans = new double[9 * 20], fitness = new double[9];
        plans[4 * 20 + 7] = double.NaN;
        Evaluate(new CartPoleState(0, 0, 3, 0), plans, fitness);
        Assert.Equal([4], Enumerable.Range(0, 9).Where(i => double.IsNaN(fitness[i])));
    }

    [Fact]
    public void Evaluation_allocates_nothing_and_lengths_are_checked()
    {
        double[] plans = Points.Uniform(20 * 20, -1, 1, seed: 1), fitness = new double[20];
        CartPoleState state = new(0, 0, 3, 0);
        Assert.Equal(0, Allocations.OnThisThread(() => Evaluate(state, plans, fitness)));
        Assert.Throws<ArgumentException>(() => Evaluate(state, plans, new double[19]));
        Assert.Throws<ArgumentException>(() =>
            new CartPolePlan(state).Evaluate(new ReadOnlySpan2D<double>(plans, 10, 19), new double[10], []));
    }

    private static void Evaluate(CartPoleState state, double[] plans, double[] fitness) =>
        new CartPolePlan(state).Evaluate(new ReadOnlySpan2D<double>(plans, plans.Length / 20, 20), fitness, []);

    private static double Oracle(double[] state, double[] plan)
    {
        CartPoleState now = new(state[0], state[1], state[2], state[3]);
        double sum = 0, cost = 0;
        for (int step = 0; step < 60; step++)
        {
            double force = plan[step / 3];
            now = OracleStep(now, 10 * force);
            cost = StepCost(now, force);
            sum += cost;
        }

        return sum + 19 * cost;
    }

    private static double StepCost(CartPoleState s, double force) =>
        Math.Pow(s.Position, 2) + 10 * (1 - Math.Cos(s.Angle)) + 0.1 * Math.Pow(s.Velocity, 2) + 0.1 * Math.Pow(s.AngularVelocity, 2)
        + 0.01 * force * force + 100 * Math.Pow(Math.Max(0, Math.Abs(s.Position) - 2.4), 2);

    /// <summary>The two equations of motion as a linear system in the accelerations, before it is solved by hand.</summary>
    private static CartPoleState OracleStep(CartPoleState s, double force)
    {
        // (M + m) p'' + m l a'' cos a - m l a'^2 sin a = F and l a'' 4/3 + p'' cos a - g sin a = 0.
        const double Total = 1.1, Moment = 0.05;
        double cosine = Math.Cos(s.Angle), sine = Math.Sin(s.Angle);
        double right = force + Moment * s.AngularVelocity * s.AngularVelocity * sine, below = 9.8 * sine;
        double determinant = Total * (0.5 * 4 / 3) - Moment * cosine * cosine;
        double acceleration = (right * (0.5 * 4 / 3) - Moment * cosine * below) / determinant;
        double angular = (Total * below - cosine * right) / determinant;
        return new CartPoleState(
            s.Position + 0.02 * s.Velocity, s.Velocity + 0.02 * acceleration, s.Angle + 0.02 * s.AngularVelocity,
            s.AngularVelocity + 0.02 * angular);
    }
}

namespace L2E.Kernels.Problems.Tests.Control;

public class PendulumTests
{
    [Fact]
    public void One_step_and_its_cost_are_those_of_Pendulum_v1()
    {
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            double angle = 20 * random.NextDouble() - 10, speed = 16 * random.NextDouble() - 8, torque = 6 * random.NextDouble() - 3;
            PendulumState state = new(angle, speed), next = state.Step(torque);
            (double expectedAngle, double expectedSpeed, double cost) = OracleStep(angle, speed, torque);
            Assert.Equal(expectedAngle, next.Angle, 1e-13);
            Assert.Equal(expectedSpeed, next.AngularVelocity, 1e-13);
            Assert.Equal(cost, state.GetCost(torque), 1e-12);
        }
    }

    [Fact]
    public void Upright_at_rest_without_torque_costs_nothing_and_stays()
    {
        Assert.Equal(0, default(PendulumState).GetCost(0));
        Assert.Equal(default, default(PendulumState).Step(0));
        // Hanging down costs pi^2; the largest torque moves it by 3 * 2 * 0.05 rad/s.
        PendulumState hanging = new(Math.PI, 0);
        Assert.Equal(Math.PI * Math.PI + 0.004, hanging.GetCost(2), 1e-14);
        Assert.Equal(0.3, hanging.Step(2).AngularVelocity, 1e-14);
        Assert.Equal(8, new PendulumState(1, 7.9).Step(9).AngularVelocity);
    }

    [Fact]
    public void The_cost_of_a_run_is_that_of_an_independent_simulation_of_policy_and_pendulum()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            double[] x = Points.Uniform(Pendulum.VariableCount, -5, 5, seed), start = Points.Uniform(2, -1, 1, seed);
            double expected = OracleCost(x, 3 * start[0], start[1]);
            Assert.Equal(expected, Pendulum.GetCost(x, new PendulumState(3 * start[0], start[1])), 1e-7 * expected);
        }
    }

    [Fact]
    public void The_cost_is_the_mean_over_the_starts()
    {
        Pendulum objective = Pendulum.Create(new ObjectiveInstance(Pendulum.VariableCount, 4));
        Assert.Equal(8, objective.Starts.Length);
        for (int seed = 0; seed < 20; seed++)
        {
            double[] x = Points.Uniform(Pendulum.VariableCount, -5, 5, seed);
            double expected = objective.Starts.ToArray().Average(start => Pendulum.GetCost(x, start));
            Assert.Equal(expected, objective.Evaluate(x), 1e-12 * expected);
        }
    }

    [Fact]
    public void Starts_follow_from_the_instance_and_fill_their_ranges()
    {
        PendulumState[] first = Starts(1);
        Assert.Equal(first, Starts(1));
        Assert.NotEqual(first, Starts(2));
        PendulumState[] many = [.. Enumerable.Range(0, 100).SelectMany(Starts)];
        Assert.All(many, start => Assert.True(Math.Abs(start.Angle) <= Math.PI && Math.Abs(start.AngularVelocity) <= 1));
        Assert.InRange(many.Max(start => start.Angle), 3.1, Math.PI);
        Assert.InRange(many.Min(start => start.AngularVelocity), -1, -0.99);

        static PendulumState[] Starts(int instance) =>
            Pendulum.Create(new ObjectiveInstance(Pendulum.VariableCount, instance)).Starts.ToArray();
    }

    private static (double Angle, double Speed, double Cost) OracleStep(double angle, double speed, double torque)
    {
        const double Gravity = 10, Mass = 1, Length = 1, Time = 0.05;
        double u = Math.Max(-2, Math.Min(2, torque));
        double normal = Math.IEEERemainder(angle, 2 * Math.PI);
        double cost = Math.Pow(normal, 2) + 0.1 * Math.Pow(speed, 2) + 0.001 * Math.Pow(u, 2);
        double next = speed + (3 * Gravity / (2 * Length) * Math.Sin(angle) + 3 / (Mass * Length * Length) * u) * Time;
        next = Math.Max(-8, Math.Min(8, next));
        return (angle + next * Time, next, cost);
    }

    private static double OracleCost(double[] x, double angle, double speed)
    {
        double sum = 0;
        for (int step = 0; step < 200; step++)
        {
            double torque = PolicyOracle.Evaluate(x, Math.Cos(angle), Math.Sin(angle), speed)[0];
            (angle, speed, double cost) = OracleStep(angle, speed, torque);
            sum += cost;
        }

        return sum;
    }
}

using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests.Control;

public class CartPoleTests
{
    // Push to the side the pole leans and moves to, a little also to where the cart is and goes: by one hidden unit.
    private static readonly double[] balancingPolicy = Policy([0.1, 0.3, 2, 1], outputWeight: 5);

    [Fact]
    public void One_step_follows_the_equations_of_CartPole_v1()
    {
        Random random = new(3);
        for (int i = 0; i < 1000; i++)
        {
            double[] s = [Next(2.4), Next(3), Next(0.3), Next(3)];
            bool right = random.Next(2) == 1;
            CartPoleState next = new CartPoleState(s[0], s[1], s[2], s[3]).Step(right);
            double[] expected = OracleStep(s, right);
            Assert.Equal(expected[0], next.Position, 1e-14);
            Assert.Equal(expected[1], next.Velocity, 1e-14);
            Assert.Equal(expected[2], next.Angle, 1e-14);
            Assert.Equal(expected[3], next.AngularVelocity, 1e-13);
        }

        double Next(double radius) => radius * (2 * random.NextDouble() - 1);
    }

    [Fact]
    public void First_step_from_rest_has_the_known_numbers()
    {
        // From upright at rest the accelerations are 10 / 1.1 over (2/3 - 1/22), and 10 / 1.1 plus 0.05 / 1.1 of that.
        CartPoleState next = default(CartPoleState).Step(pushRight: true);
        double angular = -(10 / 1.1) / (2.0 / 3 - 1.0 / 22);
        Assert.Equal(0, next.Position);
        Assert.Equal(0, next.Angle);
        Assert.Equal(0.02 * angular, next.AngularVelocity, 1e-15);
        Assert.Equal(0.02 * (10 / 1.1 - 0.05 / 1.1 * angular), next.Velocity, 1e-15);
        Assert.True(next.Velocity > 0 && next.AngularVelocity < 0);
    }

    [Theory]
    [InlineData(2.4, 0.0, false)]
    [InlineData(2.4000001, 0.0, true)]
    [InlineData(-2.4000001, 0.0, true)]
    [InlineData(0.0, 0.2094395, false)]
    [InlineData(0.0, 0.2094396, true)]
    [InlineData(0.0, -0.2094396, true)]
    public void A_run_ends_beyond_the_rail_and_beyond_12_degrees(double position, double angle, bool failed) =>
        Assert.Equal(failed, new CartPoleState(position, 0, angle, 0).HasFailed);

    [Fact]
    public void Steps_are_those_of_an_independent_simulation_of_policy_and_cart()
    {
        HashSet<int> seen = [];
        for (int seed = 0; seed < 300; seed++)
        {
            double[] x = Points.Uniform(CartPole.VariableCount, -5, 5, seed);
            double[] start = Points.Uniform(4, -0.05, 0.05, seed);
            int steps = CartPole.StepsBalanced(x, new CartPoleState(start[0], start[1], start[2], start[3]));
            Assert.Equal(OracleSteps(x, start), steps);
            seen.Add(steps);
        }

        Assert.True(seen.Count > 20);
    }

    [Fact]
    public void Cost_is_the_mean_of_the_steps_lost_over_the_starts()
    {
        CartPole objective = CartPole.Create(new ObjectiveInstance(CartPole.VariableCount, 4));
        Assert.Equal(8, objective.Starts.Length);
        for (int seed = 0; seed < 20; seed++)
        {
            double[] x = Points.Uniform(CartPole.VariableCount, -5, 5, seed);
            double expected = objective.Starts.ToArray().Average(start => 500.0 - CartPole.StepsBalanced(x, start));
            Assert.Equal(expected, objective.Evaluate(x));
        }
    }

    [Fact]
    public void A_policy_that_balances_costs_nothing_and_balances_unseen_starts()
    {
        for (int instance = 0; instance < 20; instance++)
        {
            CartPole objective = CartPole.Create(new ObjectiveInstance(CartPole.VariableCount, instance));
            Assert.Equal(0, objective.Evaluate(balancingPolicy));
            Assert.Equal(0, objective.KnownOptimum);
        }

        for (int seed = 0; seed < 200; seed++)
        {
            double[] start = Points.Uniform(4, -0.05, 0.05, seed);
            Assert.Equal(500, CartPole.StepsBalanced(balancingPolicy, new CartPoleState(start[0], start[1], start[2], start[3])));
        }
    }

    [Fact]
    public void A_policy_that_always_pushes_one_way_falls_within_11_steps()
    {
        CartPole objective = CartPole.Create(new ObjectiveInstance(CartPole.VariableCount));
        double[] right = new double[CartPole.VariableCount], left = new double[CartPole.VariableCount];
        right[^1] = 1;
        left[^1] = -1;
        Assert.InRange(objective.Evaluate(right), 489, 492);
        Assert.InRange(objective.Evaluate(left), 489, 492);
    }

    [Fact]
    public void Starts_follow_from_the_instance_and_lie_within_a_twentieth()
    {
        CartPoleState[] first = CartPole.Create(new ObjectiveInstance(CartPole.VariableCount, 1)).Starts.ToArray();
        Assert.Equal(first, CartPole.Create(new ObjectiveInstance(CartPole.VariableCount, 1)).Starts.ToArray());
        Assert.NotEqual(first, CartPole.Create(new ObjectiveInstance(CartPole.VariableCount, 2)).Starts.ToArray());
        double[] numbers = [.. first.SelectMany(start => (double[])[start.Position, start.Velocity, start.Angle, start.AngularVelocity])];
        Assert.All(numbers, value => Assert.InRange(value, -0.05, 0.05));
        Assert.Equal(32, numbers.Distinct().Count());
        Assert.InRange(numbers.Max(), 0.04, 0.05);
        Assert.InRange(numbers.Min(), -0.05, -0.04);
    }

    [Fact]
    public void Nan_in_any_variable_makes_the_cost_nan()
    {
        CartPole objective = CartPole.Create(new ObjectiveInstance(CartPole.VariableCount));
        for (int i = 0; i < CartPole.VariableCount; i++)
        {
            double[] x = [.. balancingPolicy];
            x[i] = double.NaN;
            Assert.True(double.IsNaN(objective.Evaluate(x)));
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Problem.Make("cartpole", 48));
        Assert.Throws<ArgumentException>(() => Problem.Make("cartpole", CartPole.VariableCount, instance: -1));
        Assert.Throws<ArgumentException>(() => Problem.Make("cartpole", CartPole.VariableCount, rotated: true));
        Assert.Throws<ArgumentException>(() => CartPole.StepsBalanced(new double[50], default));
        Problem problem = Problem.Make("cartpole", CartPole.VariableCount);
        Assert.Equal(CartPole.VariableCount, problem.RequiredDimension);
        Assert.Throws<ArgumentException>(() => problem.Evaluate(new ReadOnlySpan2D<double>(new double[48], 1, 48), new double[1], []));
    }

    /// <summary>The update of Gymnasium's CartPoleEnv with <c>kinematics_integrator = "euler"</c>, on an array.</summary>
    private static double[] OracleStep(double[] state, bool right)
    {
        const double Tau = 0.02, TotalMass = 1.1, PoleMassLength = 0.05;
        (double position, double velocity, double theta, double omega) = (state[0], state[1], state[2], state[3]);
        double temporary = ((right ? 10 : -10) + PoleMassLength * Math.Pow(omega, 2) * Math.Sin(theta)) / TotalMass;
        double thetaAcceleration = (9.8 * Math.Sin(theta) - Math.Cos(theta) * temporary)
            / (0.5 * (4.0 / 3 - 0.1 * Math.Pow(Math.Cos(theta), 2) / TotalMass));
        double acceleration = temporary - PoleMassLength * thetaAcceleration * Math.Cos(theta) / TotalMass;
        position += Tau * velocity;
        velocity += Tau * acceleration;
        theta += Tau * omega;
        omega += Tau * thetaAcceleration;
        return [position, velocity, theta, omega];
    }

    private static int OracleSteps(double[] x, double[] start)
    {
        double[] weights = Array.ConvertAll(x, value => 0.4 * value), state = start;
        double[][] hidden = [.. Enumerable.Range(0, 8).Select(unit => weights[(5 * unit)..(5 * unit + 5)])];
        for (int step = 1; step <= 500; step++)
        {
            double output = weights[48];
            for (int unit = 0; unit < 8; unit++)
                output += weights[40 + unit] * Math.Tanh(hidden[unit][4] + state.Select((value, i) => hidden[unit][i] * value).Sum());
            state = OracleStep(state, output > 0);
            if (Math.Abs(state[0]) > 2.4 || Math.Abs(state[2]) > 12 * Math.PI / 180)
                return step;
        }

        return 500;
    }

    private static double[] Policy(double[] inputWeights, double outputWeight)
    {
        double[] x = new double[CartPole.VariableCount];
        inputWeights.CopyTo(x, 0);
        x[40] = outputWeight;
        return x;
    }
}

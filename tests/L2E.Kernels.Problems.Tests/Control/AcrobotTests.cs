namespace L2E.Kernels.Problems.Tests.Control;

public class AcrobotTests
{
    private static readonly TwoLinkOracle links = new(length: 1, mass: 1, inertia: 1, gravity: 9.8, friction: 0);

    [Fact]
    public void One_step_is_that_of_two_links_whose_equations_follow_from_their_energies()
    {
        Random random = new(2);
        for (int i = 0; i < 500; i++)
        {
            double[] state = [Next(Math.PI), Next(Math.PI), Next(4), Next(8)];
            double torque = random.Next(3) - 1;
            AcrobotState next = new AcrobotState(state[0], state[1], state[2], state[3]).Step(torque);
            double[] expected = links.Step(state, [0, torque], 0.2);
            Assert.Equal(0, Math.IEEERemainder(expected[0] - next.First, 2 * Math.PI), 1e-8);
            Assert.Equal(0, Math.IEEERemainder(expected[1] - next.Second, 2 * Math.PI), 1e-8);
            Assert.Equal(Math.Clamp(expected[2], -4 * Math.PI, 4 * Math.PI), next.FirstVelocity, 1e-7);
            Assert.Equal(Math.Clamp(expected[3], -9 * Math.PI, 9 * Math.PI), next.SecondVelocity, 1e-7);
            Assert.InRange(next.First, -Math.PI, Math.PI);
            Assert.InRange(next.Second, -Math.PI, Math.PI);
        }

        double Next(double radius) => radius * (2 * random.NextDouble() - 1);
    }

    [Fact]
    public void Velocities_are_limited_and_hanging_at_rest_stays()
    {
        Assert.Equal(default, default(AcrobotState).Step(0));
        AcrobotState fast = new AcrobotState(0.3, 0.1, 4 * Math.PI, 9 * Math.PI).Step(1);
        AcrobotState back = new AcrobotState(0.3, 0.1, -4 * Math.PI, -9 * Math.PI).Step(-1);
        Assert.InRange(Math.Abs(fast.FirstVelocity), 0, 4 * Math.PI);
        Assert.InRange(Math.Abs(back.SecondVelocity), 0, 9 * Math.PI);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(Math.PI, 0, true)]
    [InlineData(Math.PI / 2, Math.PI / 2, false)]
    [InlineData(Math.PI / 2 + 0.01, Math.PI / 2, true)]
    [InlineData(Math.PI, Math.PI, false)]
    public void The_tip_is_up_when_it_is_a_link_above_the_upper_joint(double first, double second, bool isUp) =>
        Assert.Equal(isUp, new AcrobotState(first, second, 0, 0).IsUp);

    [Fact]
    public void Steps_are_those_of_an_independent_policy_that_drives_the_same_links()
    {
        HashSet<int> seen = [];
        for (int seed = 0; seed < 25; seed++)
        {
            double[] x = Points.Uniform(Acrobot.VariableCount, -5, 5, seed), start = Points.Uniform(4, -0.1, 0.1, seed);
            AcrobotState state = new(start[0], start[1], start[2], start[3]);
            int steps = Acrobot.StepsTaken(x, state);
            Assert.Equal(OracleSteps(x, state), steps);
            seen.Add(steps);
        }

        Assert.True(seen.Count > 5, $"{seen.Count}");
    }

    [Fact]
    public void A_policy_that_pushes_with_the_second_link_gets_up_and_one_that_does_nothing_never_does()
    {
        // Torque in the direction in which the second link moves pumps energy in.
        double[] pumping = new double[Acrobot.VariableCount];
        (pumping[5], pumping[56]) = (5, 5);
        Acrobot objective = Acrobot.Create(new ObjectiveInstance(Acrobot.VariableCount, 3));
        Assert.InRange(objective.Evaluate(pumping), 20, 200);
        Assert.Equal(500, objective.Evaluate(new double[Acrobot.VariableCount]));
        Assert.Equal(8, objective.Starts.Length);
        Assert.Equal(objective.Starts.ToArray().Average(start => Acrobot.StepsTaken(pumping, start)), objective.Evaluate(pumping));
    }

    [Fact]
    public void Starts_follow_from_the_instance_and_lie_within_a_tenth()
    {
        AcrobotState[] first = Starts(1);
        Assert.Equal(first, Starts(1));
        Assert.NotEqual(first, Starts(2));
        double[] numbers = [.. Enumerable.Range(0, 50).SelectMany(Starts).SelectMany(start =>
            (double[])[start.First, start.Second, start.FirstVelocity, start.SecondVelocity])];
        Assert.All(numbers, value => Assert.InRange(value, -0.1, 0.1));
        Assert.InRange(numbers.Max() - numbers.Min(), 0.199, 0.2);

        static AcrobotState[] Starts(int instance) =>
            Acrobot.Create(new ObjectiveInstance(Acrobot.VariableCount, instance)).Starts.ToArray();
    }

    private static int OracleSteps(double[] x, AcrobotState state)
    {
        for (int step = 0; step < 500; step++)
        {
            double output = PolicyOracle.Evaluate(
                x, Math.Cos(state.First), Math.Sin(state.First), Math.Cos(state.Second), Math.Sin(state.Second),
                state.FirstVelocity, state.SecondVelocity)[0];
            state = state.Step(output > 0.5 ? 1 : output < -0.5 ? -1 : 0);
            if (-Math.Cos(state.First) - Math.Cos(state.Second + state.First) > 1)
                return step;
        }

        return 500;
    }
}

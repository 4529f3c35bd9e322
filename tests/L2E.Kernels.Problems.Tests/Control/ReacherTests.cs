namespace L2E.Kernels.Problems.Tests.Control;

public class ReacherTests
{
    private static readonly TwoLinkOracle links =
        new(length: 0.1, mass: 0.1, inertia: 0.1 * 0.01 / 12, gravity: 0, friction: 0.002);

    [Fact]
    public void One_step_is_that_of_two_rods_whose_equations_follow_from_their_energies()
    {
        Random random = new(2);
        for (int i = 0; i < 500; i++)
        {
            double[] state = [Next(3), Next(3), Next(20), Next(20)], torque = [Next(0.05), Next(0.05)];
            ReacherState next = new ReacherState(state[0], state[1], state[2], state[3]).Step(torque[0], torque[1]);
            double[] expected = links.Step(state, torque, 0.02);
            Assert.Equal(expected[0], next.First, 1e-8);
            Assert.Equal(expected[1], next.Second, 1e-8);
            Assert.Equal(Math.Clamp(expected[2], -20, 20), next.FirstVelocity, 1e-7);
            Assert.Equal(Math.Clamp(expected[3], -20, 20), next.SecondVelocity, 1e-7);
        }

        double Next(double radius) => radius * (2 * random.NextDouble() - 1);
    }

    [Theory]
    [InlineData(0, 0, 0.2, 0)]
    [InlineData(Math.PI / 2, 0, 0, 0.2)]
    [InlineData(0, Math.PI / 2, 0.1, 0.1)]
    [InlineData(1, Math.PI, 0, 0)]
    public void The_tip_is_where_the_rods_end(double first, double second, double x, double y)
    {
        (double tipX, double tipY) = new ReacherState(first, second, 0, 0).Tip;
        Assert.Equal(x, tipX, 1e-16);
        Assert.Equal(y, tipY, 1e-16);
    }

    [Fact]
    public void The_cost_of_a_run_is_that_of_an_independent_policy_that_drives_the_same_rods()
    {
        ReacherTask[] tasks = Reacher.Create(new ObjectiveInstance(Reacher.VariableCount, 5)).Tasks.ToArray();
        for (int seed = 0; seed < 50; seed++)
        {
            double[] x = Points.Uniform(Reacher.VariableCount, -5, 5, seed);
            double expected = OracleCost(x, tasks[seed % 8]);
            Assert.Equal(expected, Reacher.GetCost(x, tasks[seed % 8]), 1e-9 * expected);
        }
    }

    [Fact]
    public void The_cost_is_the_mean_over_the_tasks()
    {
        Reacher objective = Reacher.Create(new ObjectiveInstance(Reacher.VariableCount, 4));
        Assert.Equal(8, objective.Tasks.Length);
        for (int seed = 0; seed < 10; seed++)
        {
            double[] x = Points.Uniform(Reacher.VariableCount, -5, 5, seed);
            double expected = objective.Tasks.ToArray().Average(task => Reacher.GetCost(x, task));
            Assert.Equal(expected, objective.Evaluate(x), 1e-12 * expected);
        }
    }

    [Fact]
    public void An_arm_that_does_nothing_pays_for_its_distance_alone()
    {
        ReacherTask task = new(default, TargetX: 0.1, TargetY: 0);
        Assert.Equal(50, Reacher.GetCost(new double[Reacher.VariableCount], task), 1e-12);
        // 5 * 0.4 on every bias of the outputs is a torque beyond the limit of 1: it costs as much as 1.
        double[] pushing = new double[Reacher.VariableCount];
        (pushing[^1], pushing[^10]) = (5, 5);
        Assert.InRange(Reacher.GetCost(pushing, task), 1, 50 * (3 + 0.02));
    }

    [Fact]
    public void Tasks_follow_from_the_instance_and_targets_are_uniform_in_the_disc_of_the_arm()
    {
        ReacherTask[] first = Tasks(1);
        Assert.Equal(first, Tasks(1));
        Assert.NotEqual(first, Tasks(2));
        double[] distances = [.. Enumerable.Range(0, 200).SelectMany(Tasks).Select(task => double.Hypot(task.TargetX, task.TargetY))];
        Assert.All(distances, distance => Assert.InRange(distance, 0, 0.2));
        // Half of the area of a disc lies within its radius over the root of 2; 1,600 draws have a deviation of 1.25 %.
        Assert.InRange(distances.Count(distance => distance < 0.2 / Math.Sqrt(2)) / 1600.0, 0.45, 0.55);

        static ReacherTask[] Tasks(int instance) => Reacher.Create(new ObjectiveInstance(Reacher.VariableCount, instance)).Tasks.ToArray();
    }

    private static double OracleCost(double[] x, ReacherTask task)
    {
        ReacherState s = task.Start;
        double sum = 0;
        for (int step = 0; step < 50; step++)
        {
            (double tipX, double tipY) = Tip(s);
            double[] torque = PolicyOracle.Evaluate(
                x, Math.Cos(s.First), Math.Sin(s.First), Math.Cos(s.Second), Math.Sin(s.Second), s.FirstVelocity / 10,
                s.SecondVelocity / 10, 10 * (tipX - task.TargetX), 10 * (tipY - task.TargetY));
            double[] clipped = Array.ConvertAll(torque, value => Math.Max(-1, Math.Min(1, value)));
            s = s.Step(0.05 * clipped[0], 0.05 * clipped[1]);
            (tipX, tipY) = Tip(s);
            sum += 10 * double.Hypot(tipX - task.TargetX, tipY - task.TargetY) + 0.01 * clipped.Sum(value => value * value);
        }

        return sum;
    }

    private static (double X, double Y) Tip(ReacherState s) =>
        (0.1 * Math.Cos(s.First) + 0.1 * Math.Cos(s.First + s.Second), 0.1 * Math.Sin(s.First) + 0.1 * Math.Sin(s.First + s.Second));
}

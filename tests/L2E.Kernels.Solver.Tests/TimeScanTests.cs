namespace L2E.Kernels.Solver.Tests;

public sealed class TimeScanTests : IDisposable
{
    private static readonly double[] utilities = [0.6, 0.2, 0.05, -0.25, -0.3, -0.3];

    private readonly string path = Path.Combine(Path.GetTempPath(), $"l2e-{Guid.NewGuid():N}.l2e");

    public void Dispose() => File.Delete(path);

    private static float[] RandomParameters(ulong seed, int count, double spread)
    {
        PhiloxSequence random = new(seed, 7);
        float[] parameters = new float[count];
        foreach (ref float parameter in parameters.AsSpan())
            parameter = (float)(spread * random.NextNormalPair().First);
        return parameters;
    }

    private static float[] Values(ref PhiloxSequence random, int count, double least, double most)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = (float)random.NextUniform(least, most);
        return values;
    }

    internal static OperatorWeights Weights(ulong seed, double spread) => OperatorWeights.FromParameters(
        "x", RandomParameters(seed, TimeScanOperator.Instance.ParameterCount, spread), "", TimeScanOperator.Instance);

    private static double Rugged(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += (i + 1) * (x[i] - 1) * (x[i] - 1) - 3 * Math.Cos(4 * x[i]) + 0.3 * x[i] * x[0];
        return sum;
    }

    private static Engine Run(SolverOptions options)
    {
        Engine engine = new(options);
        while (engine.Status == SolverStatus.Running)
            TellBatch(engine);
        return engine;
    }

    private static void TellBatch(Engine engine)
    {
        CandidateBatch batch = engine.Ask();
        for (int i = 0; i < batch.Count; i++)
            engine.Tell(i, Rugged(batch.Points.GetRowSpan(i)));
    }

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-5 * (1 + Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 1)]
    [InlineData(7, 0.5)]
    [InlineData(33, 0.3)]
    public void A_step_equals_the_double_oracle(int dimension, double spread)
    {
        float[] parameters = RandomParameters((ulong)dimension, TimeScan.ParameterCount, spread);
        TimeScan scan = new(dimension);
        scan.Restart(utilities);
        TimeScanOracle oracle = new(dimension, parameters, utilities);
        PhiloxSequence random = new(3, (ulong)dimension);
        for (int generation = 0; generation < 30; generation++)
        {
            float[] features = Values(ref random, 7, -1, 1), scale = Values(ref random, dimension, 0.01, 0.2);
            float[] gradient = Values(ref random, dimension, -5, 5), step = Values(ref random, dimension, -0.1, 0.1);
            float[] moment = Values(ref random, dimension, -0.01, 0.02), outputs = Values(ref random, 8, -1, 1);
            (double[] expectedStep, double[] expectedMoment, float last) = (Widen(step), Widen(moment), outputs[7]);
            double[] before = Widen(outputs);
            double[] controls = oracle.Advance(Widen(features), Widen(scale), Widen(gradient), expectedStep, expectedMoment);
            scan.Advance(parameters, features, scale, gradient, step, moment, outputs);
            for (int i = 0; i < 7; i++)
                AssertClose(before[i] + controls[i], outputs[i]);
            Assert.Equal(last, outputs[7]);
            for (int i = 0; i < dimension; i++)
            {
                AssertClose(expectedStep[i], step[i]);
                AssertClose(expectedMoment[i], moment[i]);
                for (int place = 0; place < 9; place++)
                    AssertClose(oracle.State[place / 3, i, place % 3], scan.State[(place / 3 * dimension + i) * 3 + place % 3]);
            }
        }
    }

    [Fact]
    public void Coordinates_that_look_alike_keep_their_second_moment()
    {
        const int Dimension = 5;
        TimeScan scan = new(Dimension);
        float[] parameters = RandomParameters(1, TimeScan.ParameterCount, 1);
        float[] moment = new float[Dimension], step = new float[Dimension], same = new float[Dimension], outputs = new float[8];
        Array.Fill(same, 0.1f);
        for (int generation = 0; generation < 10; generation++)
        {
            Array.Fill(moment, 0.004f);
            Array.Fill(step, 0.03f);
            scan.Advance(parameters, new float[7], same, same, step, moment, outputs);
            Assert.All(moment, value => Assert.Equal(0.004, value, 1e-8));
            Assert.All(step, value => Assert.Equal(step[0], value));
        }

        Assert.NotEqual(0.03f, step[0]);
    }

    [Fact]
    public void Corrections_change_the_mean_log_moment_of_no_generation()
    {
        const int Dimension = 9;
        float[] parameters = RandomParameters(2, TimeScan.ParameterCount, 0.7);
        TimeScan scan = new(Dimension);
        scan.Restart(utilities);
        PhiloxSequence random = new(4, 0);
        float[] outputs = new float[8], drift = new float[Dimension];
        for (int generation = 0; generation < 10; generation++)
        {
            float[] scale = Values(ref random, Dimension, 0.01, 0.2), gradient = Values(ref random, Dimension, -1, 1);
            scan.Advance(parameters, new float[7], scale, gradient, Values(ref random, Dimension, -1, 1), drift, outputs);
            // A moment of 0 shows the drift alone.
            Assert.Equal(0, drift.Zip(scale, (value, s) => (double)value / (s * s)).Sum(), 1e-5);
            Assert.Contains(drift, value => value != 0);
            Array.Clear(drift);
        }
    }

    [Fact]
    public void Untrained_it_is_the_hand_set_policy_bit_for_bit()
    {
        float[] parameters = new float[TimeScanOperator.Instance.ParameterCount];
        TimeScanOperator.Instance.Initialise(5, parameters);
        SolverOptions options = SolverOptions.ForBox(6, -5, 5, 1500) with { Seed = 2, Proposals = Proposals.Population };
        Engine corrected = Run(options with
        {
            Weights = OperatorWeights.FromParameters("x", parameters, "", TimeScanOperator.Instance),
        });
        Engine constant = Run(options with { Weights = OperatorWeights.FromParameters("y", new float[8], "", ConstantOperator.Instance) });
        Assert.Equal(constant.Best.ToArray(), corrected.Best.ToArray());
        Assert.Equal(constant.BestFitness, corrected.BestFitness);
        Assert.Contains(parameters, value => value != 0);
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 1)]
    [InlineData(3, 10)]
    [InlineData(4, 1e4)]
    [InlineData(5, 1e37)]
    public void Any_parameters_stay_in_the_envelope_and_the_certificate_holds(ulong seed, double spread)
    {
        foreach (int dimension in new[] { 2, 11 })
        {
            Engine engine = Run(SolverOptions.ForBox(dimension, -5, 5, 1500) with
            {
                Seed = seed,
                Weights = Weights(seed, spread),
                Proposals = Proposals.Population | Proposals.PopulationGradient,
            });
            ConvergenceCertificate certificate = engine.GetCertificate();
            Assert.True(certificate.Holds);
            Assert.True(certificate.Generations > 5);
            Assert.True(engine.BestFitness <= engine.InitialFitness);
            foreach (double value in engine.Best)
                Assert.InRange(value, -5, 5);
        }
    }

    [Fact]
    public void Random_parameters_change_the_run()
    {
        SolverOptions options = SolverOptions.ForBox(6, -5, 5, 1000) with { Proposals = Proposals.Population };
        Assert.NotEqual(
            Run(options with { Weights = Weights(1, 0.3) }).BestFitness, Run(options with { Weights = Weights(2, 0.3) }).BestFitness);
    }

    [Fact]
    public void A_weights_file_of_it_is_read_back_by_what_it_says_and_refused_where_the_gate_network_is_meant()
    {
        OperatorWeights weights = Weights(3, 1);
        weights.Save(path);
        OperatorWeights read = OperatorWeights.Load(path);
        Assert.Same(TimeScanOperator.Instance, read.Operator);
        Assert.Equal(weights.Parameters.ToArray(), read.Parameters.ToArray());
        string message = Assert.Throws<InvalidDataException>(() => OperatorWeights.Load(path, GateNetworkOperator.Instance)).Message;
        Assert.Contains("corrected by a scan over time", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_finite_count_as_none()
    {
        TimeScan scan = new(2);
        float[] step = [float.NaN, 0.1f], moment = [float.PositiveInfinity, 0.01f], outputs = new float[8];
        scan.Advance(
            RandomParameters(1, TimeScan.ParameterCount, 1), new float[7], [0.1f, 0.1f], [float.NegativeInfinity, float.NaN], step, moment,
            outputs);
        foreach (float value in scan.State)
            Assert.True(float.IsFinite(value));
        Assert.All(outputs, value => Assert.True(float.IsFinite(value)));
        Assert.True(float.IsFinite(step[1]));
        Assert.True(float.IsFinite(moment[1]));
    }

    [Fact]
    public void Bad_input_is_named_before_anything_is_written()
    {
        TimeScan scan = new(3);
        float[] three = [1, 1, 1], outputs = new float[8], parameters = RandomParameters(1, TimeScan.ParameterCount, 1);
        Assert.Throws<ArgumentException>(() => new TimeScan(0));
        Assert.Throws<ArgumentException>(() => scan.Restart([1]));
        Assert.Contains("utilities", Assert.Throws<ArgumentException>(() => scan.Restart([0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "moment",
            Assert.Throws<ArgumentException>(
                () => scan.Advance(parameters, new float[7], three, three, three, new float[2], outputs)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "parameters",
            Assert.Throws<ArgumentException>(
                () => scan.Advance(new float[3], new float[7], three, three, three, three, outputs)).Message,
            StringComparison.Ordinal);
        Assert.Equal([1, 1, 1], three);
        Assert.All(outputs, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_run_allocates_nothing_after_its_construction()
    {
        Engine engine = new(SolverOptions.ForBox(8, -5, 5, 1_000_000) with
        {
            Weights = Weights(1, 0.3),
            Proposals = Proposals.Population | Proposals.PopulationGradient,
            Population = 10,
        });
        Assert.Equal(0, TestUtilities.Allocations.OnThisThread(() =>
        {
            for (int i = 0; i < 100; i++)
                TellBatch(engine);
        }));
        Assert.True(engine.GetCertificate().Generations > 50);
    }
}

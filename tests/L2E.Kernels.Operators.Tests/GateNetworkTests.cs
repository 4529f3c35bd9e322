using FsCheck;
using FsCheck.Fluent;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

public class GateNetworkTests
{
    private const float Rho = 0.95f;
    private static readonly string[] outputNames = ["delta", "decay", "B", "C", "rowBound", "individualOutputs", "globalOutputs"];

    public static TheoryData<int> Populations => [1, 2, 3, 8, 17];

    [Theory]
    [MemberData(nameof(Populations))]
    public void Every_output_matches_the_double_oracle(int population)
    {
        Case data = new(population, Moderate(population));
        double[][] expected = data.Oracle(RandomTensors.Widen(data.Parameters));
        float[][] actual = data.Forward();
        for (int k = 0; k < expected.Length; k++)
            Closeness.AssertClose(outputNames[k], actual[k], expected[k], 16 * population);
    }

    [Theory]
    [MemberData(nameof(Populations))]
    public void Gradient_of_every_parameter_matches_central_differences_of_the_double_oracle(int population)
    {
        Case data = new(population, Moderate(population));
        RandomTensors random = new(3);
        float[][] cotangents = [.. data.Forward().Select(output => random.Normal(output.Length))];
        double[] expected = NumericalGradients.Of(
            x => data.Oracle(x[0]), [RandomTensors.Widen(data.Parameters)], [.. cotangents.Select(RandomTensors.Widen)])[0];
        float[] gradient = data.Backward(cotangents, 0.5f);
        Closeness.AssertClose("dparameters", gradient, [.. expected.Select(x => x + 0.5)], 16 * population);
    }

    [Theory]
    [MemberData(nameof(Populations))]
    public void The_gradient_from_what_was_saved_is_that_of_a_forward_pass_run_again(int population)
    {
        Case data = new(population, Moderate(population));
        RandomTensors random = new(4);
        float[] saved = new float[GateNetwork.GetSavedLength(population)];
        float[][] outputs = data.Forward(saved);
        Assert.Equal(data.Forward(), outputs);
        float[][] cotangents = [.. outputs.Select(output => random.Normal(output.Length))];
        float[] expected = data.Backward(cotangents, 0.5f);
        // Twice: what was saved is still there afterwards.
        Assert.Equal(expected, data.Backward(cotangents, 0.5f, saved));
        Assert.Equal(expected, data.Backward(cotangents, 0.5f, saved));
    }

    [Fact]
    public void The_untrained_network_has_outputs_of_exactly_zero()
    {
        float[] parameters = new float[GateNetwork.ParameterCount];
        GateNetwork.Initialise(5, parameters);
        float[][] outputs = new Case(12, parameters).Forward();
        Assert.All(outputs[5], value => Assert.Equal(0, value));
        Assert.All(outputs[6], value => Assert.Equal(0, value));

        GateParameters tensors = new(parameters);
        Assert.Equal(-1, tensors.DeltaBias[0]);
        for (int n = 0; n < GateNetwork.States; n++)
            Assert.Equal(-1 + 2f / 3 * n, tensors.LogDecay[n], 1e-6f);
    }

    [Fact]
    public void A_seed_determines_the_parameters()
    {
        float[] first = new float[GateNetwork.ParameterCount], second = new float[GateNetwork.ParameterCount];
        GateNetwork.Randomise(1, first);
        GateNetwork.Randomise(1, second);
        Assert.Equal(first, second);
        GateNetwork.Randomise(2, second);
        Assert.NotEqual(first, second);
        GateNetwork.Initialise(1, first);
        GateNetwork.Initialise(2, second);
        Assert.NotEqual(first, second);
    }

    /// <summary>The theorem that the solver's certificate rests on, for parameters and features of any size.</summary>
    [Fact]
    public void The_projected_scan_is_a_contraction_for_any_parameters() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, size) =>
        {
            int population = 2 + size % 40;
            float[] parameters = new float[GateNetwork.ParameterCount];
            GateNetwork.Randomise((ulong)seed, parameters);
            float[][] outputs = new Case(population, parameters).Forward();
            Assert.All(outputs, output => Assert.All(output, value => Assert.True(float.IsFinite(value))));

            // The matrix itself, column by column: the scan of unit vectors.
            PopulationScanShape shape = new(population, population, GateNetwork.States);
            float[] matrix = new float[population * population];
            for (int i = 0; i < population; i++)
                matrix[i * population + i] = 1;
            PopulationScan.Forward(
                shape, outputs[0], outputs[1], outputs[2], outputs[3], matrix, matrix, new float[PopulationScan.GetWorkspaceLength(shape)]);
            ContractionProjection.Forward(population, population, Rho, outputs[4], matrix, matrix);
            for (int i = 0; i < population; i++)
            {
                double sum = matrix.AsSpan(i * population, population).ToArray().Sum(x => Math.Abs((double)x));
                Assert.True(sum <= Rho * (1 + (2 * population + GateNetwork.States) * 6e-8), $"row {i}: {sum:R}");
            }
        }));

    [Theory]
    [InlineData(float.MaxValue)]
    [InlineData(-float.MaxValue)]
    [InlineData(1e20f)]
    public void The_largest_parameters_give_finite_outputs(float size)
    {
        float[] parameters = new float[GateNetwork.ParameterCount];
        for (int k = 0; k < parameters.Length; k++)
            parameters[k] = k % 3 == 0 ? -size : size;
        Assert.All(new Case(64, parameters).Forward(), output => Assert.All(output, value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void A_clipped_parameter_has_gradient_zero()
    {
        float[] parameters = Moderate(1);
        GateParameters tensors = new(parameters);
        tensors.GlobalBias[0] = 2 * GateNetwork.ParameterLimit;
        tensors.LogDecay[1] = 2 * GateNetwork.ExponentLimit;
        Case data = new(4, parameters);
        float[] gradient = data.Backward([.. data.Forward().Select(output => output.Select(_ => 1f).ToArray())], 0);
        GateParameters gradients = new(gradient);
        Assert.Equal(0, gradients.GlobalBias[0]);
        Assert.Equal(1, gradients.GlobalBias[1]);
        Assert.Equal(0, gradients.LogDecay[1]);
        Assert.NotEqual(0, gradients.LogDecay[0]);
    }

    [Fact]
    public void The_views_of_the_parameters_cover_them_in_order()
    {
        float[] parameters = [.. Enumerable.Range(0, GateNetwork.ParameterCount).Select(k => (float)k)];
        GateParameters tensors = new(parameters);
        float[] joined =
        [
            .. tensors.HiddenWeights, .. tensors.HiddenBias, .. tensors.DeltaWeights, .. tensors.DeltaBias, .. tensors.InputGateWeights,
            .. tensors.OutputGateWeights, .. tensors.LogDecay, .. tensors.IndividualWeights, .. tensors.IndividualBias,
            .. tensors.ContextWeights, .. tensors.ContextBias, .. tensors.GlobalWeights, .. tensors.GlobalBias,
        ];
        Assert.Equal(parameters, joined);
    }

    /// <summary>Parameters of moderate size, none of them zero.</summary>
    private static float[] Moderate(int seed) => new RandomTensors(seed).Normal(GateNetwork.ParameterCount, 0.3f);

    private sealed class Case(int population, float[] parameters)
    {
        private readonly float[] individualFeatures = new RandomTensors(population).Uniform(4 * population, -3, 3);
        private readonly float[] globalFeatures = new RandomTensors(population + 1).Uniform(7, -3, 3);

        public float[] Parameters => parameters;

        public double[][] Oracle(double[] x) =>
            GateNetworkOracle.Forward(Rho, x, RandomTensors.Widen(individualFeatures), RandomTensors.Widen(globalFeatures));

        /// <summary>The outputs; what is saved too if there is room given for it.</summary>
        public float[][] Forward(float[]? saved = null)
        {
            using GuardedTensors tensors = new();
            Span<float> delta = tensors.New(population), decay = tensors.New(4), B = tensors.New(4 * population);
            Span<float> C = tensors.New(4 * population), rowBound = tensors.New(population);
            Span<float> individualOutputs = tensors.New(2 * population), globalOutputs = tensors.New(8);
            int scratch = GateNetwork.GetWorkspaceLength(population);
            if (saved is null)
            {
                GateNetwork.Forward(
                    population, Rho, tensors.Copy(parameters), tensors.Copy(individualFeatures), tensors.Copy(globalFeatures), delta, decay,
                    B, C, rowBound, individualOutputs, globalOutputs, tensors.New(scratch));
            }
            else
            {
                Span<float> kept = tensors.New(saved.Length);
                GateNetwork.ForwardAndSave(
                    population, Rho, tensors.Copy(parameters), tensors.Copy(individualFeatures), tensors.Copy(globalFeatures), delta, decay,
                    B, C, rowBound, individualOutputs, globalOutputs, kept, tensors.New(scratch - kept.Length));
                kept.CopyTo(saved);
            }

            return
            [
                delta.ToArray(), decay.ToArray(), B.ToArray(), C.ToArray(), rowBound.ToArray(), individualOutputs.ToArray(),
                globalOutputs.ToArray(),
            ];
        }

        /// <summary>The gradient, added to a vector of <paramref name="before"/>, with or without what was saved.</summary>
        public float[] Backward(float[][] cotangents, float before, float[]? saved = null)
        {
            using GuardedTensors tensors = new();
            Span<float> gradient = tensors.New(GateNetwork.ParameterCount);
            gradient.Fill(before);
            int scratch = GateNetwork.GetBackwardWorkspaceLength(population);
            if (saved is null)
            {
                GateNetwork.Backward(
                    population, Rho, tensors.Copy(parameters), tensors.Copy(individualFeatures), tensors.Copy(globalFeatures),
                    tensors.Copy(cotangents[0]), tensors.Copy(cotangents[1]), tensors.Copy(cotangents[2]), tensors.Copy(cotangents[3]),
                    tensors.Copy(cotangents[4]), tensors.Copy(cotangents[5]), tensors.Copy(cotangents[6]), gradient, tensors.New(scratch));
            }
            else
            {
                GateNetwork.BackwardFromSaved(
                    population, Rho, tensors.Copy(parameters), tensors.Copy(individualFeatures), tensors.Copy(globalFeatures), saved,
                    tensors.Copy(cotangents[0]), tensors.Copy(cotangents[1]), tensors.Copy(cotangents[2]), tensors.Copy(cotangents[3]),
                    tensors.Copy(cotangents[4]), tensors.Copy(cotangents[5]), tensors.Copy(cotangents[6]), gradient,
                    tensors.New(scratch - saved.Length));
            }

            return gradient.ToArray();
        }
    }
}

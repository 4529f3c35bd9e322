using L2E.Kernels.Operators;
using static L2E.Kernels.TimeScanLayout;

namespace L2E.Kernels;

/// <summary>
/// A selective scan over the generations of a population: three channels for each coordinate, with three states each, and a small network
/// that reads corrections of the next move from them. Its states are evolution paths at three time scales.
/// </summary>
/// <remarks>
/// <para>
/// In a generation of d coordinates the signals are, clipped to [-4, 4] and of variance 1 where ranks say nothing: the recombined
/// displacement x1 and second moment x2 in units of the scale, and the proxy gradient against its sign x3, over its own root mean square.
/// A channel's state n follows <c>h = exp(-Delta a_n) h + sqrt(1 - exp(-2 Delta a_n)) (1 + tanh b) x</c>, one step of
/// <see cref="SelectiveScan"/>, with <c>a</c> 4c, c and c / 4 for x1 and x3, e, e / 4 and e / 16 for x2, each times a learned
/// <c>exp(clip(A, -2, 2))</c>; c is the rate of cumulation <c>(m + 2) / (d + m + 5)</c> of m effective parents, e the learning rate of the
/// scale. The selection - <c>Delta = exp(2 tanh)</c>, the gates b, and the read-out C - is made from a context of 18 bounded numbers: the
/// seven global features, the mean square of each of the nine states, the agreement of x1 and x3, and the spread of the log scale. Delta
/// and B are the same for all coordinates, because the kernel shares B among the channels of a group, and an input of variance 1 needs a
/// B for each Delta.
/// </para>
/// <para>
/// What is read: <c>0.5 unit tanh(C1 h1 + D1 x1 + C3 h3 + D3 x3)</c> scales is added to the step; step and second moment are multiplied by
/// <c>exp</c> of 0.8 tanh outputs of the network, and 0.7 tanh of a third is added to the moment in units of the squared scale. All three
/// are centred over the coordinates: what all coordinates share is left to the controls, to which the context adds too. Everything read is
/// bounded for any finite parameters, and the solver's envelope applies after it, so the certificate holds. Parameters of 0 change nothing.
/// </para>
/// <para>Nothing is allocated after construction. A value that is not finite counts as 0. Not safe for several threads at once.</para>
/// </remarks>
public sealed class TimeScan : IStateful
{
    /// <summary>Number of parameters.</summary>
    public const int ParameterCount = (Context + 1) * (Hidden + ReadOut + 1 + Signals) + (Context + Hidden) * Controls
        + (Evidence + Hidden + 1) * CoordinateHidden + (Evidence + CoordinateHidden) * Corrections + Signals * States;

    private const double LargestSignal = 4, LogGain = 0.8, LargestDrift = 0.7, LargestPush = 0.5, LogRateLimit = 2;

    private readonly int dimension;
    private readonly SelectiveScanShape shape;

    // By signal and coordinate: [3, d] and, with states, [3, d, 3].
    private readonly float[] signals, state, decay, delta, skip, readOut, workspace;
    private readonly float[] inputGates = new float[Signals * States], outputGates = new float[Signals * States];
    private readonly double[] corrections, logScales;
    private readonly double[] context = new double[Context + 1], hidden = new double[Context + Hidden], controls = new double[Controls];
    private readonly double[] gates = new double[ReadOut + 1 + Signals], evidence = new double[Evidence + Hidden + 1];
    private readonly double[] coordinateHidden = new double[Evidence + CoordinateHidden];
    private double pathRate, scaleRate, unit;

    /// <summary>A scan whose states are 0, of the smallest population.</summary>
    /// <param name="dimension">Number of coordinates d, at least 1.</param>
    /// <exception cref="ArgumentException">The dimension is out of range, or 9 d exceeds the range of int.</exception>
    public TimeScan(int dimension)
    {
        Guard.AtLeast(dimension, 1);
        this.dimension = dimension;
        int channels = Guard.Product("signals", "3 * dimension", Signals, dimension);
        int length = GetStateLength(dimension);
        shape = new SelectiveScanShape(Batch: 1, Length: 1, channels, States, Groups: Signals);
        (signals, delta, skip, readOut) = (new float[channels], new float[channels], new float[channels], new float[channels]);
        (state, decay, corrections) = (new float[length], new float[length], new double[channels]);
        logScales = new double[dimension];
        workspace = new float[SelectiveScan.GetWorkspaceLength(shape)];
        Restart([0.5, 0, 0, -0.5]);
    }

    /// <summary>The states, <c>[3, d, 3]</c>: by signal, coordinate and time scale.</summary>
    public ReadOnlySpan<float> State => state;

    /// <summary>Length of <see cref="State"/>.</summary>
    internal static int GetStateLength(int dimension) => Guard.Product("state", "9 * dimension", Signals, dimension, States);

    /// <summary>Parameters that training begins with: hidden layers are random, and nothing is corrected yet.</summary>
    /// <param name="seed">The same seed gives the same parameters.</param>
    /// <param name="parameters">Destination (=), <c>[ParameterCount]</c>.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void Initialise(ulong seed, Span<float> parameters)
    {
        Guard.Length<float>(parameters, ParameterCount, nameof(ParameterCount));
        const double Spread = 0.4;
        parameters.Clear();
        PhiloxSequence random = new(seed, 0);
        Fill(parameters[HiddenWeights], ref random);
        Fill(parameters[CoordinateWeights], ref random);

        static void Fill(Span<float> weights, ref PhiloxSequence random)
        {
            foreach (ref float weight in weights)
                weight = (float)(Spread * random.NextNormalPair().First);
        }
    }

    /// <summary>Sets the states to 0, and the time scales to those of a population.</summary>
    /// <param name="utilities">Weights by rank, <c>[N]</c>, N at least 2, of sum 0 and not all 0.</param>
    /// <exception cref="ArgumentException">There are fewer, or their squares have no positive finite sum.</exception>
    public void Restart(ReadOnlySpan<double> utilities)
    {
        Guard.AtLeast(utilities.Length, 2, nameof(utilities));
        double squares = 0;
        foreach (double utility in utilities)
            squares += utility * utility;
        if (!(squares > 0 && double.IsFinite(squares)))
            Guard.ThrowArgument(nameof(utilities), "weights whose squares have a positive finite sum", $"{squares}");
        double parents = 1 / (squares + 1.0 / utilities.Length);
        pathRate = (parents + 2) / (dimension + parents + 5);
        scaleRate = PopulationConstants.GetScaleRate(dimension);
        unit = Math.Sqrt(squares);
        Array.Clear(state);
    }

    /// <summary>Goes on from states that a population of the same dimension left.</summary>
    internal void Restart(ReadOnlySpan<double> utilities, ReadOnlySpan<float> states)
    {
        Restart(utilities);
        states.CopyTo(state);
    }

    /// <summary>Takes in a generation and corrects its moves.</summary>
    /// <param name="parameters"><c>[ParameterCount]</c>, finite; <see cref="TimeScanLayout"/> says what lies where.</param>
    /// <param name="globalFeatures">Features of the generation, <c>[7]</c>, at most 3 in size.</param>
    /// <param name="scale">Scale of each coordinate, <c>[d]</c>, positive.</param>
    /// <param name="gradient">Proxy gradient, <c>[d]</c>; its length does not matter.</param>
    /// <param name="step">Recombined displacement, <c>[d]</c>; corrected in place.</param>
    /// <param name="moment">Recombined squares of the displacements, <c>[d]</c>; corrected in place.</param>
    /// <param name="globalOutputs">Outputs of the operator, <c>[8]</c>; accumulated (+=), all but the last.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Advance(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> globalFeatures, ReadOnlySpan<float> scale, ReadOnlySpan<float> gradient,
        Span<float> step, Span<float> moment, Span<float> globalOutputs)
    {
        Guard.Length(parameters, ParameterCount, nameof(ParameterCount));
        Guard.Length(globalFeatures, GateNetwork.GlobalFeatures, nameof(GateNetwork.GlobalFeatures));
        Guard.Length(scale, dimension, nameof(dimension));
        Guard.Length(gradient, dimension, nameof(dimension));
        Guard.Length<float>(step, dimension, nameof(dimension));
        Guard.Length<float>(moment, dimension, nameof(dimension));
        Guard.Length<float>(globalOutputs, GateNetwork.GlobalOutputs, nameof(GateNetwork.GlobalOutputs));
        TakeSignals(scale, gradient, step, moment);
        double meanLogScale = WriteContext(globalFeatures, scale);

        Multiply(context, parameters[HiddenWeights], hidden.AsSpan(Context));
        Activate(hidden.AsSpan(Context));
        context.AsSpan(0, Context).CopyTo(hidden);
        Multiply(hidden, parameters[ControlWeights], controls);
        for (int i = 0; i < Controls; i++)
            globalOutputs[i] += (float)Math.Clamp(controls[i], -float.MaxValue / 4, float.MaxValue / 4);
        Multiply(context, parameters[GateWeights], gates);
        Scan(parameters[LogRates]);
        Correct(parameters, scale, meanLogScale, step, moment);
    }

    /// <inheritdoc />
    void IStateful.Transfer(StateTransfer transfer)
    {
        pathRate = transfer.Next(pathRate);
        scaleRate = transfer.Next(scaleRate);
        unit = transfer.Next(unit);
        transfer.Next(state.AsSpan());
    }

    private void TakeSignals(ReadOnlySpan<float> scale, ReadOnlySpan<float> gradient, ReadOnlySpan<float> step, ReadOnlySpan<float> moment)
    {
        double squares = 0;
        for (int i = 0; i < dimension; i++)
        {
            double slope = Finite((double)gradient[i] / scale[i]);
            squares += slope * slope;
        }

        double length = Math.Sqrt(squares / dimension);
        double gradientUnit = length > 0 ? 1 / length : 0, momentUnit = 1 / (Math.Sqrt(2) * unit);
        for (int i = 0; i < dimension; i++)
        {
            double size = scale[i];
            signals[i] = Clip(step[i] / size / unit);
            signals[dimension + i] = Clip(moment[i] / (size * size) * momentUnit);
            signals[2 * dimension + i] = Clip(-gradientUnit * gradient[i] / size);
        }
    }

    // From the states before this generation: the selection is causal.
    private double WriteContext(ReadOnlySpan<float> globalFeatures, ReadOnlySpan<float> scale)
    {
        for (int i = 0; i < globalFeatures.Length; i++)
            context[i] = globalFeatures[i];
        int place = globalFeatures.Length;
        for (int signal = 0; signal < Signals; signal++)
        {
            for (int n = 0; n < States; n++)
            {
                double squares = 0;
                for (int i = 0; i < dimension; i++)
                {
                    double value = state[(signal * dimension + i) * States + n];
                    squares += value * value;
                }

                context[place++] = Math.Tanh(2 * (squares / dimension - 1));
            }
        }

        double agreement = 0, mean = 0, deviation = 0;
        for (int i = 0; i < dimension; i++)
        {
            agreement += (double)signals[i] * signals[2 * dimension + i] / dimension;
            logScales[i] = Math.Log(scale[i]);
            mean += logScales[i] / dimension;
        }

        for (int i = 0; i < dimension; i++)
            deviation += (logScales[i] - mean) * (logScales[i] - mean) / dimension;
        context[place++] = Math.Tanh(agreement);
        context[place++] = Math.Tanh(Math.Sqrt(deviation));
        context[place] = 1;
        return mean;
    }

    private void Scan(ReadOnlySpan<float> logRates)
    {
        double stepSize = Math.Exp(2 * Math.Tanh(gates[ReadOut]));
        Array.Fill(delta, (float)stepSize);
        for (int signal = 0; signal < Signals; signal++)
        {
            double gain = 1 + Math.Tanh(gates[ReadOut + 1 + signal]);
            double rate = signal == 1 ? scaleRate : Math.Min(1.5, 4 * pathRate);
            for (int n = 0; n < States; n++)
            {
                int place = signal * States + n;
                double decayRate = rate * Math.Exp(Math.Clamp(logRates[place], -LogRateLimit, LogRateLimit));
                // The kernel multiplies its input by the step size, which the square root has in it already.
                inputGates[place] = (float)(gain * Math.Sqrt(1 - Math.Exp(-2 * stepSize * decayRate)) / stepSize);
                for (int i = 0; i < dimension; i++)
                    decay[(signal * dimension + i) * States + n] = (float)-decayRate;
                rate = signal != 1 && n == 0 ? pathRate : rate / 4;
                outputGates[place] = signal == 1 ? 0 : (float)Math.Tanh(gates[signal / 2 * States + n]);
            }
        }

        skip.AsSpan(0, dimension).Fill((float)Math.Tanh(gates[2 * States]));
        skip.AsSpan(2 * dimension).Fill((float)Math.Tanh(gates[2 * States + 1]));
        SelectiveScanInputs<float> inputs = new()
        {
            U = signals,
            Delta = delta,
            A = decay,
            B = inputGates,
            C = outputGates,
            D = skip,
            InitialState = state,
        };
        SelectiveScan.Forward<float>(shape, inputs, readOut, state, savedState: default, workspace);
    }

    private void Correct(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> scale, double meanLogScale, Span<float> step, Span<float> moment)
    {
        hidden.AsSpan(Context).CopyTo(evidence.AsSpan(Evidence));
        evidence[^1] = 1;
        Span<double> output = stackalloc double[Corrections];
        Span<double> means = stackalloc double[Corrections];
        means.Clear();
        for (int i = 0; i < dimension; i++)
        {
            WriteEvidence(i, logScales[i] - meanLogScale);
            Multiply(evidence, parameters[CoordinateWeights], coordinateHidden.AsSpan(Evidence));
            Activate(coordinateHidden.AsSpan(Evidence));
            evidence.AsSpan(0, Evidence).CopyTo(coordinateHidden);
            Multiply(coordinateHidden, parameters[CorrectionWeights], output);
            for (int k = 0; k < Corrections; k++)
            {
                double correction = Math.Tanh(output[k]);
                corrections[k * dimension + i] = correction;
                means[k] += correction / dimension;
            }
        }

        for (int i = 0; i < dimension; i++)
        {
            double size = scale[i], push = LargestPush * unit * Math.Tanh((double)readOut[i] + readOut[2 * dimension + i]);
            double stepGain = Math.Exp(LogGain * (corrections[i] - means[0]));
            double momentGain = Math.Exp(LogGain * (corrections[dimension + i] - means[1]));
            double drift = LargestDrift * (corrections[2 * dimension + i] - means[2]);
            step[i] = (float)(stepGain * step[i] + push * size);
            moment[i] = (float)(momentGain * moment[i] + drift * size * size);
        }
    }

    private void WriteEvidence(int coordinate, double logScale)
    {
        ReadOnlySpan<float> path = StatesOf(0, coordinate), squares = StatesOf(1, coordinate), slope = StatesOf(2, coordinate);
        for (int n = 0; n < States; n++)
        {
            evidence[n] = Math.Tanh((double)squares[n] / 2);
            evidence[States + n] = Math.Tanh(((double)path[n] * path[n] - 1) / 2);
            evidence[2 * States + n] = Math.Tanh(((double)slope[n] * slope[n] - 1) / 2);
        }

        double displacement = signals[coordinate], descent = signals[2 * dimension + coordinate];
        evidence[3 * States] = Math.Tanh(descent * path[1]);
        evidence[3 * States + 1] = Math.Tanh(displacement * descent);
        evidence[3 * States + 2] = Math.Tanh(logScale);
    }

    private ReadOnlySpan<float> StatesOf(int signal, int coordinate) =>
        state.AsSpan((signal * dimension + coordinate) * States, States);

    private static void Multiply(ReadOnlySpan<double> input, ReadOnlySpan<float> weights, Span<double> output)
    {
        output.Clear();
        for (int i = 0; i < input.Length; i++)
            for (int j = 0; j < output.Length; j++)
                output[j] += input[i] * weights[i * output.Length + j];
    }

    private static void Activate(Span<double> values)
    {
        foreach (ref double value in values)
            value /= 1 + Math.Exp(-value);
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private static float Clip(double value) => (float)Math.Clamp(Finite(value), -LargestSignal, LargestSignal);
}

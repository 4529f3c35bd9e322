namespace L2E.Kernels.Operators;

/// <summary>
/// The network that turns features of a sorted population into the gates of a <see cref="PopulationScan"/>, and into outputs per
/// individual and for the whole population.
/// </summary>
/// <remarks>
/// <para>
/// With x_i the features of individual i followed by the global ones: <c>U = SiLU(x W1 + b1)</c>,
/// <c>delta = softplus(U Wd + bd)</c>, <c>B = U WB</c>, <c>C = U WC</c>, <c>decay = e^A</c>; M the population scan of these gates,
/// its rows projected with <c>rho</c>; <c>context = [U, M U]</c>, <c>individualOutputs = context Wi + bi</c>,
/// <c>globalOutputs = SiLU(mean_i(context) W2 + b2) W3 + b3</c>.
/// </para>
/// <para>
/// Parameters are used clipped to +-<see cref="ParameterLimit"/> and the exponents of the decays to +-<see cref="ExponentLimit"/>,
/// so that everything is finite for any finite parameters, features of at most 3 in size and up to 10,000 individuals. Where a
/// clip acts, the gradient is 0. NaN propagates. Source: the heads of the L2E operator (Gao, Liu, Cheng, Tan, <i>Learning to Evolve</i>,
/// arXiv 2512.11453), on the selective state space of Gu and Dao, <i>Mamba</i>, arXiv 2312.00752.
/// </para>
/// </remarks>
public static partial class GateNetwork
{
    /// <summary>Features of an individual.</summary>
    public const int IndividualFeatures = 4;

    /// <summary>Features of the whole population.</summary>
    public const int GlobalFeatures = 7;

    /// <summary>Width of the hidden layers.</summary>
    public const int Hidden = 16;

    /// <summary>States of the population scan.</summary>
    public const int States = 4;

    /// <summary>Outputs per individual.</summary>
    public const int IndividualOutputs = 2;

    /// <summary>Outputs for the whole population.</summary>
    public const int GlobalOutputs = 8;

    /// <summary>Length of the parameter vector; its layout is <see cref="GateParameters"/>.</summary>
    public const int ParameterCount = 1071;

    /// <summary>Parameters beyond this act as if they were this.</summary>
    public const float ParameterLimit = 1000;

    /// <summary>Logarithms of decay rates beyond this act as if they were this.</summary>
    public const float ExponentLimit = 20;

    private const int ContextWidth = 2 * Hidden;

    /// <summary>delta, B and C of an individual.</summary>
    private const int GateWidth = 1 + 2 * States;

    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="population"/> is below 1, or too large for a span.</exception>
    public static int GetWorkspaceLength(int population)
    {
        Guard.AtLeast(population, 1);
        ulong scan = (ulong)PopulationScan.GetWorkspaceLength(ScanShape(population));
        return Guard.Elements("workspace", "parameters, saved and scan", ParameterCount + (ulong)GetSavedLength(population) + scan);
    }

    /// <summary>Floats that a forward pass leaves for its backward pass.</summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="population"/> is below 1, or too large for a span.</exception>
    public static int GetSavedLength(int population)
    {
        Guard.AtLeast(population, 1);
        return Guard.Elements("saved", "intermediates and gates", Intermediates.GetLength(population) + Gates.GetLength(population));
    }

    private static PopulationScanShape ScanShape(int population) => new(population, Hidden, States);

    private static void Check(
        int population, float rho, ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures,
        ReadOnlySpan<float> globalFeatures)
    {
        Guard.AtLeast(population, 1);
        Guard.InRange(rho, 1e-6f, 1);
        Guard.Length(parameters, ParameterCount, "ParameterCount");
        int features = Guard.Product("individualFeatures", "population * IndividualFeatures", population, IndividualFeatures);
        Guard.Length(individualFeatures, features, "population * IndividualFeatures");
        Guard.Length(globalFeatures, GlobalFeatures, "GlobalFeatures");
    }

    /// <summary>What the forward pass computes on the way, in memory of the caller's.</summary>
    private readonly ref struct Intermediates
    {
        public Intermediates(int population, Span<float> saved)
        {
            SpanSlices slices = new(saved);
            GlobalContribution = slices.Take(Hidden);
            HiddenSum = slices.Take(population * Hidden);
            HiddenLayer = slices.Take(population * Hidden);
            DeltaSum = slices.Take(population);
            Mixed = slices.Take(population * Hidden);
            Projected = slices.Take(population * Hidden);
            Context = slices.Take(population * ContextWidth);
            Averaging = slices.Take(population);
            MeanContext = slices.Take(ContextWidth);
            GlobalSum = slices.Take(Hidden);
            GlobalLayer = slices.Take(Hidden);
        }

        /// <summary>Global features times their weights, plus the bias: the same for every individual, [16].</summary>
        public Span<float> GlobalContribution { get; }

        /// <summary>The hidden layer before its activation, [population, 16].</summary>
        public Span<float> HiddenSum { get; }

        /// <summary>U, [population, 16].</summary>
        public Span<float> HiddenLayer { get; }

        /// <summary>delta before softplus, [population].</summary>
        public Span<float> DeltaSum { get; }

        /// <summary>M U before the projection, [population, 16].</summary>
        public Span<float> Mixed { get; }

        /// <summary>M U after the projection, [population, 16].</summary>
        public Span<float> Projected { get; }

        /// <summary>[U, M U], [population, 32].</summary>
        public Span<float> Context { get; }

        /// <summary>1 / population, [population]: the mean is a product with this row.</summary>
        public Span<float> Averaging { get; }

        /// <summary>Mean of the context, [32].</summary>
        public Span<float> MeanContext { get; }

        /// <summary>Hidden layer of the global head before its activation, [16].</summary>
        public Span<float> GlobalSum { get; }

        /// <summary>Hidden layer of the global head, [16].</summary>
        public Span<float> GlobalLayer { get; }

        public static ulong GetLength(int population) =>
            ContextWidth + 3 * Hidden + (ulong)population * (4 * Hidden + ContextWidth + 2);
    }

    /// <summary>The gates among what a forward pass saved: behind the rest.</summary>
    private static Gates SavedGates(int population, Span<float> saved) =>
        new(population, saved[(int)Intermediates.GetLength(population)..], out _);

    /// <summary>The gates, or their cotangents, in memory of the caller's.</summary>
    private readonly ref struct Gates
    {
        public Gates(int population, Span<float> workspace, out Span<float> rest)
        {
            SpanSlices slices = new(workspace);
            Delta = slices.Take(population);
            Decay = slices.Take(States);
            B = slices.Take(population * States);
            C = slices.Take(population * States);
            RowBound = slices.Take(population);
            rest = slices.Rest;
        }

        public Span<float> Delta { get; }

        public Span<float> Decay { get; }

        public Span<float> B { get; }

        public Span<float> C { get; }

        public Span<float> RowBound { get; }

        public static ulong GetLength(int population) => (ulong)population * (2 + 2 * States) + States;
    }
}

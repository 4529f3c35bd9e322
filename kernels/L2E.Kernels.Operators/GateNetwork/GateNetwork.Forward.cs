using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class GateNetwork
{
    /// <summary>Gates and outputs for a population sorted by fitness.</summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <param name="rho">Bound on the absolute row sums of the projected scan, 1e-6 to 1.</param>
    /// <param name="parameters">[<see cref="ParameterCount"/>], laid out as <see cref="GateParameters"/> says.</param>
    /// <param name="individualFeatures">[population, 4]</param>
    /// <param name="globalFeatures">[7]</param>
    /// <param name="delta">Destination (=): step sizes, [population], not negative.</param>
    /// <param name="decay">Destination (=): decay rates, [4], positive.</param>
    /// <param name="B">Destination (=): input gates, [population, 4].</param>
    /// <param name="C">Destination (=): output gates, [population, 4].</param>
    /// <param name="rowBound">Destination (=): bounds on the absolute row sums of the scan before projection, [population].</param>
    /// <param name="individualOutputs">Destination (=): [population, 2].</param>
    /// <param name="globalOutputs">Destination (=): [8].</param>
    /// <param name="workspace">
    /// Scratch of at least <see cref="GetWorkspaceLength"/> floats. No destination may overlap an input, another destination or this.
    /// </param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a span has the wrong length.</exception>
    public static void Forward(
        int population, float rho, ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures,
        ReadOnlySpan<float> globalFeatures, Span<float> delta, Span<float> decay, Span<float> B, Span<float> C, Span<float> rowBound,
        Span<float> individualOutputs, Span<float> globalOutputs, Span<float> workspace)
    {
        Guard.MinimumLength<float>(workspace, GetWorkspaceLength(population), "GetWorkspaceLength(population)");
        int saved = GetSavedLength(population);
        ForwardAndSave(
            population, rho, parameters, individualFeatures, globalFeatures, delta, decay, B, C, rowBound, individualOutputs,
            globalOutputs, workspace[..saved], workspace[saved..]);
    }

    /// <summary>As <see cref="Forward"/>, and leaves what <see cref="Backward"/> would have to compute again.</summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <param name="rho">Bound on the absolute row sums of the projected scan, 1e-6 to 1.</param>
    /// <param name="parameters">[<see cref="ParameterCount"/>], laid out as <see cref="GateParameters"/> says.</param>
    /// <param name="individualFeatures">[population, 4]</param>
    /// <param name="globalFeatures">[7]</param>
    /// <param name="delta">Destination (=): step sizes, [population], not negative.</param>
    /// <param name="decay">Destination (=): decay rates, [4], positive.</param>
    /// <param name="B">Destination (=): input gates, [population, 4].</param>
    /// <param name="C">Destination (=): output gates, [population, 4].</param>
    /// <param name="rowBound">Destination (=): bounds on the absolute row sums of the scan before projection, [population].</param>
    /// <param name="individualOutputs">Destination (=): [population, 2].</param>
    /// <param name="globalOutputs">Destination (=): [8].</param>
    /// <param name="saved">Destination (=): [<see cref="GetSavedLength"/>].</param>
    /// <param name="workspace">
    /// Scratch of at least <see cref="GetWorkspaceLength"/> floats, less those saved. No destination may overlap an input, another
    /// destination or this.
    /// </param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a span has the wrong length.</exception>
    public static void ForwardAndSave(
        int population, float rho, ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures,
        ReadOnlySpan<float> globalFeatures, Span<float> delta, Span<float> decay, Span<float> B, Span<float> C, Span<float> rowBound,
        Span<float> individualOutputs, Span<float> globalOutputs, Span<float> saved, Span<float> workspace)
    {
        Check(population, rho, parameters, individualFeatures, globalFeatures);
        Guard.Length<float>(delta, population, "population");
        Guard.Length<float>(decay, States, "States");
        Guard.Length<float>(B, Guard.Product("B", "population * States", population, States), "population * States");
        Guard.Length<float>(C, Guard.Product("B", "population * States", population, States), "population * States");
        Guard.Length<float>(rowBound, population, "population");
        Guard.Length<float>(individualOutputs, population * IndividualOutputs, "population * IndividualOutputs");
        Guard.Length<float>(globalOutputs, GlobalOutputs, "GlobalOutputs");
        Guard.Length<float>(saved, GetSavedLength(population), "GetSavedLength(population)");
        int scratchLength = GetWorkspaceLength(population) - saved.Length;
        Guard.MinimumLength<float>(workspace, scratchLength, "GetWorkspaceLength(population) - GetSavedLength(population)");

        Intermediates intermediates = new(population, saved);
        Span<float> used = workspace[..ParameterCount];
        Clip(parameters, ParameterLimit, used);
        GateParameters clipped = new(used);
        Evaluate(
            population, rho, clipped, individualFeatures, globalFeatures, delta, decay, B, C, rowBound, intermediates,
            workspace[ParameterCount..]);
        Gates gates = SavedGates(population, saved);
        delta.CopyTo(gates.Delta);
        decay.CopyTo(gates.Decay);
        B.CopyTo(gates.B);
        C.CopyTo(gates.C);
        rowBound.CopyTo(gates.RowBound);
        Dense.Forward(
            population, ContextWidth, IndividualOutputs, intermediates.Context, clipped.IndividualWeights, clipped.IndividualBias,
            individualOutputs);
        Dense.Forward(1, Hidden, GlobalOutputs, intermediates.GlobalLayer, clipped.GlobalWeights, clipped.GlobalBias, globalOutputs);
    }

    /// <summary>The forward pass up to the two output layers; the backward pass runs it again where nothing was saved.</summary>
    private static void Evaluate(
        int population, float rho, GateParameters clipped, ReadOnlySpan<float> individualFeatures,
        ReadOnlySpan<float> globalFeatures, Span<float> delta, Span<float> decay, Span<float> B, Span<float> C, Span<float> rowBound,
        in Intermediates intermediates, Span<float> scanWorkspace)
    {
        ReadOnlySpan<float> individualWeights = clipped.HiddenWeights[..(IndividualFeatures * Hidden)];
        ReadOnlySpan<float> globalWeights = clipped.HiddenWeights[(IndividualFeatures * Hidden)..];
        Span<float> hidden = intermediates.HiddenLayer;
        Dense.Forward(1, GlobalFeatures, Hidden, globalFeatures, globalWeights, clipped.HiddenBias, intermediates.GlobalContribution);
        Dense.Forward(
            population, IndividualFeatures, Hidden, individualFeatures, individualWeights, intermediates.GlobalContribution,
            intermediates.HiddenSum);
        ElementwiseMath.Silu(intermediates.HiddenSum, hidden);

        Dense.Forward(population, Hidden, 1, hidden, clipped.DeltaWeights, clipped.DeltaBias, intermediates.DeltaSum);
        ElementwiseMath.Softplus(intermediates.DeltaSum, delta);
        Dense.Forward(population, Hidden, States, hidden, clipped.InputGateWeights, default, B);
        Dense.Forward(population, Hidden, States, hidden, clipped.OutputGateWeights, default, C);
        Clip(clipped.LogDecay, ExponentLimit, decay);
        ElementwiseMath.Exp(decay, decay);

        PopulationScanShape shape = ScanShape(population);
        PopulationScan.RowBounds(shape, delta, decay, B, C, rowBound);
        PopulationScan.Forward(shape, delta, decay, B, C, hidden, intermediates.Mixed, scanWorkspace);
        ContractionProjection.Forward(population, Hidden, rho, rowBound, intermediates.Mixed, intermediates.Projected);
        for (int i = 0; i < population; i++)
        {
            Span<float> context = intermediates.Context.Slice(i * ContextWidth, ContextWidth);
            hidden.Slice(i * Hidden, Hidden).CopyTo(context);
            intermediates.Projected.Slice(i * Hidden, Hidden).CopyTo(context[Hidden..]);
        }

        intermediates.Averaging.Fill(1f / population);
        Dense.Forward(1, population, ContextWidth, intermediates.Averaging, intermediates.Context, default, intermediates.MeanContext);
        Dense.Forward(
            1, ContextWidth, Hidden, intermediates.MeanContext, clipped.ContextWeights, clipped.ContextBias, intermediates.GlobalSum);
        ElementwiseMath.Silu(intermediates.GlobalSum, intermediates.GlobalLayer);
    }

    private static void Clip(ReadOnlySpan<float> x, float limit, Span<float> y)
    {
        fixed (float* source = x, destination = y)
            WidestLanes.Run(new ClipKernel(source, limit, destination, x.Length));
    }

    private readonly struct ClipKernel(float* source, float limit, float* destination, int length) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < length; i += TLanes.Count)
                Lanes.Store(VectorMath.Clip(Lanes.Load<TLanes>(source + i, length - i), limit), destination + i, length - i);
        }
    }
}

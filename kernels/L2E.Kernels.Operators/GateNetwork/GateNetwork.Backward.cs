using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class GateNetwork
{
    /// <summary>Floats of scratch that <see cref="Backward"/> needs.</summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="population"/> is below 1, or too large for a span.</exception>
    public static int GetBackwardWorkspaceLength(int population)
    {
        Guard.AtLeast(population, 1);
        ulong gates = Gates.GetLength(population);
        ulong cotangents = ParameterCount + (ulong)population * (ContextWidth + 3 * Hidden + GateWidth) + ContextWidth + 2 * Hidden
            + 2 * Hidden * GateWidth + GateWidth;
        ulong scan = (ulong)PopulationScan.GetBackwardWorkspaceLength(ScanShape(population));
        return Guard.Elements(
            "workspace", "parameters, saved, gates, cotangents and scan",
            ParameterCount + (ulong)GetSavedLength(population) + gates + cotangents + scan);
    }

    /// <summary>
    /// Gradient of the sum of products of the outputs of <see cref="Forward"/> with their cotangents; <c>GateNetwork.md</c> derives it.
    /// The features are constants. The forward pass is run again: nothing was saved.
    /// </summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <param name="rho">Bound on the absolute row sums of the projected scan, 1e-6 to 1.</param>
    /// <param name="parameters">[<see cref="ParameterCount"/>]</param>
    /// <param name="individualFeatures">[population, 4]</param>
    /// <param name="globalFeatures">[7]</param>
    /// <param name="ddelta">Cotangent of delta, [population].</param>
    /// <param name="ddecay">Cotangent of decay, [4].</param>
    /// <param name="dB">Cotangent of B, [population, 4].</param>
    /// <param name="dC">Cotangent of C, [population, 4].</param>
    /// <param name="drowBound">Cotangent of rowBound, [population].</param>
    /// <param name="dindividualOutputs">Cotangent of individualOutputs, [population, 2].</param>
    /// <param name="dglobalOutputs">Cotangent of globalOutputs, [8].</param>
    /// <param name="dparameters">
    /// Accumulated (+=), [<see cref="ParameterCount"/>]; nothing is added where a parameter is clipped. Must not overlap an input.
    /// </param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a span has the wrong length.</exception>
    public static void Backward(
        int population, float rho, ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures,
        ReadOnlySpan<float> globalFeatures, ReadOnlySpan<float> ddelta, ReadOnlySpan<float> ddecay, ReadOnlySpan<float> dB,
        ReadOnlySpan<float> dC, ReadOnlySpan<float> drowBound, ReadOnlySpan<float> dindividualOutputs,
        ReadOnlySpan<float> dglobalOutputs, Span<float> dparameters, Span<float> workspace)
    {
        Check(population, rho, parameters, individualFeatures, globalFeatures);
        Guard.MinimumLength<float>(workspace, GetBackwardWorkspaceLength(population), "GetBackwardWorkspaceLength(population)");
        int savedLength = GetSavedLength(population);
        Span<float> saved = workspace[..savedLength], rest = workspace[savedLength..];
        Clip(parameters, ParameterLimit, rest[..ParameterCount]);
        Gates gates = SavedGates(population, saved);
        Evaluate(
            population, rho, new GateParameters(rest[..ParameterCount]), individualFeatures, globalFeatures, gates.Delta, gates.Decay,
            gates.B, gates.C, gates.RowBound, new Intermediates(population, saved), rest[ParameterCount..]);
        BackwardFromSaved(
            population, rho, parameters, individualFeatures, globalFeatures, saved, ddelta, ddecay, dB, dC, drowBound, dindividualOutputs,
            dglobalOutputs, dparameters, rest);
    }

    /// <summary>As <see cref="Backward"/>, with what the forward pass computed on the way.</summary>
    /// <param name="population">Individuals, at least 1.</param>
    /// <param name="rho">Bound on the absolute row sums of the projected scan, 1e-6 to 1.</param>
    /// <param name="parameters">[<see cref="ParameterCount"/>]</param>
    /// <param name="individualFeatures">[population, 4]</param>
    /// <param name="globalFeatures">[7]</param>
    /// <param name="saved">What <see cref="ForwardAndSave"/> saved, [<see cref="GetSavedLength"/>].</param>
    /// <param name="ddelta">Cotangent of delta, [population].</param>
    /// <param name="ddecay">Cotangent of decay, [4].</param>
    /// <param name="dB">Cotangent of B, [population, 4].</param>
    /// <param name="dC">Cotangent of C, [population, 4].</param>
    /// <param name="drowBound">Cotangent of rowBound, [population].</param>
    /// <param name="dindividualOutputs">Cotangent of individualOutputs, [population, 2].</param>
    /// <param name="dglobalOutputs">Cotangent of globalOutputs, [8].</param>
    /// <param name="dparameters">
    /// Accumulated (+=), [<see cref="ParameterCount"/>]; nothing is added where a parameter is clipped. Must not overlap an input.
    /// </param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats, less those saved.</param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a span has the wrong length.</exception>
    public static void BackwardFromSaved(
        int population, float rho, ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures,
        ReadOnlySpan<float> globalFeatures, ReadOnlySpan<float> saved, ReadOnlySpan<float> ddelta, ReadOnlySpan<float> ddecay,
        ReadOnlySpan<float> dB, ReadOnlySpan<float> dC, ReadOnlySpan<float> drowBound, ReadOnlySpan<float> dindividualOutputs,
        ReadOnlySpan<float> dglobalOutputs, Span<float> dparameters, Span<float> workspace)
    {
        Check(population, rho, parameters, individualFeatures, globalFeatures);
        Guard.Length(saved, GetSavedLength(population), "GetSavedLength(population)");
        Guard.Length(ddelta, population, "population");
        Guard.Length(ddecay, States, "States");
        int gateElements = Guard.Product("dB", "population * States", population, States);
        Guard.Length(dB, gateElements, "population * States");
        Guard.Length(dC, gateElements, "population * States");
        Guard.Length(drowBound, population, "population");
        Guard.Length(dindividualOutputs, population * IndividualOutputs, "population * IndividualOutputs");
        Guard.Length(dglobalOutputs, GlobalOutputs, "GlobalOutputs");
        Guard.Length<float>(dparameters, ParameterCount, "ParameterCount");
        int scratchLength = GetBackwardWorkspaceLength(population) - saved.Length;
        Guard.MinimumLength<float>(workspace, scratchLength, "GetBackwardWorkspaceLength(population) - GetSavedLength(population)");

        // What writes and what reads them takes them apart in the same way; nothing here writes.
        Span<float> read = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(saved), saved.Length);
        Intermediates intermediates = new(population, read);
        Gates gates = SavedGates(population, read), dgates = new(population, workspace, out Span<float> rest);
        SpanSlices slices = new(rest);
        Span<float> used = slices.Take(ParameterCount), dclipped = slices.Take(ParameterCount);
        Span<float> dcontext = slices.Take(population * ContextWidth);
        Span<float> dhidden = slices.Take(population * Hidden), dmixed = slices.Take(population * Hidden);
        Span<float> contribution = slices.Take(population * Hidden);
        Span<float> dmeanContext = slices.Take(ContextWidth);
        Span<float> dglobalLayer = slices.Take(Hidden), dglobalContribution = slices.Take(Hidden);
        Span<float> gateWeights = slices.Take(Hidden * GateWidth), dgateWeights = slices.Take(Hidden * GateWidth);
        Span<float> dgateSums = slices.Take(population * GateWidth), dgateBias = slices.Take(GateWidth);
        Clip(parameters, ParameterLimit, used);
        GateParameters clipped = new(used), gradient = new(dclipped);
        dclipped.Clear();
        ddelta.CopyTo(dgates.Delta);
        ddecay.CopyTo(dgates.Decay);
        dB.CopyTo(dgates.B);
        dC.CopyTo(dgates.C);

        // Output layers to the context.
        Dense.Backward(
            population, ContextWidth, IndividualOutputs, intermediates.Context, clipped.IndividualWeights, dindividualOutputs, dcontext,
            gradient.IndividualWeights, gradient.IndividualBias);
        Dense.Backward(
            1, Hidden, GlobalOutputs, intermediates.GlobalLayer, clipped.GlobalWeights, dglobalOutputs, dglobalLayer,
            gradient.GlobalWeights, gradient.GlobalBias);
        ElementwiseMath.SiluBackward(intermediates.GlobalSum, dglobalLayer, dglobalLayer);
        Dense.Backward(
            1, ContextWidth, Hidden, intermediates.MeanContext, clipped.ContextWeights, dglobalLayer, dmeanContext,
            gradient.ContextWeights, gradient.ContextBias);
        Dense.Backward(
            1, population, ContextWidth, intermediates.Averaging, intermediates.Context, dmeanContext, default, dcontext, default);
        for (int i = 0; i < population; i++)
        {
            ReadOnlySpan<float> row = dcontext.Slice(i * ContextWidth, ContextWidth);
            row[..Hidden].CopyTo(dhidden.Slice(i * Hidden, Hidden));
            row[Hidden..].CopyTo(dmixed.Slice(i * Hidden, Hidden));
        }

        // Context to the gates and the hidden layer.
        PopulationScanShape shape = ScanShape(population);
        ContractionProjection.Backward(
            population, Hidden, rho, gates.RowBound, intermediates.Mixed, dmixed, dmixed, dgates.RowBound);
        Add(drowBound, dgates.RowBound);
        PopulationScan.Backward(
            shape, gates.Delta, gates.Decay, gates.B, gates.C, intermediates.HiddenLayer, dmixed, dgates.Delta, dgates.Decay, dgates.B,
            dgates.C, contribution, slices.Rest);
        Add(contribution, dhidden);
        PopulationScan.RowBoundsBackward(
            shape, gates.Delta, gates.Decay, gates.B, gates.C, dgates.RowBound, dgates.Delta, dgates.Decay, dgates.B, dgates.C,
            slices.Rest);

        // Gates to their parameters and the hidden layer.
        for (int n = 0; n < States; n++)
            gradient.LogDecay[n] = Math.Abs(clipped.LogDecay[n]) <= ExponentLimit ? dgates.Decay[n] * gates.Decay[n] : 0;
        ElementwiseMath.SoftplusBackward(intermediates.DeltaSum, dgates.Delta, dgates.Delta);
        PackGates(clipped.DeltaWeights, clipped.InputGateWeights, clipped.OutputGateWeights, gateWeights);
        PackGates(dgates.Delta, dgates.B, dgates.C, dgateSums);
        dgateWeights.Clear();
        dgateBias.Clear();
        Dense.Backward(
            population, Hidden, GateWidth, intermediates.HiddenLayer, gateWeights, dgateSums, contribution, dgateWeights, dgateBias);
        Add(contribution, dhidden);
        UnpackGates(dgateWeights, gradient.DeltaWeights, gradient.InputGateWeights, gradient.OutputGateWeights);
        gradient.DeltaBias[0] = dgateBias[0];

        // Hidden layer to its parameters. The global features' part is the same row for all: its cotangent is the sum over them.
        const int Split = IndividualFeatures * Hidden;
        ElementwiseMath.SiluBackward(intermediates.HiddenSum, dhidden, dhidden);
        dglobalContribution.Clear();
        Dense.Backward(
            population, IndividualFeatures, Hidden, individualFeatures, clipped.HiddenWeights[..Split], dhidden, default,
            gradient.HiddenWeights[..Split], dglobalContribution);
        Dense.Backward(
            1, GlobalFeatures, Hidden, globalFeatures, clipped.HiddenWeights[Split..], dglobalContribution, default,
            gradient.HiddenWeights[Split..], gradient.HiddenBias);

        fixed (float* values = parameters, source = dclipped, destination = dparameters)
            WidestLanes.Run(new UnclipKernel(values, ParameterLimit, source, destination, ParameterCount));
    }

    /// <summary>Puts the columns of delta, B and C side by side: their layers are one.</summary>
    private static void PackGates(ReadOnlySpan<float> delta, ReadOnlySpan<float> B, ReadOnlySpan<float> C, Span<float> packed)
    {
        for (int row = 0; row < delta.Length; row++)
        {
            Span<float> place = packed.Slice(row * GateWidth, GateWidth);
            place[0] = delta[row];
            B.Slice(row * States, States).CopyTo(place[1..]);
            C.Slice(row * States, States).CopyTo(place[(1 + States)..]);
        }
    }

    private static void UnpackGates(ReadOnlySpan<float> packed, Span<float> delta, Span<float> B, Span<float> C)
    {
        for (int row = 0; row < delta.Length; row++)
        {
            ReadOnlySpan<float> place = packed.Slice(row * GateWidth, GateWidth);
            delta[row] = place[0];
            place.Slice(1, States).CopyTo(B[(row * States)..]);
            place.Slice(1 + States, States).CopyTo(C[(row * States)..]);
        }
    }

    private static void Add(ReadOnlySpan<float> x, Span<float> sum)
    {
        fixed (float* source = x, destination = sum)
            WidestLanes.Run(new AddKernel(source, destination, x.Length));
    }

    private readonly struct AddKernel(float* source, float* destination, int length) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < length; i += TLanes.Count)
            {
                TLanes sum = Lanes.Load<TLanes>(destination + i, length - i) + Lanes.Load<TLanes>(source + i, length - i);
                Lanes.Store(sum, destination + i, length - i);
            }
        }
    }

    /// <summary>Passes cotangents on (+=) where the clipping let the value through.</summary>
    private readonly struct UnclipKernel(float* x, float limit, float* source, float* destination, int length) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes largest = TLanes.Broadcast(limit);
            for (int i = 0; i < length; i += TLanes.Count)
            {
                TLanes magnitude = VectorMath.Abs(Lanes.Load<TLanes>(x + i, length - i));
                TLanes isInside = TLanes.LessThan(magnitude, largest) | TLanes.Equal(magnitude, largest);
                TLanes cotangent = isInside & Lanes.Load<TLanes>(source + i, length - i);
                Lanes.Store(Lanes.Load<TLanes>(destination + i, length - i) + cotangent, destination + i, length - i);
            }
        }
    }
}

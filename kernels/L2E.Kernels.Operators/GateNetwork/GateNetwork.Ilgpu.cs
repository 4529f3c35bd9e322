using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// The gate network on a device, in three parts around a population scan of its hidden layer. Formulas, shapes and the layout of the
/// parameters are those on the CPU.
/// </summary>
public static class GateNetworkKernels
{
    private const int Features = 4, GlobalFeatures = 7, Hidden = 16, States = 4, Outputs = 2, GlobalOutputs = 8, Context = 2 * Hidden;
    private const float ParameterLimit = 1000, ExponentLimit = 20;

    // Where the tensors of the parameter vector begin, in their order.
    private const int HiddenWeights = 0, HiddenBias = HiddenWeights + (Features + GlobalFeatures) * Hidden;
    private const int DeltaWeights = HiddenBias + Hidden, DeltaBias = DeltaWeights + Hidden, InputGateWeights = DeltaBias + 1;
    private const int OutputGateWeights = InputGateWeights + Hidden * States, LogDecay = OutputGateWeights + Hidden * States;
    private const int IndividualWeights = LogDecay + States, IndividualBias = IndividualWeights + Context * Outputs;
    private const int ContextWeights = IndividualBias + Outputs, ContextBias = ContextWeights + Context * Hidden;
    private const int GlobalWeights = ContextBias + Hidden, GlobalBias = GlobalWeights + Hidden * GlobalOutputs;

    /// <summary>
    /// <c>U = SiLU(x W1 + b1)</c>, <c>delta = softplus(U Wd + bd)</c>, <c>B = U WB</c>, <c>C = U WC</c>, <c>decay = e^A</c>.
    /// </summary>
    /// <remarks>Grid: x has a work item for each individual.</remarks>
    /// <param name="parameters">All parameters.</param>
    /// <param name="individualFeatures">[population, 4]</param>
    /// <param name="globalFeatures">[7]</param>
    /// <param name="hidden">Destination (=): U, [population, 16].</param>
    /// <param name="delta">Destination (=), [population].</param>
    /// <param name="decay">Destination (=), [4].</param>
    /// <param name="B">Destination (=), [population, 4].</param>
    /// <param name="C">Destination (=), [population, 4].</param>
    /// <param name="population">Individuals.</param>
    public static void Gates(
        ArrayView<float> parameters, ArrayView<float> individualFeatures, ArrayView<float> globalFeatures, ArrayView<float> hidden,
        ArrayView<float> delta, ArrayView<float> decay, ArrayView<float> B, ArrayView<float> C, int population)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= population)
            return;
        long row = (long)i * Hidden;
        for (int j = 0; j < Hidden; j++)
        {
            // The global features first, as on the CPU, where their part is made once for all individuals.
            float sum = Parameter(parameters, HiddenBias + j);
            for (int k = 0; k < GlobalFeatures; k++)
                sum = DeviceMath.MultiplyAdd(globalFeatures[k], Parameter(parameters, (Features + k) * Hidden + j), sum);
            for (int k = 0; k < Features; k++)
                sum = DeviceMath.MultiplyAdd(individualFeatures[(long)i * Features + k], Parameter(parameters, k * Hidden + j), sum);
            hidden[row + j] = VectorMath.Silu(new ScalarLane(sum)).Value;
        }

        float given = Layer(parameters, DeltaWeights, 1, 0, hidden, row, Hidden, Parameter(parameters, DeltaBias));
        delta[i] = VectorMath.Softplus(new ScalarLane(given)).Value;
        for (int n = 0; n < States; n++)
        {
            B[(long)i * States + n] = Layer(parameters, InputGateWeights, States, n, hidden, row, Hidden, 0);
            C[(long)i * States + n] = Layer(parameters, OutputGateWeights, States, n, hidden, row, Hidden, 0);
            if (i == 0)
                decay[n] = VectorMath.Exp(VectorMath.Clip(new ScalarLane(parameters[LogDecay + n]), ExponentLimit)).Value;
        }
    }

    /// <summary><c>context = [U, M U rho / max(rho, r)]</c>, <c>individualOutputs = context Wi + bi</c>.</summary>
    /// <remarks>Grid: x has a work item for each individual.</remarks>
    /// <param name="parameters">All parameters.</param>
    /// <param name="hidden">U, [population, 16].</param>
    /// <param name="mixed">M U before the projection, [population, 16].</param>
    /// <param name="rowBound">Row bounds r, [population].</param>
    /// <param name="context">Destination (=), [population, 32].</param>
    /// <param name="individualOutputs">Destination (=), [population, 2].</param>
    /// <param name="population">Individuals.</param>
    /// <param name="rho">Bound on the absolute row sums of the projected scan.</param>
    public static void Individuals(
        ArrayView<float> parameters, ArrayView<float> hidden, ArrayView<float> mixed, ArrayView<float> rowBound, ArrayView<float> context,
        ArrayView<float> individualOutputs, int population, float rho)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= population)
            return;
        float factor = ContractionProjectionKernels.Factor(rowBound[i], rho);
        long row = (long)i * Context;
        for (int j = 0; j < Hidden; j++)
        {
            context[row + j] = hidden[(long)i * Hidden + j];
            context[row + Hidden + j] = factor * mixed[(long)i * Hidden + j];
        }

        for (int o = 0; o < Outputs; o++)
        {
            float bias = Parameter(parameters, IndividualBias + o);
            individualOutputs[(long)i * Outputs + o] = Layer(parameters, IndividualWeights, Outputs, o, context, row, Context, bias);
        }
    }

    /// <summary><c>globalOutputs = SiLU(mean_i(context) W2 + b2) W3 + b3</c></summary>
    /// <remarks>Grid: one group of 64.</remarks>
    /// <param name="parameters">All parameters.</param>
    /// <param name="context">[population, 32]</param>
    /// <param name="globalOutputs">Destination (=), [8].</param>
    /// <param name="population">Individuals.</param>
    public static void Population(ArrayView<float> parameters, ArrayView<float> context, ArrayView<float> globalOutputs, int population)
    {
        ArrayView<float> mean = SharedMemory.Allocate1D<float>(Context), layer = SharedMemory.Allocate1D<float>(Hidden);
        int item = Group.IdxX;
        if (item < Context)
        {
            float sum = 0, share = 1f / population;
            for (int i = 0; i < population; i++)
                sum = DeviceMath.MultiplyAdd(share, context[(long)i * Context + item], sum);
            mean[item] = sum;
        }

        Group.Barrier();
        if (item < Hidden)
        {
            float sum = Layer(parameters, ContextWeights, Hidden, item, mean, 0, Context, Parameter(parameters, ContextBias + item));
            layer[item] = VectorMath.Silu(new ScalarLane(sum)).Value;
        }

        Group.Barrier();
        if (item < GlobalOutputs)
        {
            globalOutputs[item] = Layer(
                parameters, GlobalWeights, GlobalOutputs, item, layer, 0, Hidden, Parameter(parameters, GlobalBias + item));
        }
    }

    /// <summary><c>bias + sum_k x_k W_k,output</c>, in the order of k.</summary>
    private static float Layer(
        ArrayView<float> parameters, int weights, int outputs, int output, ArrayView<float> x, long row, int inputs, float bias)
    {
        float sum = bias;
        for (int k = 0; k < inputs; k++)
            sum = DeviceMath.MultiplyAdd(x[row + k], Parameter(parameters, weights + k * outputs + output), sum);
        return sum;
    }

    /// <summary>A parameter as it is used: clipped.</summary>
    private static float Parameter(ArrayView<float> parameters, int index) =>
        VectorMath.Clip(new ScalarLane(parameters[index]), ParameterLimit).Value;
}

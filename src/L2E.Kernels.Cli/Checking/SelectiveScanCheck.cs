using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>The selective scan, forward and backward, against reference vectors.</summary>
internal static class SelectiveScanCheck
{
    public static CheckReport Check(ReferenceNode root)
    {
        SelectiveScanInputs<float> inputs = ReadInputs(root, out SelectiveScanShape shape);
        (float[] dy, float[] dlastState) = ReadCotangents(root, shape);

        return TensorTable.Of(root, Compute(shape, inputs, dy, dlastState)).Report(Describe(shape));
    }

    /// <summary>Both passes on the CPU: outputs and gradients by their names in files.</summary>
    public static IReadOnlyList<(string Section, string Name, float[] Values)> Compute(
        SelectiveScanShape shape, SelectiveScanInputs<float> inputs, float[] dy, float[] dlastState)
    {
        float[] y = new float[inputs.U.Length], lastState = new float[checked(shape.Batch * shape.Channels * shape.States)];
        float[] savedState = new float[SelectiveScan.GetSavedStateLength(shape)];
        SelectiveScan.Forward(shape, inputs, y, lastState, savedState, new float[SelectiveScan.GetWorkspaceLength(shape)]);
        float[] du = new float[inputs.U.Length], ddelta = new float[inputs.Delta.Length], dA = new float[inputs.A.Length];
        float[] dB = new float[inputs.B.Length], dC = new float[inputs.C.Length], dD = new float[inputs.D.Length];
        float[] dz = new float[inputs.Z.Length], dbias = new float[inputs.DeltaBias.Length], dh0 = new float[inputs.InitialState.Length];
        SelectiveScanGradients gradients = new()
        {
            U = du,
            Delta = ddelta,
            A = dA,
            B = dB,
            C = dC,
            D = dD,
            Z = dz,
            DeltaBias = dbias,
            InitialState = dh0,
        };
        SelectiveScan.Backward(
            shape, inputs, savedState, dy, dlastState, gradients, new float[SelectiveScan.GetBackwardWorkspaceLength(shape)]);
        return Name(y, lastState, du, ddelta, dA, dB, dC, dD, dz, dbias, dh0);
    }

    /// <summary>Outputs and gradients by their names in files, in the order of the inputs.</summary>
    public static IReadOnlyList<(string Section, string Name, float[] Values)> Name(params float[][] tensors)
    {
        string[] names = ["y", "last_state", "du", "ddelta", "dA", "dB", "dC", "dD", "dz", "ddelta_bias", "dh0"];
        return [.. names.Zip(tensors, (name, tensor) => (name.StartsWith('d') ? "gradients" : "outputs", name, tensor))];
    }

    /// <summary>The scan that a file is about.</summary>
    public static SelectiveScanInputs<float> ReadInputs(ReferenceNode root, out SelectiveScanShape shape)
    {
        ReferenceNode sizes = root["shape"], given = root["inputs"];
        int batch = sizes["batch"].Size(), length = sizes["length"].Size(), channels = sizes["channels"].Size();
        int states = sizes["state"].Size(), groups = sizes["groups"].Size();
        shape = new SelectiveScanShape(batch, length, channels, states, groups);
        return new SelectiveScanInputs<float>
        {
            U = given["u"].Singles(batch, length, channels),
            Delta = given["delta"].Singles(batch, length, channels),
            A = given["A"].Singles(channels, states),
            B = given["B"].Singles(batch, length, groups, states),
            C = given["C"].Singles(batch, length, groups, states),
            D = Optional(given, "D", channels),
            Z = Optional(given, "z", batch, length, channels),
            DeltaBias = Optional(given, "delta_bias", channels),
            InitialState = Optional(given, "h0", batch, channels, states),
            Softplus = root["softplus"].Boolean(),
        };
    }

    /// <summary>The cotangents of its outputs; that of the last state is optional.</summary>
    public static (float[] Dy, float[] DlastState) ReadCotangents(ReferenceNode root, SelectiveScanShape shape)
    {
        (int batch, int length, int channels, int states, _) = shape;
        ReferenceNode cotangents = root["cotangents"];
        return (cotangents["dy"].Singles(batch, length, channels), Optional(cotangents, "dlast_state", batch, channels, states));
    }

    public static string Describe(SelectiveScanShape shape) =>
        $"selective scan, batch {shape.Batch}, length {shape.Length}, channels {shape.Channels}, states {shape.States}, "
        + $"groups {shape.Groups}";

    private static float[] Optional(ReferenceNode owner, string name, params ReadOnlySpan<int> shape) =>
        owner.TryFind(name, out ReferenceNode tensor) ? tensor.Singles(shape) : [];
}

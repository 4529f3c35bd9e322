using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>The selective scan, forward and backward, against reference vectors.</summary>
internal static class SelectiveScanCheck
{
    public static CheckReport Check(ReferenceNode root)
    {
        SelectiveScanInputs<float> inputs = ReadInputs(root, out SelectiveScanShape shape);
        (float[] dy, float[] dlastState) = ReadCotangents(root, shape);

        float[] y = new float[inputs.U.Length], lastState = new float[checked(shape.Batch * shape.Channels * shape.States)];
        float[] savedState = new float[SelectiveScan.GetSavedStateLength(shape)];
        SelectiveScan.Forward(shape, inputs, y, lastState, savedState, new float[SelectiveScan.GetWorkspaceLength(shape)]);
        SelectiveScanGradients gradients = new()
        {
            U = new float[inputs.U.Length],
            Delta = new float[inputs.Delta.Length],
            A = new float[inputs.A.Length],
            B = new float[inputs.B.Length],
            C = new float[inputs.C.Length],
            D = new float[inputs.D.Length],
            Z = new float[inputs.Z.Length],
            DeltaBias = new float[inputs.DeltaBias.Length],
            InitialState = new float[inputs.InitialState.Length],
        };
        SelectiveScan.Backward(
            shape, inputs, savedState, dy, dlastState, gradients, new float[SelectiveScan.GetBackwardWorkspaceLength(shape)]);

        TensorTable tensors = new(root);
        tensors.Compare("outputs", "y", y);
        tensors.Compare("outputs", "last_state", lastState);
        tensors.Compare("gradients", "du", gradients.U);
        tensors.Compare("gradients", "ddelta", gradients.Delta);
        tensors.Compare("gradients", "dA", gradients.A);
        tensors.Compare("gradients", "dB", gradients.B);
        tensors.Compare("gradients", "dC", gradients.C);
        tensors.Compare("gradients", "dD", gradients.D);
        tensors.Compare("gradients", "dz", gradients.Z);
        tensors.Compare("gradients", "ddelta_bias", gradients.DeltaBias);
        tensors.Compare("gradients", "dh0", gradients.InitialState);
        return tensors.Report(Describe(shape));
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

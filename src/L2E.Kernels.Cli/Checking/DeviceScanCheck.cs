using L2E.Kernels.Devices;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>What a device computes of the selective scan, forward and backward, against reference vectors.</summary>
internal static class DeviceScanCheck
{
    public static CheckReport Check(ReferenceNode root, Device device)
    {
        SelectiveScanInputs<float> inputs = SelectiveScanCheck.ReadInputs(root, out SelectiveScanShape shape);
        (float[] dy, float[] dlastState) = SelectiveScanCheck.ReadCotangents(root, shape);
        return TensorTable.Of(root, Compute(device, shape, inputs, dy, dlastState))
            .Report($"{SelectiveScanCheck.Describe(shape)}, on {device.Info.Name}");
    }

    /// <summary>Both passes on the device: outputs and gradients by their names in files.</summary>
    public static IReadOnlyList<(string Section, string Name, float[] Values)> Compute(
        Device device, SelectiveScanShape shape, SelectiveScanInputs<float> inputs, float[] dy, float[] dlastState)
    {
        using DeviceTensors tensors = new(device);
        DeviceScanInputs given = new()
        {
            U = tensors.Upload(inputs.U),
            Delta = tensors.Upload(inputs.Delta),
            A = tensors.Upload(inputs.A),
            B = tensors.Upload(inputs.B),
            C = tensors.Upload(inputs.C),
            D = tensors.UploadOptional(inputs.D),
            Z = tensors.UploadOptional(inputs.Z),
            DeltaBias = tensors.UploadOptional(inputs.DeltaBias),
            InitialState = tensors.UploadOptional(inputs.InitialState),
            Softplus = inputs.Softplus,
        };
        DeviceScanGradients gradients = new()
        {
            U = tensors.New(inputs.U.Length),
            Delta = tensors.New(inputs.Delta.Length),
            A = tensors.New(inputs.A.Length),
            B = tensors.New(inputs.B.Length),
            C = tensors.New(inputs.C.Length),
            D = tensors.NewOptional(inputs.D.Length),
            Z = tensors.NewOptional(inputs.Z.Length),
            DeltaBias = tensors.NewOptional(inputs.DeltaBias.Length),
            InitialState = tensors.NewOptional(inputs.InitialState.Length),
        };
        DeviceBuffer<float> y = tensors.New(inputs.U.Length);
        DeviceBuffer<float> lastState = tensors.New(checked(shape.Batch * shape.Channels * shape.States));
        using DeviceSelectiveScan scan = new(device);
        using DeviceSelectiveScanBackward backward = new(device);
        scan.Forward(shape, given, y, lastState, tensors.New(scan.GetWorkspaceLength(shape)));
        backward.Backward(
            shape, given, tensors.Upload(dy), tensors.UploadOptional(dlastState), gradients,
            tensors.New(backward.GetWorkspaceLength(shape)));

        DeviceBuffer<float>?[] computed =
        [
            y, lastState, gradients.U, gradients.Delta, gradients.A, gradients.B, gradients.C, gradients.D, gradients.Z,
            gradients.DeltaBias, gradients.InitialState,
        ];
        return SelectiveScanCheck.Name([.. computed.Select(DeviceTensors.Download)]);
    }
}

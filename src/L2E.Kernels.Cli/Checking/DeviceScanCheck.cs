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

        TensorTable table = new(root);
        table.Compare("outputs", "y", DeviceTensors.Download(y));
        table.Compare("outputs", "last_state", DeviceTensors.Download(lastState));
        table.Compare("gradients", "du", DeviceTensors.Download(gradients.U));
        table.Compare("gradients", "ddelta", DeviceTensors.Download(gradients.Delta));
        table.Compare("gradients", "dA", DeviceTensors.Download(gradients.A));
        table.Compare("gradients", "dB", DeviceTensors.Download(gradients.B));
        table.Compare("gradients", "dC", DeviceTensors.Download(gradients.C));
        table.Compare("gradients", "dD", DeviceTensors.Download(gradients.D));
        table.Compare("gradients", "dz", DeviceTensors.Download(gradients.Z));
        table.Compare("gradients", "ddelta_bias", DeviceTensors.Download(gradients.DeltaBias));
        table.Compare("gradients", "dh0", DeviceTensors.Download(gradients.InitialState));
        return table.Report($"{SelectiveScanCheck.Describe(shape)}, on {device.Info.Name}");
    }
}

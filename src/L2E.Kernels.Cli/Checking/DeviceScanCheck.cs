using L2E.Kernels.Devices;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>What a device computes of the selective scan, its outputs, against reference vectors.</summary>
internal static class DeviceScanCheck
{
    public static CheckReport Check(ReferenceNode root, Device device)
    {
        SelectiveScanInputs<float> inputs = SelectiveScanCheck.ReadInputs(root, out SelectiveScanShape shape);
        using DeviceBuffer<float> u = Upload(inputs.U), delta = Upload(inputs.Delta), A = Upload(inputs.A);
        using DeviceBuffer<float> B = Upload(inputs.B), C = Upload(inputs.C);
        using DeviceBuffer<float>? D = device.Upload(inputs.D), z = device.Upload(inputs.Z);
        using DeviceBuffer<float>? deltaBias = device.Upload(inputs.DeltaBias), initialState = device.Upload(inputs.InitialState);
        float[] y = new float[inputs.U.Length], lastState = new float[checked(shape.Batch * shape.Channels * shape.States)];
        using DeviceBuffer<float> yBuffer = Upload(y), stateBuffer = Upload(lastState);
        using DeviceSelectiveScan scan = new(device);
        DeviceScanInputs given = new()
        {
            U = u,
            Delta = delta,
            A = A,
            B = B,
            C = C,
            D = D,
            Z = z,
            DeltaBias = deltaBias,
            InitialState = initialState,
            Softplus = inputs.Softplus,
        };
        scan.Forward(shape, given, yBuffer, stateBuffer);
        yBuffer.Read(y);
        stateBuffer.Read(lastState);

        TensorTable tensors = new(root);
        tensors.Compare("outputs", "y", y);
        tensors.Compare("outputs", "last_state", lastState);
        return tensors.Report($"{SelectiveScanCheck.Describe(shape)}, on {device.Info.Name}");

        DeviceBuffer<float> Upload(ReadOnlySpan<float> tensor)
        {
            DeviceBuffer<float> buffer = device.Allocate<float>(tensor.Length);
            buffer.Write(tensor);
            return buffer;
        }
    }
}

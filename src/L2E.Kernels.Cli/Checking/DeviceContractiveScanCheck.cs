using L2E.Kernels.Devices;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>
/// What a device computes of one averaged step, forward and backward, against reference vectors: the population scan, its projection to a
/// contraction, and the step of Krasnosel'skii and Mann, fused with the projection.
/// </summary>
internal static class DeviceContractiveScanCheck
{
    public static CheckReport Check(ReferenceNode root, Device device)
    {
        ContractiveScanData data = ContractiveScanData.Read(root);
        return TensorTable.Of(root, Compute(device, data)).Report($"{data.Describe()}, on {device.Info.Name}");
    }

    /// <summary>Both passes on the device.</summary>
    public static IReadOnlyList<(string Section, string Name, float[] Values)> Compute(Device device, ContractiveScanData data)
    {
        (PopulationScanShape shape, float rho) = (data.Shape, data.Rho);
        (int population, int dimension, int states) = shape;
        using DeviceTensors tensors = new(device);
        DeviceGates gates = new(
            tensors.Upload(data.Delta), tensors.Upload(data.Decay), tensors.Upload(data.B), tensors.Upload(data.C));
        DeviceBuffer<float> D = tensors.Upload(data.D), relaxation = tensors.Upload(data.Relaxation), dnext = tensors.Upload(data.Dnext);
        DeviceBuffer<float> rowBound = tensors.New(population), y = tensors.New(D.Length), projected = tensors.New(D.Length);
        DeviceBuffer<float> next = tensors.New(D.Length), workspace = tensors.New(DevicePopulationScan.GetWorkspaceLength(shape));
        using DevicePopulationScan scan = new(device);
        using DeviceContractionProjection projection = new(device);
        using DeviceContractiveStep step = new(device);
        scan.RowBounds(shape, gates, rowBound, workspace);
        scan.Forward(shape, gates, D, y, workspace);
        projection.Forward(population, dimension, rho, rowBound, y, projected);
        step.Forward(population, dimension, rho, rowBound, relaxation, D, y, box: null, next);

        // D reaches the result twice, through the scan and past it; the gates reach it through the scan and its row bounds.
        DeviceBuffer<float> drowBound = tensors.New(population), drelaxation = tensors.New(population), dpast = tensors.New(D.Length);
        DeviceBuffer<float> dy = tensors.New(D.Length), dthrough = tensors.New(D.Length);
        DeviceGates dgates = new(tensors.New(population), tensors.New(states), tensors.New(gates.B.Length), tensors.New(gates.C.Length));
        using DeviceContractiveStepBackward stepBackward = new(device);
        using DevicePopulationScanBackward scanBackward = new(device);
        DeviceBuffer<float> backwardWorkspace = tensors.New(scanBackward.GetWorkspaceLength(shape));
        stepBackward.Backward(
            population, dimension, rho, rowBound, relaxation, D, y, box: null, dnext, drowBound, drelaxation, dpast, dy);
        scanBackward.Backward(shape, gates, D, dy, dgates, dthrough, backwardWorkspace);
        scanBackward.RowBoundsBackward(shape, gates, drowBound, dgates, backwardWorkspace);
        DeviceBuffer<float>[] computed =
            [rowBound, projected, next, dgates.Delta, dgates.Decay, dgates.B, dgates.C, dthrough, dpast, drelaxation];
        float[][] values = [.. computed.Select(DeviceTensors.Download)];
        return ContractiveScanData.Name(
            values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8], values[9]);
    }
}

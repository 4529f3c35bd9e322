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
        ReferenceNode sizes = root["shape"], inputs = root["inputs"];
        int population = sizes["population"].Size(), dimension = sizes["dimension"].Size(), states = sizes["state"].Size();
        PopulationScanShape shape = new(population, dimension, states);
        float rho = (float)root["rho"].Number();
        using DeviceTensors tensors = new(device);
        DeviceGates gates = new(
            tensors.Upload(inputs["delta"].Singles(population)), tensors.Upload(inputs["decay"].Singles(states)),
            tensors.Upload(inputs["B"].Singles(population, states)), tensors.Upload(inputs["C"].Singles(population, states)));
        DeviceBuffer<float> D = tensors.Upload(inputs["D"].Singles(population, dimension));
        DeviceBuffer<float> relaxation = tensors.Upload(inputs["relaxation"].Singles(population));
        DeviceBuffer<float> dnext = tensors.Upload(root["cotangents"]["dnext"].Singles(population, dimension));
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
        float[] dD = DeviceTensors.Download(dthrough), past = DeviceTensors.Download(dpast);
        for (int i = 0; i < dD.Length; i++)
            dD[i] += past[i];

        TensorTable table = new(root);
        table.Compare("outputs", "r", DeviceTensors.Download(rowBound));
        table.Compare("outputs", "Y", DeviceTensors.Download(projected));
        table.Compare("outputs", "next", DeviceTensors.Download(next));
        table.Compare("gradients", "ddelta", DeviceTensors.Download(dgates.Delta));
        table.Compare("gradients", "ddecay", DeviceTensors.Download(dgates.Decay));
        table.Compare("gradients", "dB", DeviceTensors.Download(dgates.B));
        table.Compare("gradients", "dC", DeviceTensors.Download(dgates.C));
        table.Compare("gradients", "dD", dD);
        table.Compare("gradients", "drelaxation", DeviceTensors.Download(drelaxation));
        return table.Report(
            $"contractive scan, population {population}, dimension {dimension}, states {states}, on {device.Info.Name}");
    }
}

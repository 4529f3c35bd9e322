using L2E.Kernels.Devices;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>
/// What a device computes of a contractive scan, the fused projection and averaging, against reference vectors. The map's output comes
/// from the CPU.
/// </summary>
internal static class DeviceStepCheck
{
    public static CheckReport Check(ReferenceNode root, Device device)
    {
        ReferenceNode sizes = root["shape"], inputs = root["inputs"];
        int population = sizes["population"].Size(), dimension = sizes["dimension"].Size(), states = sizes["state"].Size();
        PopulationScanShape shape = new(population, dimension, states);
        float[] delta = inputs["delta"].Singles(population), decay = inputs["decay"].Singles(states);
        float[] B = inputs["B"].Singles(population, states), C = inputs["C"].Singles(population, states);
        float[] D = inputs["D"].Singles(population, dimension), relaxation = inputs["relaxation"].Singles(population);
        float[] rowBound = new float[population], y = new float[D.Length], next = new float[D.Length];
        PopulationScan.RowBounds(shape, delta, decay, B, C, rowBound);
        PopulationScan.Forward(shape, delta, decay, B, C, D, y, new float[PopulationScan.GetWorkspaceLength(shape)]);

        using DeviceBuffer<float> bounds = Upload(rowBound), relaxations = Upload(relaxation);
        using DeviceBuffer<float> current = Upload(D), output = Upload(y), destination = Upload(next);
        using DeviceContractiveStep step = new(device);
        step.Forward(
            population, dimension, (float)root["rho"].Number(), bounds, relaxations, current, output, box: null, destination);
        destination.Read(next);

        TensorTable tensors = new(root);
        tensors.Compare("outputs", "next", next);
        return tensors.Report(
            $"contractive step, population {population}, dimension {dimension}, states {states}, on {device.Info.Name}");

        DeviceBuffer<float> Upload(float[] tensor)
        {
            DeviceBuffer<float> buffer = device.Allocate<float>(tensor.Length);
            buffer.Write(tensor);
            return buffer;
        }
    }
}

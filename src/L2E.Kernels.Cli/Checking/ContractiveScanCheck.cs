using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>
/// The chain of one averaged step, forward and backward, against reference vectors: the population scan, its projection to a
/// contraction, and the step of Krasnosel'skii and Mann.
/// </summary>
internal static class ContractiveScanCheck
{
    public static CheckReport Check(ReferenceNode root)
    {
        ReferenceNode sizes = root["shape"], inputs = root["inputs"];
        int population = sizes["population"].Size(), dimension = sizes["dimension"].Size(), states = sizes["state"].Size();
        PopulationScanShape shape = new(population, dimension, states);
        float rho = (float)root["rho"].Number();
        float[] delta = inputs["delta"].Singles(population), decay = inputs["decay"].Singles(states);
        float[] B = inputs["B"].Singles(population, states), C = inputs["C"].Singles(population, states);
        float[] D = inputs["D"].Singles(population, dimension), relaxation = inputs["relaxation"].Singles(population);
        float[] dnext = root["cotangents"]["dnext"].Singles(population, dimension);

        float[] rowBound = new float[population], y = new float[D.Length], projected = new float[D.Length], next = new float[D.Length];
        PopulationScan.RowBounds(shape, delta, decay, B, C, rowBound);
        PopulationScan.Forward(shape, delta, decay, B, C, D, y, new float[PopulationScan.GetWorkspaceLength(shape)]);
        ContractionProjection.Forward(population, dimension, rho, rowBound, y, projected);
        KrasnoselskiiMann.Forward(population, dimension, relaxation, D, projected, next);

        // D reaches the result twice, through the scan and past it; the gates reach it through the scan and its row bounds.
        float[] drelaxation = new float[population], dpast = new float[D.Length], dprojected = new float[D.Length];
        float[] dy = new float[D.Length], drowBound = new float[population], dD = new float[D.Length];
        float[] ddelta = new float[population], ddecay = new float[states], dB = new float[B.Length], dC = new float[C.Length];
        float[] workspace = new float[PopulationScan.GetBackwardWorkspaceLength(shape)];
        KrasnoselskiiMann.Backward(population, dimension, relaxation, D, projected, dnext, drelaxation, dpast, dprojected);
        ContractionProjection.Backward(population, dimension, rho, rowBound, y, dprojected, dy, drowBound);
        PopulationScan.Backward(shape, delta, decay, B, C, D, dy, ddelta, ddecay, dB, dC, dD, workspace);
        PopulationScan.RowBoundsBackward(shape, delta, decay, B, C, drowBound, ddelta, ddecay, dB, dC, workspace);
        for (int i = 0; i < dD.Length; i++)
            dD[i] += dpast[i];

        TensorTable tensors = new(root);
        tensors.Compare("outputs", "r", rowBound);
        tensors.Compare("outputs", "Y", projected);
        tensors.Compare("outputs", "next", next);
        tensors.Compare("gradients", "ddelta", ddelta);
        tensors.Compare("gradients", "ddecay", ddecay);
        tensors.Compare("gradients", "dB", dB);
        tensors.Compare("gradients", "dC", dC);
        tensors.Compare("gradients", "dD", dD);
        tensors.Compare("gradients", "drelaxation", drelaxation);
        return tensors.Report($"contractive scan, population {population}, dimension {dimension}, states {states}");
    }
}

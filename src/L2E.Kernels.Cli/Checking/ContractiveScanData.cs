using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>What the chain of one averaged step reads.</summary>
internal sealed record ContractiveScanData(
    PopulationScanShape Shape, float Rho, float[] Delta, float[] Decay, float[] B, float[] C, float[] D, float[] Relaxation, float[] Dnext)
{
    /// <summary>The chain that a file is about.</summary>
    public static ContractiveScanData Read(ReferenceNode root)
    {
        ReferenceNode sizes = root["shape"], inputs = root["inputs"];
        int population = sizes["population"].Size(), dimension = sizes["dimension"].Size(), states = sizes["state"].Size();
        return new ContractiveScanData(
            new PopulationScanShape(population, dimension, states), (float)root["rho"].Number(), inputs["delta"].Singles(population),
            inputs["decay"].Singles(states), inputs["B"].Singles(population, states), inputs["C"].Singles(population, states),
            inputs["D"].Singles(population, dimension), inputs["relaxation"].Singles(population),
            root["cotangents"]["dnext"].Singles(population, dimension));
    }

    /// <summary>Outputs and gradients by their names in files; the gradient of D has two parts, through the scan and past it.</summary>
    public static IReadOnlyList<(string Section, string Name, float[] Values)> Name(
        float[] rowBound, float[] projected, float[] next, float[] ddelta, float[] ddecay, float[] dB, float[] dC, float[] dthrough,
        float[] dpast, float[] drelaxation)
    {
        float[] dD = [.. dthrough.Zip(dpast, (through, past) => through + past)];
        return
        [
            ("outputs", "r", rowBound), ("outputs", "Y", projected), ("outputs", "next", next), ("gradients", "ddelta", ddelta),
            ("gradients", "ddecay", ddecay), ("gradients", "dB", dB), ("gradients", "dC", dC), ("gradients", "dD", dD),
            ("gradients", "drelaxation", drelaxation),
        ];
    }

    /// <summary>What it is, for a report.</summary>
    public string Describe() =>
        $"contractive scan, population {Shape.Population}, dimension {Shape.Dimension}, states {Shape.States}";
}

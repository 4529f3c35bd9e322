using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Roofline;

/// <summary>The operators and shapes of the roofline.</summary>
internal static class RooflineSuite
{
    private static readonly int[] populations = [16, 64, 256], states = [1, 4, 16];

    /// <summary>Made one at a time: together they would fill gigabytes.</summary>
    public static IEnumerable<IWorkload> Create()
    {
        yield return new SelectiveScanWorkload(1024, 1024, 16, ScanVariant.General);
        yield return new SelectiveScanWorkload(1024, 1024, 16, ScanVariant.Progression);
        yield return new SelectiveScanWorkload(1024, 1024, 16, ScanVariant.Gated);
        yield return new SelectiveScanWorkload(64, 10_000, 1, ScanVariant.General);
        foreach (int population in populations)
        {
            foreach (int count in states)
                yield return new PopulationScanWorkload(population, 10_000, count);
        }

        yield return new ContractionProjectionWorkload(64, 10_000);
        yield return new ContractionProjectionWorkload(256, 10_000);
        yield return new KrasnoselskiiMannWorkload(64, 10_000);
        yield return new KrasnoselskiiMannWorkload(256, 10_000);
        yield return new RecombinationWorkload(32, 10_000);
        yield return new ExplorationNoiseWorkload(32, 10_000);
        yield return new GateNetworkWorkload(64);
        yield return new GateNetworkWorkload(1024);
        yield return new DenseWorkload(64, 16, 16);
        yield return new DenseWorkload(4096, 32, 16);
        foreach (string function in ElementwiseMathWorkload.Functions)
            yield return new ElementwiseMathWorkload(function, 1 << 22);
    }
}

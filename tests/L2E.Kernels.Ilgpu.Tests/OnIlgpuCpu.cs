using L2E.Kernels.Devices.Tests;
using L2E.Kernels.Devices.Tests.Operators;

namespace L2E.Kernels.Ilgpu.Tests;

public sealed class ContractiveStepOnCpu(IlgpuCpuFixture fixture) : ContractiveStepTests(fixture), IClassFixture<IlgpuCpuFixture>
{
    /// <summary>ILGPU's emulator makes an object of each launch, which holds the arguments.</summary>
    protected override long BytesOfLaunch => 248;
}

public sealed class ExplorationNoiseOnCpu(IlgpuCpuFixture fixture) : ExplorationNoiseTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class SelectiveScanOnCpu(IlgpuCpuFixture fixture) : SelectiveScanTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class SelectiveScanBackwardOnCpu(IlgpuCpuFixture fixture)
    : SelectiveScanBackwardTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class PopulationEvaluationOnCpu(IlgpuCpuFixture fixture) : PopulationEvaluationTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class RecombinationOnCpu(IlgpuCpuFixture fixture) : RecombinationTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class ContractionProjectionOnCpu(IlgpuCpuFixture fixture)
    : ContractionProjectionTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class ContractiveStepBackwardOnCpu(IlgpuCpuFixture fixture)
    : ContractiveStepBackwardTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class PopulationScanOnCpu(IlgpuCpuFixture fixture) : PopulationScanTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class GateNetworkOnCpu(IlgpuCpuFixture fixture) : GateNetworkTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class DeviceSpeedOnCpu(IlgpuCpuFixture fixture) : DeviceSpeedTests(fixture), IClassFixture<IlgpuCpuFixture>;

public sealed class DevicePopulationOnCpu(IlgpuCpuFixture fixture) : DevicePopulationTests(fixture), IClassFixture<IlgpuCpuFixture>
{
    /// <summary>ILGPU's emulator makes an object of each launch, which holds the arguments.</summary>
    protected override long BytesOfLaunch => 248;

    /// <inheritdoc/>
    protected override bool IsEmulated => true;
}

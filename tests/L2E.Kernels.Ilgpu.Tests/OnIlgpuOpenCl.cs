using L2E.Kernels.Devices.Tests;
using L2E.Kernels.Devices.Tests.Operators;

namespace L2E.Kernels.Ilgpu.Tests;

public sealed class ContractiveStepOnOpenCl(IlgpuOpenClFixture fixture) : ContractiveStepTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class ExplorationNoiseOnOpenCl(IlgpuOpenClFixture fixture)
    : ExplorationNoiseTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class SelectiveScanOnOpenCl(IlgpuOpenClFixture fixture) : SelectiveScanTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class SelectiveScanBackwardOnOpenCl(IlgpuOpenClFixture fixture)
    : SelectiveScanBackwardTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class PopulationEvaluationOnOpenCl(IlgpuOpenClFixture fixture)
    : PopulationEvaluationTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class RecombinationOnOpenCl(IlgpuOpenClFixture fixture) : RecombinationTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class ContractionProjectionOnOpenCl(IlgpuOpenClFixture fixture)
    : ContractionProjectionTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class ContractiveStepBackwardOnOpenCl(IlgpuOpenClFixture fixture)
    : ContractiveStepBackwardTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class PopulationScanOnOpenCl(IlgpuOpenClFixture fixture) : PopulationScanTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class GateNetworkOnOpenCl(IlgpuOpenClFixture fixture) : GateNetworkTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class DeviceSpeedOnOpenCl(IlgpuOpenClFixture fixture) : DeviceSpeedTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class DeviceSolverOnOpenCl(IlgpuOpenClFixture fixture) : DeviceSolverTests(fixture), IClassFixture<IlgpuOpenClFixture>;

public sealed class DevicePopulationOnOpenCl(IlgpuOpenClFixture fixture) : DevicePopulationTests(fixture), IClassFixture<IlgpuOpenClFixture>;

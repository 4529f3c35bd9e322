using L2E.Kernels.Devices.Tests.Operators;

namespace L2E.Kernels.Devices.Tests;

public sealed class ContractiveStepOnOpenCl(OpenClFixture fixture) : ContractiveStepTests(fixture), IClassFixture<OpenClFixture>;

public sealed class ExplorationNoiseOnOpenCl(OpenClFixture fixture) : ExplorationNoiseTests(fixture), IClassFixture<OpenClFixture>;

public sealed class SelectiveScanOnOpenCl(OpenClFixture fixture) : SelectiveScanTests(fixture), IClassFixture<OpenClFixture>;

public sealed class SelectiveScanBackwardOnOpenCl(OpenClFixture fixture)
    : SelectiveScanBackwardTests(fixture), IClassFixture<OpenClFixture>;

public sealed class PopulationEvaluationOnOpenCl(OpenClFixture fixture) : PopulationEvaluationTests(fixture), IClassFixture<OpenClFixture>;

public sealed class RecombinationOnOpenCl(OpenClFixture fixture) : RecombinationTests(fixture), IClassFixture<OpenClFixture>;

public sealed class ContractionProjectionOnOpenCl(OpenClFixture fixture)
    : ContractionProjectionTests(fixture), IClassFixture<OpenClFixture>;

public sealed class ContractiveStepBackwardOnOpenCl(OpenClFixture fixture)
    : ContractiveStepBackwardTests(fixture), IClassFixture<OpenClFixture>;

public sealed class PopulationScanOnOpenCl(OpenClFixture fixture) : PopulationScanTests(fixture), IClassFixture<OpenClFixture>;

public sealed class GateNetworkOnOpenCl(OpenClFixture fixture) : GateNetworkTests(fixture), IClassFixture<OpenClFixture>;

public sealed class DeviceSpeedOnOpenCl(OpenClFixture fixture) : DeviceSpeedTests(fixture), IClassFixture<OpenClFixture>;

public sealed class DeviceSolverOnOpenCl(OpenClFixture fixture) : DeviceSolverTests(fixture), IClassFixture<OpenClFixture>;

public sealed class DevicePopulationOnOpenCl(OpenClFixture fixture) : DevicePopulationTests(fixture), IClassFixture<OpenClFixture>;

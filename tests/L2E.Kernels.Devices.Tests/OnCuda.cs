using L2E.Kernels.Devices.Tests.Operators;

namespace L2E.Kernels.Devices.Tests;

public sealed class ContractiveStepOnCuda(CudaFixture fixture) : ContractiveStepTests(fixture), IClassFixture<CudaFixture>;

public sealed class ExplorationNoiseOnCuda(CudaFixture fixture) : ExplorationNoiseTests(fixture), IClassFixture<CudaFixture>;

public sealed class SelectiveScanOnCuda(CudaFixture fixture) : SelectiveScanTests(fixture), IClassFixture<CudaFixture>;

public sealed class SelectiveScanBackwardOnCuda(CudaFixture fixture)
    : SelectiveScanBackwardTests(fixture), IClassFixture<CudaFixture>;

public sealed class PopulationEvaluationOnCuda(CudaFixture fixture) : PopulationEvaluationTests(fixture), IClassFixture<CudaFixture>;

public sealed class RecombinationOnCuda(CudaFixture fixture) : RecombinationTests(fixture), IClassFixture<CudaFixture>;

public sealed class ContractionProjectionOnCuda(CudaFixture fixture) : ContractionProjectionTests(fixture), IClassFixture<CudaFixture>;

public sealed class ContractiveStepBackwardOnCuda(CudaFixture fixture) : ContractiveStepBackwardTests(fixture), IClassFixture<CudaFixture>;

public sealed class PopulationScanOnCuda(CudaFixture fixture) : PopulationScanTests(fixture), IClassFixture<CudaFixture>;

public sealed class GateNetworkOnCuda(CudaFixture fixture) : GateNetworkTests(fixture), IClassFixture<CudaFixture>;

public sealed class DeviceSpeedOnCuda(CudaFixture fixture) : DeviceSpeedTests(fixture), IClassFixture<CudaFixture>;

public sealed class DeviceSolverOnCuda(CudaFixture fixture) : DeviceSolverTests(fixture), IClassFixture<CudaFixture>;

public sealed class DevicePopulationOnCuda(CudaFixture fixture) : DevicePopulationTests(fixture), IClassFixture<CudaFixture>;

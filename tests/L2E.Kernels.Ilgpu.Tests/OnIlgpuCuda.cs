using L2E.Kernels.Devices.Tests;
using L2E.Kernels.Devices.Tests.Operators;

namespace L2E.Kernels.Ilgpu.Tests;

public sealed class ContractiveStepOnCuda(IlgpuCudaFixture fixture) : ContractiveStepTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class ExplorationNoiseOnCuda(IlgpuCudaFixture fixture) : ExplorationNoiseTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class SelectiveScanOnCuda(IlgpuCudaFixture fixture) : SelectiveScanTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class SelectiveScanBackwardOnCuda(IlgpuCudaFixture fixture)
    : SelectiveScanBackwardTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class PopulationEvaluationOnCuda(IlgpuCudaFixture fixture)
    : PopulationEvaluationTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class RecombinationOnCuda(IlgpuCudaFixture fixture) : RecombinationTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class ContractionProjectionOnCuda(IlgpuCudaFixture fixture)
    : ContractionProjectionTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class ContractiveStepBackwardOnCuda(IlgpuCudaFixture fixture)
    : ContractiveStepBackwardTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class PopulationScanOnCuda(IlgpuCudaFixture fixture) : PopulationScanTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class GateNetworkOnCuda(IlgpuCudaFixture fixture) : GateNetworkTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class DeviceSpeedOnCuda(IlgpuCudaFixture fixture) : DeviceSpeedTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class DeviceSolverOnCuda(IlgpuCudaFixture fixture) : DeviceSolverTests(fixture), IClassFixture<IlgpuCudaFixture>;

public sealed class DevicePopulationOnCuda(IlgpuCudaFixture fixture) : DevicePopulationTests(fixture), IClassFixture<IlgpuCudaFixture>;

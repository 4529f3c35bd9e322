using L2E.Kernels.Operators;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>The fused step on the CPU, a share of the rows for each worker.</summary>
internal readonly struct RowsOfStep(StepData data, int shares) : IWorkerAction
{
    public void Invoke(int chunk, int worker)
    {
        int first = data.Population * chunk / shares, rows = data.Population * (chunk + 1) / shares - first;
        Range elements = (first * data.Dimension)..((first + rows) * data.Dimension);
        ContractiveStep.Forward(
            rows, data.Dimension, StepData.Rho, data.RowBound.AsSpan(first, rows), data.Relaxation.AsSpan(first, rows),
            data.D.AsSpan()[elements], data.Y.AsSpan()[elements], data.Lower, data.Upper, data.Next.AsSpan()[elements]);
    }
}

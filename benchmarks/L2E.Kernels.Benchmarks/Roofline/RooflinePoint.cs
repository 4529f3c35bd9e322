using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Roofline;

/// <summary>One pass of an operator at a shape, measured.</summary>
/// <param name="Operator">The operator's class.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Pass">Forward or backward.</param>
/// <param name="Cost">Its work.</param>
/// <param name="Seconds">Median time of a call that finds nothing in the caches.</param>
/// <param name="BoundSeconds">The least time that memory and exponentials allow.</param>
internal sealed record RooflinePoint(string Operator, string Shape, string Pass, Cost Cost, double Seconds, double BoundSeconds)
{
    /// <summary>The part of the bound that was reached, 1 for all of it.</summary>
    public double Efficiency => BoundSeconds / Seconds;

    /// <summary>Which of the two bounds it.</summary>
    public string Limit(MachineSpeed machine) => Cost.Bytes / machine.Bandwidth >= BoundSeconds ? "memory" : "exp";

    /// <summary>Checks and measures all passes of a workload.</summary>
    /// <exception cref="Checking.WrongResultException">A result is wrong.</exception>
    public static IEnumerable<RooflinePoint> Measure(IWorkload workload, MachineSpeed machine, StreamArrays arrays, int rounds)
    {
        workload.Check();
        foreach (Pass pass in workload.Passes)
        {
            double[] seconds = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                arrays.FlushCaches();
                seconds[round] = Interleaved.Time(pass.Run, 1);
            }

            double median = Interleaved.Median(seconds);
            yield return new RooflinePoint(workload.Operator, workload.Shape, pass.Name, pass.Cost, median, machine.Bound(pass.Cost));
        }
    }
}

// Run by the command `native` of L2E.Kernels.Benchmarks, which reads what it prints: a name, a tab and a number on a line.
using L2E.Kernels;
using L2E.Kernels.AheadOfTime;
using L2E.Kernels.Operators;

switch (args)
{
    case ["operators"]:
        Console.WriteLine($"vector bits\t{ElementwiseMath.VectorBits}");
        foreach ((string name, double nanoseconds) in OperatorTimes.Measure())
            Console.WriteLine($"{name}\t{nanoseconds:R}");
        return 0;
    case ["iterations" or "population", string text] when int.TryParse(text, out int count) && count > 0:
        IterationTimes times = IterationTimes.Measure(count, args[0] == "population" ? Proposals.Population : Proposals.All);
        Console.WriteLine($"allocated bytes\t{times.AllocatedBytes}");
        Console.WriteLine($"collections\t{times.Collections}");
        Console.WriteLine($"p50 us\t{times.All.Median:R}");
        Console.WriteLine($"p99.9 us\t{times.All.Late:R}");
        Console.WriteLine($"p50 us of a slice\t{times.Slices.Median:R}");
        Console.WriteLine($"p99.9 us of a slice\t{times.Slices.Late:R}");
        foreach (Quantiles group in times.BySize)
        {
            Console.WriteLine($"p50 us of {group.Size}\t{group.Median:R}");
            Console.WriteLine($"p99.9 us of {group.Size}\t{group.Late:R}");
        }

        return 0;
    default:
        Console.Error.WriteLine("expected: operators, iterations COUNT, or population COUNT");
        return 2;
}

using System.Diagnostics;
using L2E.Kernels.Benchmarks.Commands;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Distributed;
using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>What each rank does; the first prints figures, each behind its name and a tab.</summary>
internal static class RankProbe
{
    private const int WarmUp = 3;

    /// <summary>What is trained: as a file says, or the workload of the command <c>training</c>.</summary>
    /// <exception cref="InputException">The file cannot be read, or is no configuration.</exception>
    public static TrainingConfiguration Configuration(string? path, GradientEstimator estimator)
    {
        try
        {
            TrainingConfiguration configuration =
                path is null ? TrainingCommand.Configuration : TrainingConfiguration.Parse(InputFile.ReadText("--config", path));
            return configuration with { Estimator = estimator };
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"--{exception.Message}");
        }
    }

    /// <summary>Training steps.</summary>
    public static void Train(TextWriter output, TrainingConfiguration configuration, int steps)
    {
        using Ranks ranks = Ranks.Start();
        TrainingRanks exchange = new(ranks);
        using Trainer trainer = new(configuration, threads: 1, evolutionOperator: null, exchange);
        for (int i = 0; i < WarmUp; i++)
            trainer.Step();

        long bytes = exchange.Bytes;
        TimeSpan waited = exchange.Time;
        double seconds = Interleaved.Time(() => trainer.Step(), steps);
        if (ranks.Rank > 0)
            return;
        output.WriteLine($"seconds\t{seconds}");
        output.WriteLine($"bytes\t{(exchange.Bytes - bytes) / steps}");
        output.WriteLine($"exchange seconds\t{(exchange.Time - waited).TotalSeconds / steps}");
    }

    /// <summary>Messages to the other rank of two and back: short ones, of one byte, and long ones.</summary>
    public static void Link(TextWriter output, int rounds)
    {
        const int Short = 1, Long = 1 << 22;
        using Ranks ranks = Ranks.Start();
        byte[] message = new byte[Long];
        double latency = OneWay(ranks, message.AsSpan(0, Short), 100 * rounds);
        double seconds = OneWay(ranks, message, rounds);
        if (ranks.Rank > 0)
            return;
        output.WriteLine($"latency\t{latency}");
        output.WriteLine($"bandwidth\t{Long / (seconds - latency)}");
    }

    /// <summary>Median of half the time there and back.</summary>
    private static double OneWay(Ranks ranks, Span<byte> message, int rounds)
    {
        double[] seconds = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            ranks.Broadcast(message, 0);
            ranks.Broadcast(message, 1);
            seconds[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds / 2;
        }

        return Interleaved.Median(seconds);
    }
}

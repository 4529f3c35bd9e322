// Balances a pole on a cart by planning anew every millisecond: one warm-started solve of 64 evaluations a tick.
using RealTimeControl;

int starts = 20;
double seconds = 60;
bool isPaced = false;
string? svg = null;
for (int i = 0; i < args.Length; i++)
{
    bool isKnown = args[i] switch
    {
        "--paced" => isPaced = true,
        "--starts" => i + 1 < args.Length && int.TryParse(args[++i], out starts) && starts is >= 1 and <= 1000,
        "--seconds" => i + 1 < args.Length && double.TryParse(args[++i], out seconds) && seconds is >= 0.001 and <= 1000,
        "--svg" => i + 1 < args.Length && (svg = args[++i]) is not null,
        _ => false,
    };
    if (!isKnown)
    {
        Console.Error.WriteLine($"""
            at '{args[i]}': expected [--starts 1..1000] [--seconds 0.001..1000] [--paced] [--svg FILE]
              --paced   wait for each millisecond of the clock; without it the next tick follows at once
              --svg     draw the histogram of tick latencies
            """);
        return 2;
    }
}

FileStream? histogram = null;
try
{
    histogram = svg is null ? null : File.Create(svg);
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"--svg: {error.Message}");
    return 2;
}

using FileStream? file = histogram;
ControlRun run = ControlRun.Measure(starts, seconds, isPaced);
Console.WriteLine($"balanced     {run.Balanced} of {run.Starts} starts for {seconds} simulated seconds");
Console.WriteLine($"worst        angle {run.WorstAngle * 180 / Math.PI:F1} degrees (12 allowed), position {run.WorstPosition:F2} m (2.4 allowed)");
Console.WriteLine($"ticks        {run.Microseconds.Length:N0}, each {Controller.EvaluationsPerTick} plans of {Plan.Horizon} steps");
Console.WriteLine(
    $"latency      p50 {run.Quantile(0.5):F0} us, p99 {run.Quantile(0.99):F0} us, p99.9 {run.Quantile(0.999):F0} us, longest {run.Quantile(1):F0} us");
Console.WriteLine($"allocated    {run.AllocatedBytes} bytes, {run.Collections} collections");
if (file is not null)
{
    LatencyChart.Write(file, run);
    Console.WriteLine($"histogram    {svg}");
}

return run.Balanced == run.Starts ? 0 : 1;

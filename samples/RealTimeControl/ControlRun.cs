using System.Diagnostics;
using L2E.Kernels;

namespace RealTimeControl;

/// <summary>What came of some minutes of control.</summary>
/// <param name="Starts">Number of starts.</param>
/// <param name="Balanced">Number of those that were balanced to the end.</param>
/// <param name="WorstAngle">Largest angle of a pole, radians.</param>
/// <param name="WorstPosition">Largest distance of a cart from the middle, metres.</param>
/// <param name="Microseconds">What each tick took, in rising order.</param>
/// <param name="AllocatedBytes">Allocated by the ticks, on the thread that decides.</param>
/// <param name="Collections">Garbage collections during the ticks.</param>
public sealed record ControlRun(
    int Starts, int Balanced, double WorstAngle, double WorstPosition, double[] Microseconds, long AllocatedBytes, int Collections)
{
    private const double TickSeconds = 0.001;
    private const int WarmUpTicks = 200;

    /// <summary>What a part of the ticks did not exceed.</summary>
    /// <param name="part">The part, 0 to 1.</param>
    public double Quantile(double part) => Microseconds[(int)Math.Ceiling(part * (Microseconds.Length - 1))];

    /// <summary>Balances poles, tick after tick; a start ends when its pole falls.</summary>
    /// <param name="starts">Number of starts, at least 1.</param>
    /// <param name="seconds">Simulated seconds for each.</param>
    /// <param name="isPaced">Waits for each millisecond of the clock, as a robot would; else the next tick follows at once.</param>
    public static ControlRun Measure(int starts, double seconds, bool isPaced)
    {
        int ticksPerStart = (int)Math.Round(seconds / TickSeconds);
        double[] microseconds = new double[checked(starts * ticksPerStart)];
        using Controller controller = new();
        // What is called for the first time is compiled, and the runtime's own tables are made, before the loop begins.
        for (int tick = 0; tick < WarmUpTicks; tick++)
            controller.Decide(default);
        GC.Collect();

        int balanced = 0, ticks = 0, collections = GC.CollectionCount(0);
        double worstAngle = 0, worstPosition = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int start = 0; start < starts; start++)
        {
            PhiloxSequence random = new((ulong)start, 0);
            // Half a metre off, leaning by up to 3 degrees, moving.
            Cart cart = new(
                random.NextUniform(-0.5, 0.5), random.NextUniform(-0.2, 0.2), random.NextUniform(-0.05, 0.05), random.NextUniform(-0.1, 0.1));
            controller.Forget();
            long begun = Stopwatch.GetTimestamp();
            for (int tick = 0; tick < ticksPerStart && !cart.HasFailed; tick++)
            {
                while (isPaced && Stopwatch.GetElapsedTime(begun).TotalSeconds < tick * TickSeconds)
                {
                }

                long asked = Stopwatch.GetTimestamp();
                double force = controller.Decide(cart);
                microseconds[ticks++] = (Stopwatch.GetTimestamp() - asked) * (1e6 / Stopwatch.Frequency);
                cart = cart.Step(force, TickSeconds);
                worstAngle = Math.Max(worstAngle, Math.Abs(cart.Angle));
                worstPosition = Math.Max(worstPosition, Math.Abs(cart.Position));
            }

            balanced += cart.HasFailed ? 0 : 1;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        collections = GC.CollectionCount(0) - collections;
        Array.Resize(ref microseconds, ticks);
        Array.Sort(microseconds);
        return new ControlRun(starts, balanced, worstAngle, worstPosition, microseconds, allocated, collections);
    }
}

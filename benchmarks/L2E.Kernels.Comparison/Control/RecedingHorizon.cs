using System.Diagnostics;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Control;

/// <summary>
/// Receding-horizon control of a cart with a pole that hangs, is to be swung up, and is pushed: each tick a method minimises
/// <see cref="CartPolePlan"/> from the state at hand with a number of evaluations, and the first force of the best plan is applied.
/// </summary>
/// <remarks>
/// <para>
/// A solve starts from the best plan of the last tick, moved up by a tick, its last force kept, and searches half of the range of each
/// force around it first; at the first tick there is none, and it starts without force in all of the box. That plan is the first
/// evaluation of each tick, for every method, so that what is applied is never worse than going on as planned.
/// </para>
/// <para>
/// The seed draws the start (angle within 0.3 rad of hanging, cart within 0.5 m of the middle, at rest) and a push on the pole each tick
/// (a normal change of its angular velocity, 0.1 rad/s), the same for every method. The plant waits while the method works.
/// </para>
/// <para>
/// <b>Cumulative regret</b> is the sum over the 100 ticks of what they cost, each the mean of its steps' costs: at least 0, and 0 only
/// where the pole stands at rest in the middle, so that a controller which knows everything has some as well, the same for all methods.
/// The row's gap is that by 100; its curve is the mean over the ticks of the best plan's cost along the solve, and its budget is that of
/// each tick.
/// </para>
/// </remarks>
public static class RecedingHorizon
{
    /// <summary>Name of the problem.</summary>
    public const string Name = "mpc:cartpole";

    /// <summary>Number of ticks of a run, each 0.06 s.</summary>
    public const int Ticks = 100;

    private const double WarmSpread = 0.5, StartPosition = 0.5, StartAngle = 0.3, Push = 0.1;
    private const ulong Stream = 0x4D_50_43_00_00_01;

    /// <summary>Runs a method once.</summary>
    /// <param name="method">The method.</param>
    /// <param name="key">Which run; the budget of its cell is that of each tick.</param>
    /// <param name="cancellation">Ends the run early; the row is then of no use.</param>
    /// <exception cref="ArgumentException">The method cannot be run with such a budget.</exception>
    public static RunRow Run(IMethod method, RunKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(key);
        PhiloxSequence random = new((ulong)key.Seed, Stream);
        CartPoleState state = new(
            random.NextUniform(-StartPosition, StartPosition), 0, Math.PI + random.NextUniform(-StartAngle, StartAngle), 0);
        double[] plan = new double[CartPolePlan.Horizon], curve = new double[RunRecord.CurveLength], seconds = new double[Ticks];
        double regret = 0;
        long evaluations = 0, outside = 0;
        for (int tick = 0; tick < Ticks && !cancellation.IsCancellationRequested; tick++)
        {
            long started = Stopwatch.GetTimestamp();
            BlackBox<CartPolePlan> box = new(new CartPolePlan(state), new RunSettings(plan.Length, key.Cell.Budget, SeedOf(key.Seed, tick))
            {
                Start = plan,
                Spread = tick == 0 ? 1 : WarmSpread,
                Cancellation = cancellation,
            });
            box.Evaluate(plan);
            method.Minimise(box);
            box.Best.CopyTo(plan);
            seconds[tick] = Stopwatch.GetElapsedTime(started).TotalSeconds;

            box.Record.Complete();
            for (int i = 0; i < curve.Length; i++)
                curve[i] += box.Record.Curve[i] / Ticks;
            evaluations += box.Evaluations;
            outside += box.PointsOutside;
            (state, double cost) = CartPolePlan.Advance(state, plan[0]);
            regret += cost / CartPolePlan.StepsPerTick;
            state = state with { AngularVelocity = state.AngularVelocity + Push * random.NextNormalPair().First };
            plan.AsSpan(1).CopyTo(plan);
        }

        RunRecord record = new(key.Cell.Budget);
        record.Add(key.Cell.Budget, regret / Ticks);
        return new RunRow(key, record.Gap, evaluations, seconds.Sum(), outside, record.TargetEvaluations, curve)
        {
            Regret = regret,
            TickSeconds = [Quantile.Median(seconds), Quantile.Of(seconds, 0.99), seconds.Max()],
        };
    }

    // Ticks of one run, and runs of neighbouring seeds, share no numbers.
    private static ulong SeedOf(int seed, int tick) => (ulong)seed * Ticks + (ulong)tick;
}

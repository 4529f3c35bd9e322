using System.Runtime.Intrinsics;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems;

/// <summary>
/// What model-predictive control of a cart with a pole minimises each tick: the cost of the next 20 ticks from a state, as a function of
/// the forces in them.
/// </summary>
/// <remarks>
/// <para>
/// Variable k is the force in tick k, in units of 10 N, in [-1, 1]; a tick is 3 steps of 0.02 s of <see cref="CartPoleState"/>, whose
/// equations hold for any angle. A step to the state (position p, velocity v, angle a, angular velocity w) under the force u costs
/// <c>p^2 + 10 (1 - cos a) + 0.1 v^2 + 0.1 w^2 + 0.01 u^2 + 100 max(0, |p| - 2.4)^2</c>: at least 0, and 0 only upright and at rest in the
/// middle of the rail. The cost of a plan is the sum over its 60 steps, the last one counted 20 times over for what lies beyond.
/// </para>
/// <para>
/// The minimum depends on the state and is not known. NaN in, NaN out. Eight plans run side by side, one a lane.
/// </para>
/// </remarks>
/// <param name="state">The state that plans begin in.</param>
public readonly struct CartPolePlan(CartPoleState state) : IObjective
{
    /// <summary>Number of variables: ticks that a plan looks ahead.</summary>
    public const int Horizon = 20;

    /// <summary>Steps of the plant in a tick, each of <see cref="CartPoleState.TimeStep"/>.</summary>
    public const int StepsPerTick = 3;

    private const double AngleWeight = 10, VelocityWeight = 0.1, ForceWeight = 0.01, RailWeight = 100, LastWeight = 20;

    /// <inheritdoc/>
    public static ObjectiveDescription Description { get; } = new(
        "mpc:cartpole", -1, 1, Horizon, Horizon, "Cost of the next 20 ticks of a cart with a pole that is to be swung up and held.");

    /// <inheritdoc/>
    public double KnownOptimum => double.NaN;

    /// <inheritdoc/>
    public int RequiredDimension => Horizon;

    /// <summary>Runs the plant for a tick.</summary>
    /// <param name="state">State in the beginning.</param>
    /// <param name="force">The force, in units of 10 N; clipped to [-1, 1].</param>
    /// <returns>The state at the end, and the sum of the costs of the steps.</returns>
    public static (CartPoleState State, double Cost) Advance(CartPoleState state, double force)
    {
        Vector512<double> cost = Vector512<double>.Zero;
        CartPoleLanes carts = CartPoleLanes.Create([state]);
        Run(ref carts, Vector512.Create(Math.Clamp(force, -1, 1)), ref cost);
        return (carts.GetFirst(), cost.ToScalar());
    }

    /// <inheritdoc/>
    public int GetWorkspaceLength(int dimension) => 0;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        ObjectiveGuard.CheckBatch(in this, candidates, fitness, workspace);
        Span<double> forces = stackalloc double[StateLanes.Count];
        CartPoleLanes start = CartPoleLanes.Create([state]);
        for (int first = 0; first < candidates.Height; first += StateLanes.Count)
        {
            int count = Math.Min(StateLanes.Count, candidates.Height - first);
            CartPoleLanes carts = start;
            Vector512<double> cost = Vector512<double>.Zero, last = Vector512<double>.Zero;
            for (int tick = 0; tick < Horizon; tick++)
            {
                for (int i = 0; i < count; i++)
                    forces[i] = candidates[first + i, tick];
                last = Run(ref carts, Vector512.Create<double>(forces), ref cost);
            }

            LaneMath.StoreFirst(cost + (LastWeight - 1) * last, fitness.Slice(first, count));
        }
    }

    /// <summary>Runs the plants for a tick, and adds what it costs.</summary>
    /// <returns>The costs of its last step.</returns>
    private static Vector512<double> Run(ref CartPoleLanes carts, Vector512<double> force, ref Vector512<double> cost)
    {
        Vector512<double> one = Vector512<double>.One, last = Vector512<double>.Zero;
        for (int step = 0; step < StepsPerTick; step++)
        {
            carts = carts.Push(CartPoleLanes.MaxForce * force);
            Vector512<double> beyond = Vector512.Abs(carts.Position) - Vector512.Create(CartPoleState.PositionLimit);
            beyond = Vector512.ConditionalSelect(Vector512.LessThan(beyond, Vector512<double>.Zero), Vector512<double>.Zero, beyond);
            last = carts.Position * carts.Position + AngleWeight * (one - LaneMath.Cos(carts.Angle))
                + VelocityWeight * (carts.Velocity * carts.Velocity + carts.AngularVelocity * carts.AngularVelocity)
                + ForceWeight * force * force + RailWeight * beyond * beyond;
            cost += last;
        }

        return last;
    }
}

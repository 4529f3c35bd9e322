using L2E.Kernels;

namespace RealTimeControl;

/// <summary>Chooses the force of each millisecond by a short solve that starts from the last plan.</summary>
public sealed class Controller : IDisposable
{
    /// <summary>Number of plans that a tick tries.</summary>
    public const int EvaluationsPerTick = 64;

    // Within a millisecond the best plan hardly moves: this part of the range of a force.
    private const double Spread = 0.02;

    private readonly Cart[] now = new Cart[1];
    private readonly double[] plan = new double[Plan.Forces];
    private readonly Solver<Plan> solver;

    /// <summary>A controller that has planned nothing yet.</summary>
    public Controller()
    {
        SolverOptions options = SolverOptions.For<Plan>(Plan.Forces, EvaluationsPerTick) with { Start = plan, Spread = Spread };
        solver = new Solver<Plan>(new Plan(now), options);
    }

    /// <summary>The force for where the cart is, newtons. Allocates nothing.</summary>
    public double Decide(Cart cart)
    {
        now[0] = cart;
        solver.Reset(plan, Spread);
        while (solver.Step())
        {
        }

        solver.Engine.Best.CopyTo(plan);
        return plan[0] * Cart.MaxForce;
    }

    /// <summary>Forgets the plan: the next tick is of another cart.</summary>
    public void Forget() => Array.Clear(plan);

    /// <inheritdoc/>
    public void Dispose() => solver.Dispose();
}

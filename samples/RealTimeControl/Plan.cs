using L2E.Kernels;

namespace RealTimeControl;

/// <summary>
/// What a plan for the next second costs: the variables are forces in units of the largest, each held for a fifth of the horizon.
/// </summary>
[Objective("cart-pole-plan", Lower = -1, Upper = 1, Dimension = Forces, Summary = "A receding horizon of a pole on a cart.")]
public readonly partial struct Plan
{
    /// <summary>Number of forces in a plan.</summary>
    public const int Forces = 5;

    /// <summary>Number of steps that the model takes.</summary>
    public const int Horizon = 25;

    private const double StepSeconds = 0.04;

    // Its one element is where the cart is now: the solver keeps its objective, and the cart moves on.
    private readonly Cart[] now;

    /// <summary>Plans for a cart that moves.</summary>
    public Plan(Cart[] now) => this.now = now;

    /// <summary>Sum of squares of what should be 0, the end counting more, as the horizon is shorter than the motion.</summary>
    public double Evaluate(ReadOnlySpan<double> forces)
    {
        const double EndWeight = 10;
        Cart cart = now[0];
        double cost = 0;
        for (int step = 0; step < Horizon; step++)
        {
            double force = forces[step * Forces / Horizon];
            cart = cart.Step(force * Cart.MaxForce, StepSeconds);
            cost += Cost(cart) + 0.01 * force * force;
        }

        return cost + EndWeight * Cost(cart);
    }

    private static double Cost(Cart cart) =>
        cart.Position * cart.Position + 0.5 * cart.Velocity * cart.Velocity
        + 10 * cart.Angle * cart.Angle + cart.AngularVelocity * cart.AngularVelocity;
}

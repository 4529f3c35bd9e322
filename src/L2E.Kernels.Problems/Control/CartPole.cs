using System.Runtime.Intrinsics;

namespace L2E.Kernels.Problems;

/// <summary>
/// Balancing a pole on a cart: the variables are the weights of a small neural policy, the cost is the mean number of steps
/// that it loses of 500, over 8 fixed starts.
/// </summary>
/// <remarks>
/// <para>
/// The policy maps the state s = (position, velocity, angle, angular velocity) to
/// <c>output = b + sum over h of v_h tanh(c_h + sum over i of w_hi s_i)</c> with 8 hidden units, and pushes right where output
/// &gt; 0, else left. The 49 variables are, unit by unit, <c>w_h1 w_h2 w_h3 w_h4 c_h</c>, then <c>v_1 ... v_8</c>, then b; each
/// weight is <see cref="WeightScale"/> times its variable, which carries the box [-5, 5] to weights in [-2, 2].
/// </para>
/// <para>
/// Dynamics, limits and score are those of CartPole-v1, see <see cref="CartPoleState"/>: every step counts, the one that
/// ends the run included. The instance draws the starts, each of the four numbers of each uniform in [-0.05, 0.05]. The cost
/// is piecewise constant, in [0, 500], a multiple of 1/8; NaN where a variable is NaN. Minimum 0, when every start is balanced to
/// the end. There is no gradient: it would be 0 wherever the cost has one.
/// </para>
/// <para>
/// The starts run side by side, one a lane, each on its own: a run of one start alone has the same steps.
/// </para>
/// </remarks>
[Objective(
    "cartpole", Lower = TanhPolicy.Lower, Upper = TanhPolicy.Upper, Optimum = 0, Dimension = VariableCount,
    Summary = "Steps lost of 500 by a 4-8-1 tanh policy that balances a pole on a cart; piecewise constant.")]
public readonly partial struct CartPole
{
    /// <summary>Number of variables.</summary>
    public const int VariableCount = TanhPolicy.HiddenUnits * (Inputs + 1) + TanhPolicy.OutputVariables;

    /// <summary>Length of a full run.</summary>
    public const int MaxSteps = 500;

    /// <summary>A weight of the policy is this times its variable.</summary>
    public const double WeightScale = TanhPolicy.WeightScale;

    private const int Inputs = 4;
    private const int StartCount = StateLanes.Count;
    private const double StartRadius = 0.05;

    private readonly CartPoleState[] starts;

    private CartPole(CartPoleState[] starts) => this.starts = starts;

    /// <summary>Makes an instance: draws its starts.</summary>
    /// <param name="instance">49 variables, instance at least 0, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension is not 49, the instance is negative, or a rotation is asked for.</exception>
    public static CartPole Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: true);
        Guard.AtLeast(instance.Instance, 0);
        PhiloxSequence random = new((ulong)instance.Instance, ProblemStreams.CartPoleStarts);
        CartPoleState[] starts = new CartPoleState[StartCount];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = new CartPoleState(
                random.NextUniform(-StartRadius, StartRadius),
                random.NextUniform(-StartRadius, StartRadius),
                random.NextUniform(-StartRadius, StartRadius),
                random.NextUniform(-StartRadius, StartRadius));
        }

        return new CartPole(starts);
    }

    /// <summary>The starts that the cost is the mean over.</summary>
    public ReadOnlySpan<CartPoleState> Starts => starts;

    /// <summary>The cost of a policy: the mean of <c>500 - steps</c> over the starts.</summary>
    /// <param name="x">The variables, <c>[49]</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        Guard.Length(x, VariableCount, "[variables]");
        if (TanhPolicy.HasNaN(x))
            return double.NaN;
        Vector512<double> steps = CountSteps(x, CartPoleLanes.Create(starts));
        return MaxSteps - LaneMath.Sum(steps) / StartCount;
    }

    /// <summary>Runs a policy from a start, for instance one that it was not optimised on.</summary>
    /// <param name="x">The variables, <c>[49]</c>.</param>
    /// <param name="start">State to start in.</param>
    /// <returns>
    /// The number of steps until the pole has fallen or the cart left the rail, the last one counted, at most
    /// <see cref="MaxSteps"/>: the score of CartPole-v1.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has another length.</exception>
    public static int StepsBalanced(ReadOnlySpan<double> x, CartPoleState start)
    {
        Guard.Length(x, VariableCount, "[variables]");
        return (int)CountSteps(x, CartPoleLanes.Create([start])).ToScalar();
    }

    private static Vector512<double> CountSteps(ReadOnlySpan<double> x, CartPoleLanes carts)
    {
        Vector512<double> steps = Vector512<double>.Zero, balanced = Vector512<double>.AllBitsSet;
        Span<Vector512<double>> output = stackalloc Vector512<double>[1];
        for (int step = 0; step < MaxSteps && LaneMath.Any(balanced); step++)
        {
            // The step that ends a run counts. A cart that has failed goes on moving; nobody looks.
            TanhPolicy.Evaluate(x, [carts.Position, carts.Velocity, carts.Angle, carts.AngularVelocity], output);
            carts = carts.Step(pushRight: Vector512.GreaterThan(output[0], Vector512<double>.Zero));
            steps += balanced & Vector512<double>.One;
            balanced = Vector512.AndNot(balanced, carts.HaveFailed);
        }

        return steps;
    }
}

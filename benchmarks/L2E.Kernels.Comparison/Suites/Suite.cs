using L2E.Kernels.Comparison.Control;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Suites;

/// <summary>A set of problems that methods are compared on.</summary>
public sealed class Suite
{
    private static readonly string[] main = ["sphere", "ellipsoid", "rosenbrock", "rastrigin", "ackley", "griewank", "levy", "schwefel"];
    private static readonly string[] further = ["styblinski-tang", "zakharov", "weierstrass"];
    private static readonly string[] heldOut = ["alpine", "salomon", "dixon-price", "quartic", "happy-cat", "schaffer-f6"];
    private static readonly string[] control = ["cartpole", "acrobot", "pendulum", "reacher", "arm:100", "uav", RecedingHorizon.Name];
    private static readonly string[] noisy = ["sphere", "ellipsoid", "rosenbrock", "rastrigin", "ackley"];
    private static readonly Noise[] noises = [new(true, 0.01), new(true, 0.1), new(false, 1)];

    private readonly IReadOnlyList<(string Problem, bool IsRotated, Noise Noise)> members;

    private Suite(
        string name, string description, int[] dimensions, bool hasRegions,
        IEnumerable<(string Problem, bool IsRotated, Noise Noise)> members)
    {
        (Name, Description, DefaultDimensions, HasRegions) = (name, description, dimensions, hasRegions);
        this.members = [.. members];
    }

    /// <summary>Its name on the command line.</summary>
    public string Name { get; }

    /// <summary>What is in it, in one line.</summary>
    public string Description { get; }

    /// <summary>The dimensions that are taken where none are given; empty where the problems have their own.</summary>
    public IReadOnlyList<int> DefaultDimensions { get; }

    /// <summary>Whether the minimisers can be drawn from another <see cref="OptimumRegion"/>.</summary>
    public bool HasRegions { get; }

    /// <summary>Every suite.</summary>
    public static IReadOnlyList<Suite> All { get; } =
    [
        new("synthetic", "11 functions, each as it is and rotated", [30], true,
            from rotated in (bool[])[false, true] from problem in (string[])[.. main, .. further] select (problem, rotated, Noise.None)),
        new("held-out", "6 functions that no part of the solver was tuned on, each as it is and rotated", [30], true,
            from rotated in (bool[])[false, true] from problem in heldOut select (problem, rotated, Noise.None)),
        new("bbob", "the 24 noiseless functions of COCO; the instance is the seed", [10, 30], false,
            from function in Enumerable.Range(1, 24) select ($"bbob-f{function:D2}", false, Noise.None)),
        new("large", "8 functions as they are", [1000, 10000], true, from problem in main select (problem, false, Noise.None)),
        new("control", "4 neural policies, an arm of 100 links, flights, and receding-horizon control of a cart-pole", [], false,
            from problem in control select (problem, false, Noise.None)),
        new("noisy", "5 rotated functions with three kinds of noise on what the methods are told", [10, 30], true,
            from noise in noises from problem in noisy select (problem, true, noise)),
    ];

    /// <summary>Whether a problem is in it.</summary>
    /// <param name="problem">Name of the problem.</param>
    public bool Contains(string problem) => members.Any(member => member.Problem == problem);

    /// <summary>The cells of the suite: its problems at each dimension.</summary>
    /// <param name="dimensions">The dimensions; ignored where the problems have their own.</param>
    /// <param name="region">Where minimisers are drawn from.</param>
    /// <param name="budget">Number of evaluations at a dimension.</param>
    /// <exception cref="ArgumentException">A problem does not have the dimension.</exception>
    public IReadOnlyList<Cell> GetCells(IReadOnlyList<int> dimensions, OptimumRegion region, Func<int, long> budget)
    {
        List<Cell> cells = [];
        foreach (int dimension in DefaultDimensions.Count == 0 ? [0] : dimensions)
        {
            foreach ((string problem, bool isRotated, Noise noise) in members)
            {
                if (problem == RecedingHorizon.Name)
                {
                    cells.Add(new Cell(problem, CartPolePlan.Horizon, isRotated, region, noise, budget(CartPolePlan.Horizon)));
                    continue;
                }

                ProblemName name = ProblemName.Find(problem)!;
                ObjectiveDescription description = name.Objective;
                int size = DefaultDimensions.Count == 0 ? name.Dimension ?? description.MinDimension : dimension;
                if (size < description.MinDimension || size > description.MaxDimension)
                {
                    throw new ArgumentException(
                        $"dims: expected {description.MinDimension} to {description.MaxDimension} for {problem}, got {size}");
                }

                cells.Add(new Cell(description.Name, size, isRotated, region, noise, budget(size)));
            }
        }

        return cells;
    }
}

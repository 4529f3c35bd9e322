namespace L2E.Kernels.Problems;

/// <summary>
/// What makes one BBOB problem out of a function: its seed, the place and value of its minimum, its rotations. (Hansen, Finck,
/// Ros, Auger: <i>Real-parameter black-box optimization benchmarking 2009: noiseless functions definitions</i>, INRIA RR-6829;
/// instances as in COCO and IOHexperimenter.)
/// </summary>
internal sealed class BbobInstance
{
    /// <summary>Lower bound of every coordinate.</summary>
    public const double Lower = -5;

    /// <summary>Upper bound of every coordinate.</summary>
    public const double Upper = 5;

    /// <summary>The definitions divide by d - 1.</summary>
    public const int MinDimension = 2;

    /// <summary>The rotations are dense matrices: 8 MB each at this dimension.</summary>
    public const int MaxDimension = 1000;

    // Seeds are 10,000 times the instance, and 32-bit numbers in some of the reference programs: there they still agree.
    private const int MaxInstance = 200_000;
    private const int FirstRotationSeedOffset = 1_000_000;

    private BbobInstance(int function, ObjectiveInstance instance)
    {
        Dimension = instance.Dimension;
        // Functions 4 and 18 share the numbers of the functions before them, which they vary.
        Seed = (function is 4 or 18 ? function - 1 : function) + 10_000 * instance.Instance;
        double ratio = LegacyRandom.Normal(1, Seed)[0] / LegacyRandom.Normal(1, Seed + 1)[0];
        Optimum = Math.Clamp(Math.Floor(100 * 100 * ratio + 0.5) / 100, -1000, 1000);
    }

    /// <summary>Makes the instance of a function.</summary>
    /// <param name="function">Number of the function, 1 to 24.</param>
    /// <param name="instance">Dimension and instance; not rotated.</param>
    /// <param name="description">The function, for its admissible dimensions.</param>
    /// <exception cref="ArgumentException">The dimension or instance is out of range, or a rotation or a corner is asked for.</exception>
    public static BbobInstance Create(int function, ObjectiveInstance instance, ObjectiveDescription description)
    {
        ObjectiveGuard.CheckInstance(instance, description, isFixed: false);
        Guard.InRange(instance.Instance, 0, MaxInstance);
        if (instance.Rotated)
            Guard.ThrowArgument("instance.Rotated", $"false ({description.Name} has the rotations of its own definition)", "true");
        if (instance.Optimum != OptimumRegion.Centred)
        {
            Guard.ThrowArgument(
                "instance.Optimum", $"Centred ({description.Name} has the optimum of its own definition)", $"{instance.Optimum}");
        }

        return new BbobInstance(function, instance);
    }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>Seed of everything random in the problem.</summary>
    public int Seed { get; }

    /// <summary>The smallest value, f_opt, two decimals in [-1000, 1000].</summary>
    public double Optimum { get; }

    /// <summary>A minimiser x_opt as most functions have it: four decimals in [-4, 4], no coordinate 0.</summary>
    /// <param name="seedOffset">Added to the seed.</param>
    public double[] CreateMinimiser(int seedOffset = 0)
    {
        double[] minimiser = LegacyRandom.Uniform(Dimension, Seed + seedOffset);
        for (int i = 0; i < minimiser.Length; i++)
        {
            double coordinate = 8 * Math.Floor(1e4 * minimiser[i]) / 1e4 - 4;
            minimiser[i] = coordinate == 0 ? -1e-5 : coordinate;
        }

        return minimiser;
    }

    /// <summary>The rotation that the functions write R.</summary>
    public SquareMatrix CreateFirstRotation() => CreateRotation(Seed + FirstRotationSeedOffset);

    /// <summary>The rotation that the functions write Q.</summary>
    public SquareMatrix CreateSecondRotation() => CreateRotation(Seed);

    /// <summary>The map <c>R diag(base^(i / (d - 1))) Q</c>.</summary>
    /// <param name="first">The rotation R; it is kept.</param>
    /// <param name="base">The square root of the condition.</param>
    public SquareMatrix CreateConditionedRotation(SquareMatrix first, double @base) =>
        first.ScaleColumns(CreatePowers(@base)).Multiply(CreateSecondRotation());

    /// <summary>The numbers <c>base^(i / (d - 1))</c>, i from 0.</summary>
    public double[] CreatePowers(double @base)
    {
        double[] powers = new double[Dimension];
        for (int i = 0; i < powers.Length; i++)
            powers[i] = Math.Pow(@base, i / (Dimension - 1.0));
        return powers;
    }

    /// <summary>A matrix of Gaussian columns, made orthonormal from first to last by the modified method of Gram and Schmidt.</summary>
    private SquareMatrix CreateRotation(int seed)
    {
        int order = Dimension;
        double[] numbers = LegacyRandom.Normal(order * order, seed);
        // Row by row here, so that what remains of all later columns is made orthogonal to one column at a time.
        double[] rows = new double[order * order];
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column < order; column++)
                rows[row * order + column] = numbers[column * order + row];
        }

        SquareMatrix rotation = new(order);
        double[] products = new double[order], done = new double[order];
        for (int column = 0; column < order; column++)
        {
            double squares = 0;
            for (int row = 0; row < order; row++)
                squares += rows[row * order + column] * rows[row * order + column];
            for (int row = 0; row < order; row++)
            {
                done[row] = rows[row * order + column] / Math.Sqrt(squares);
                rotation.Entries[row * order + column] = done[row];
            }

            int later = order - column - 1;
            Span<double> product = products.AsSpan(0, later);
            product.Clear();
            for (int row = 0; row < order; row++)
                Lanes.AddScaled(rows.AsSpan(row * order + column + 1, later), done[row], product);
            for (int row = 0; row < order; row++)
                Lanes.AddScaled(product, -done[row], rows.AsSpan(row * order + column + 1, later));
        }

        return rotation;
    }
}

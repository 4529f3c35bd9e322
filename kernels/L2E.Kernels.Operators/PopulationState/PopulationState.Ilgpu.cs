using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// What the solver's population does in each of its coordinates, on a device: between the draw of a generation's noise and its evaluation,
/// and between its recombination and the next draw.
/// </summary>
/// <remarks>
/// Displacements E and scales are in units of the box; anchor, bounds and points in the coordinates of the objective's code. The anchor is
/// the sum of two floats, [2, dimension], so that steps far below its own rounding still add up.
/// </remarks>
public static class PopulationStateKernels
{
    // Keeps a quotient finite where neither slope nor curvature was seen.
    private const float Tiny = 1e-30f;

    /// <summary><c>E_id = noiseShare E_id + averagedShare signs_i averaged_id</c></summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each row.</remarks>
    /// <param name="E">Noise; the displacements (=), [rows, dimension].</param>
    /// <param name="averaged">The averaged displacements, [rows, dimension].</param>
    /// <param name="signs">1 or -1, [rows].</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="noiseShare">Factor of the noise.</param>
    /// <param name="averagedShare">Factor of the averaged displacements.</param>
    public static void Mix(
        ArrayView<float> E, ArrayView<float> averaged, ArrayView<float> signs, int dimension, float noiseShare, float averagedShare)
    {
        int row = Grid.IdxY, d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        long element = (long)row * dimension + d;
        E[element] = noiseShare * E[element] + signs[row] * averagedShare * averaged[element];
    }

    /// <summary><c>sum_d x_id^2</c>, <c>sum_d (x_id / scale_d)^2</c>, <c>sum_d x_id</c> and <c>max_d x_id</c> of each row.</summary>
    /// <remarks>Grid: x has one group of 64, y a group for each row, whose work items add up the row.</remarks>
    /// <param name="x">The rows, [rows, dimension].</param>
    /// <param name="scale">Scale of each coordinate, [dimension].</param>
    /// <param name="report">Destination (=): [4, rows] from <paramref name="first"/> on.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="first">Where the report of these rows begins.</param>
    public static void Measure(ArrayView<float> x, ArrayView<float> scale, ArrayView<float> report, int dimension, int rows, int first)
    {
        int row = Grid.IdxY;
        float squares = 0, scaledSquares = 0, sum = 0, largest = float.NegativeInfinity;
        for (int d = Group.IdxX; d < dimension; d += GroupSums.TreeSize)
        {
            float value = x[(long)row * dimension + d], scaled = value / scale[d];
            squares = DeviceMath.MultiplyAdd(value, value, squares);
            scaledSquares = DeviceMath.MultiplyAdd(scaled, scaled, scaledSquares);
            sum += value;
            largest = value > largest ? value : largest;
        }

        ArrayView<float> shared = SharedMemory.Allocate1D<float>(GroupSums.TreeSize);
        squares = GroupSums.Tree(shared, squares);
        scaledSquares = GroupSums.Tree(shared, scaledSquares);
        sum = GroupSums.Tree(shared, sum);
        largest = GroupSums.LargestOfTree(shared, largest);
        if (Group.IdxX != 0)
            return;
        report[first + row] = squares;
        report[first + rows + row] = scaledSquares;
        report[first + 2 * rows + row] = sum;
        report[first + 3 * rows + row] = largest;
    }

    /// <summary>
    /// The generation's candidates: <c>x_c = clamp(anchor + range E_c, lower, upper)</c> for the first of each pair,
    /// <c>clamp(anchor - range E_(c - pairs), lower, upper)</c> for the second, and the anchor last.
    /// </summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each candidate.</remarks>
    /// <param name="E">Displacements, [pairs, dimension].</param>
    /// <param name="anchor">The anchor, [2, dimension].</param>
    /// <param name="range">Widths of the box, [dimension].</param>
    /// <param name="lower">Lower ends of the box, [dimension].</param>
    /// <param name="upper">Upper ends of the box, [dimension].</param>
    /// <param name="points">Destination (=), [dimension, count].</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="pairs">Antithetic pairs.</param>
    /// <param name="first">The first candidate that is written.</param>
    /// <param name="count">How many are.</param>
    public static void Place(
        ArrayView<float> E, ArrayView<float> anchor, ArrayView<float> range, ArrayView<float> lower, ArrayView<float> upper,
        ArrayView<float> points, int dimension, int pairs, int first, int count)
    {
        int column = Grid.IdxY, candidate = first + column, d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        float step = 0;
        if (candidate < pairs)
            step = range[d] * E[(long)candidate * dimension + d];
        else if (candidate < 2 * pairs)
            step = -(range[d] * E[(long)(candidate - pairs) * dimension + d]);
        float point = anchor[d] + (anchor[dimension + d] + step);
        point = point < lower[d] ? lower[d] : point;
        points[(long)d * count + column] = point > upper[d] ? upper[d] : point;
    }

    /// <summary>Points that differ from an origin in one coordinate each.</summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each point.</remarks>
    /// <param name="origin">The origin, [dimension].</param>
    /// <param name="coordinates">Which coordinate of each point, [count].</param>
    /// <param name="values">What it is, [count].</param>
    /// <param name="points">Destination (=), [dimension, count].</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="count">Points.</param>
    public static void Change(
        ArrayView<float> origin, ArrayView<int> coordinates, ArrayView<float> values, ArrayView<float> points, int dimension, int count)
    {
        int column = Grid.IdxY, d = Grid.GlobalIndex.X;
        if (d < dimension)
            points[(long)d * count + column] = coordinates[column] == d ? values[column] : origin[d];
    }

    /// <summary>The displacements of the first individuals by rank; the second of a pair has the opposite one.</summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each rank.</remarks>
    /// <param name="E">Displacements, [pairs, dimension].</param>
    /// <param name="order">The individual of each rank: a pair, or a pair and the number of pairs.</param>
    /// <param name="sorted">Destination (=), [ranks, dimension].</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="pairs">Antithetic pairs.</param>
    public static void Sort(ArrayView<float> E, ArrayView<int> order, ArrayView<float> sorted, int dimension, int pairs)
    {
        int rank = Grid.IdxY, individual = order[rank], d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        bool isFirst = individual < pairs;
        float value = E[(long)(isFirst ? individual : individual - pairs) * dimension + d];
        sorted[(long)rank * dimension + d] = isFirst ? value : -value;
    }

    /// <summary>
    /// <c>velocity = momentum velocity + stepFactor step + blend p gradient</c> with
    /// <c>p = proxyStep / (curvature + |gradient| / (4 |scale|))</c>.
    /// </summary>
    /// <remarks>Grid: x has a work item for each coordinate.</remarks>
    /// <param name="velocity">The velocity (=), [dimension].</param>
    /// <param name="step">The recombined step, [dimension].</param>
    /// <param name="gradient">The proxy gradient, [dimension].</param>
    /// <param name="report">What <see cref="Measure"/> wrote.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="gradientSquares">Where the report has the squared norm of the gradient.</param>
    /// <param name="scaleSquares">Where it has that of the scale.</param>
    /// <param name="momentum">Share of the last velocity.</param>
    /// <param name="stepFactor">Factor of the step.</param>
    /// <param name="blend">Share of the proxy-gradient step.</param>
    /// <param name="proxyStep">Its factor.</param>
    /// <param name="curvature">Mean curvature, 0 or more.</param>
    public static void Accelerate(
        ArrayView<float> velocity, ArrayView<float> step, ArrayView<float> gradient, ArrayView<float> report, int dimension,
        int gradientSquares, int scaleSquares, float momentum, float stepFactor, float blend, float proxyStep, float curvature)
    {
        int d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        float slope = MathF.Sqrt(report[gradientSquares]) / (4 * MathF.Sqrt(report[scaleSquares]));
        float proxyFactor = blend * (proxyStep / (curvature + slope + Tiny));
        velocity[d] = momentum * velocity[d] + stepFactor * step[d] + proxyFactor * gradient[d];
    }

    /// <summary>
    /// Cuts the velocity down to a step of <c>advance |velocity| &lt;= longest</c>, moves the anchor by it,
    /// <c>anchor = clamp(anchor + range advance velocity, lower, upper)</c>, and adapts the scales,
    /// <c>scale = clamp(scale exp(clamp(factor moment / scale^2 + drift, -bound, bound)), smallest, largest)</c>.
    /// </summary>
    /// <remarks>Grid: x has a work item for each coordinate.</remarks>
    /// <param name="anchor">The anchor (=), [2, dimension].</param>
    /// <param name="velocity">The velocity (=), [dimension].</param>
    /// <param name="scale">The scales (=), [dimension].</param>
    /// <param name="moment">The recombined second moment, [dimension].</param>
    /// <param name="range">Widths of the box, [dimension].</param>
    /// <param name="lower">Lower ends of the box, [dimension].</param>
    /// <param name="upper">Upper ends of the box, [dimension].</param>
    /// <param name="report">What <see cref="Measure"/> wrote.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="velocitySquares">Where the report has the squared norm of the velocity.</param>
    /// <param name="advance">The part of the velocity that the anchor moves by.</param>
    /// <param name="longest">The longest step.</param>
    /// <param name="factor">Learning rate of the log scale.</param>
    /// <param name="drift">What is added to the log scale.</param>
    /// <param name="bound">Bound of the log scale's change.</param>
    /// <param name="smallest">The smallest scale.</param>
    /// <param name="largest">The largest scale.</param>
    public static void Move(
        ArrayView<float> anchor, ArrayView<float> velocity, ArrayView<float> scale, ArrayView<float> moment, ArrayView<float> range,
        ArrayView<float> lower, ArrayView<float> upper, ArrayView<float> report, int dimension, int velocitySquares, float advance,
        float longest, float factor, float drift, float bound, float smallest, float largest)
    {
        int d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        // A norm that is not finite fails both comparisons.
        float norm = advance * MathF.Sqrt(report[velocitySquares]);
        float shrink = norm <= longest ? 1 : norm <= float.MaxValue ? longest / norm : 0;
        float speed = shrink == 0 ? 0 : shrink * velocity[d];
        velocity[d] = speed;
        float high = anchor[d], low = anchor[dimension + d] + range[d] * (advance * speed);
        float sum = high + low, added = sum - high, lost = (high - (sum - added)) + (low - added);
        bool isBelow = sum < lower[d], isAbove = sum > upper[d];
        anchor[d] = isBelow ? lower[d] : isAbove ? upper[d] : sum;
        anchor[dimension + d] = isBelow || isAbove ? 0 : lost;

        float width = scale[d], growth = factor * moment[d] / (width * width) + drift;
        growth = growth < -bound ? -bound : growth;
        growth = growth > bound ? bound : growth;
        width *= VectorMath.Exp(new ScalarLane(growth)).Value;
        width = width < smallest ? smallest : width;
        scale[d] = width > largest ? largest : width;
    }
}

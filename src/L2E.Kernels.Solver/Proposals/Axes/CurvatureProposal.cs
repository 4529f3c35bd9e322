using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// Measures the Hessian at the elite by differences, once a run, for its <see cref="PrincipalAxes"/>, and tries Newton steps with the
/// signs of the curvatures left out, so that they lead away from saddles. In units of the box.
/// </summary>
/// <remarks>
/// It costs one evaluation for each coordinate and each pair of coordinates, a coordinate with itself too. With probes at distances h the
/// element of coordinates i and j is <c>(f(h_i, h_j) - f(h_i, 0) - f(0, h_j) + f(0, 0)) / (h_i h_j)</c>. Its error is of the order of
/// h f''' from the formula and of 1e-16 f / h^2 from rounding: h = 1e-6 of the box is where the two meet when f, f'' and f''' are of one
/// order per unit of a tenth to a hundredth of the box. An objective that is computed in float is too coarse for it, and the axes are
/// then as good as random ones; what searches along them competes with what does not.
/// </remarks>
internal sealed class CurvatureProposal : IProposal
{
    private const double Distance = 1e-6, LargestBudgetShare = 0.2, LeastRelativeCurvature = 1e-9, LongestStep = 0.5;
    private const int LargestDimension = 200;

    private readonly RunState run;
    private readonly CoordinateProposal? coordinate;
    private readonly int dimension;
    private readonly double[] single, hessian, offsets, newton;
    private int asked, told;
    private (int Row, int Column) pairAsked, pairTold;

    /// <summary>Prepares a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="coordinate">Learns the Hessian too; null where gradients make probes needless, and this with them.</param>
    public CurvatureProposal(RunState run, CoordinateProposal? coordinate)
    {
        this.run = run;
        this.coordinate = coordinate;
        dimension = run.Box.Dimension;
        IsAffordable = coordinate is not null && dimension is > 1 and <= LargestDimension && Cost <= LargestBudgetShare * run.Budget;
        int size = IsAffordable ? dimension : 0;
        Axes = new PrincipalAxes(run.Box, size);
        single = new double[size];
        hessian = new double[size * size];
        offsets = new double[size];
        newton = new double[size];
    }

    public string Name => ProposalNames.Curvature;

    /// <summary>What it measured.</summary>
    public PrincipalAxes Axes { get; }

    /// <summary>Whether the dimension and the budget allow it.</summary>
    public bool IsAffordable { get; }

    /// <summary>Evaluations that went into it; 0 before it was run.</summary>
    public long Spent { get; private set; }

    private static ReadOnlySpan<double> MoveLengths => [1, 0.3, 0.1, 0.03];

    private int Cost => dimension + dimension * (dimension + 1) / 2;

    public void Reset()
    {
        Axes.AreKnown = false;
        Spent = 0;
    }

    public void Begin()
    {
        asked = told = 0;
        pairAsked = pairTold = (0, 0);
        ReadOnlySpan<double> elite = run.Elite.Point;
        // Towards the farther bound: a probe on a bound would be clipped.
        for (int i = 0; i < dimension; i++)
            offsets[i] = elite[i] - run.Box.Lower[i] < run.Box.Upper[i] - elite[i] ? Distance : -Distance;
    }

    public int Ask(CandidateTile tile)
    {
        if (asked == Cost)
            return AskMoves(tile);
        if (asked > Cost)
            return 0;
        int rows = Math.Min(tile.Height, Cost - asked);
        for (int k = 0; k < rows; k++, asked++)
        {
            Span<double> point = tile.GetRow(k);
            run.Elite.Point.CopyTo(point);
            if (asked < dimension)
            {
                Shift(point, asked);
                continue;
            }

            Shift(point, pairAsked.Row);
            Shift(point, pairAsked.Column);
            pairAsked = GetNext(pairAsked);
        }

        return rows;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
        Spent += fitness.Length;
        if (told == Cost)
            return;
        foreach (double value in fitness)
        {
            double change = value - run.Elite.Fitness;
            if (told < dimension)
            {
                single[told] = change;
            }
            else
            {
                (int row, int column) = pairTold;
                double element = (change - single[row] - single[column]) / (offsets[row] * offsets[column]);
                hessian[row * dimension + column] = hessian[column * dimension + row] = element;
                pairTold = GetNext(pairTold);
            }

            told++;
        }

        if (told == Cost)
            FindAxes();
    }

    public void End()
    {
        if (Axes.AreKnown)
            coordinate!.Adopt(run.Elite.Previous, Axes);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        Axes.Transfer(state);
        Spent = state.Next(Spent);
        asked = state.NextIndex(asked, 0, Cost + 1);
        told = state.NextIndex(told, 0, Cost);
        pairAsked = (state.NextIndex(pairAsked.Row, 0, dimension), state.NextIndex(pairAsked.Column, 0, dimension));
        pairTold = (state.NextIndex(pairTold.Row, 0, dimension), state.NextIndex(pairTold.Column, 0, dimension));
        state.Next(offsets.AsSpan());
        state.Next(newton.AsSpan());
        // What is measured is worth nothing once it has been used.
        if (asked == 0 || told == Cost)
            return;
        state.Next(single.AsSpan());
        state.Next(hessian.AsSpan());
    }

    private void Shift(Span<double> point, int i) => point[i] += run.Box.Range[i] * offsets[i];

    /// <summary>The element of the upper triangle that follows, row by row.</summary>
    private (int Row, int Column) GetNext((int Row, int Column) pair) =>
        pair.Column + 1 < dimension ? (pair.Row, pair.Column + 1) : (pair.Row + 1, pair.Row + 1);

    private void FindAxes()
    {
        foreach (double value in hessian)
            if (!double.IsFinite(value))
                return;
        for (int i = 0; i < dimension; i++)
            Axes.Gradient[i] = single[i] / offsets[i] - 0.5 * hessian[i * dimension + i] * offsets[i];
        SymmetricEigenvectors.Compute(dimension, hessian, Axes.Vectors);
        for (int k = 0; k < dimension; k++)
            Axes.Curvatures[k] = hessian[k * dimension + k];
        double least = LeastRelativeCurvature * Math.Abs(TensorPrimitives.MaxMagnitude<double>(Axes.Curvatures));
        if (!(least > 0))
            return;
        Axes.AreKnown = true;
        Array.Clear(newton);
        for (int k = 0; k < dimension; k++)
        {
            double step = -TensorPrimitives.Dot(Axes[k], Axes.Gradient) / Math.Max(Math.Abs(Axes.Curvatures[k]), least);
            TensorPrimitives.MultiplyAdd(Axes[k], Math.Clamp(step, -LongestStep, LongestStep), newton, newton);
        }
    }

    private int AskMoves(CandidateTile tile)
    {
        asked++;
        if (!Axes.AreKnown)
            return 0;
        for (int move = 0; move < MoveLengths.Length; move++)
        {
            Span<double> point = tile.GetRow(move);
            for (int i = 0; i < dimension; i++)
                point[i] = run.Box.Move(run.Elite.Point[i], MoveLengths[move] * newton[i], i);
        }

        return MoveLengths.Length;
    }
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>The points of a generation of an evolution strategy with their fitness, in the order of rank once they are evaluated.</summary>
internal sealed class Generation
{
    private readonly double[] points, fitness;
    private readonly int[] order;
    private readonly int dimension;

    public Generation(int count, int dimension)
    {
        this.dimension = dimension;
        points = new double[checked(count * dimension)];
        fitness = new double[count];
        order = new int[count];
    }

    /// <summary>Number of points.</summary>
    public int Count => fitness.Length;

    /// <summary>Their fitness, the best first once they are evaluated.</summary>
    public ReadOnlySpan<double> Fitness => fitness;

    /// <summary>Which point has the rank; 0 is the best.</summary>
    public int Ranked(int rank) => order[rank];

    /// <summary>A point, by its number.</summary>
    public Span<double> Point(int index) => points.AsSpan(index * dimension, dimension);

    /// <summary>Folds the points into the box, evaluates and ranks them; of equals the first drawn comes first.</summary>
    public void Evaluate(BlackBox box, BoxFold fold)
    {
        for (int i = 0; i < Count && i < box.Remaining; i++)
            if (fold.Fold(Point(i)))
                box.CountOutside();
        box.Evaluate(new ReadOnlySpan2D<double>(points, Count, dimension), fitness);
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        // Keys and numbers: the sort of keys alone is not stable.
        Array.Sort(order, (a, b) => fitness[a] != fitness[b] ? fitness[a].CompareTo(fitness[b]) : a.CompareTo(b));
        Array.Sort(fitness);
    }
}

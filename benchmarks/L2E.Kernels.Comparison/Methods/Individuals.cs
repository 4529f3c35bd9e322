using CommunityToolkit.HighPerformance;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>The points of a population with their fitness, in places that stay.</summary>
internal sealed class Individuals(int count, int dimension)
{
    private readonly double[] points = new double[checked(count * dimension)], fitness = new double[count];

    /// <summary>Number of individuals; it may be reduced.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Fitness of each.</summary>
    public Span<double> Fitness => fitness.AsSpan(0, Count);

    /// <summary>
    /// A population of uniformly random points, the run's start the first of them, evaluated. Of a warm start they are uniform in the part
    /// of the box that it says, around it.
    /// </summary>
    public static Individuals Random(BlackBox box, int count)
    {
        Individuals population = new(count, box.Dimension);
        RandomPoints random = new(box);
        box.Start.CopyTo(population.Point(0));
        for (int i = 1; i < count; i++)
        {
            Span<double> point = population.Point(i);
            random.Next(point);
            if (box.Spread == 1)
                continue;
            for (int j = 0; j < point.Length; j++)
                point[j] = box.Start[j] + box.Spread * (point[j] - (box.Lower + box.Upper) / 2);
            SearchRange.Clip(point, box.Lower, box.Upper, point);
        }

        population.Evaluate(box);
        return population;
    }

    /// <summary>An individual's point.</summary>
    public Span<double> Point(int index) => points.AsSpan(index * dimension, dimension);

    /// <summary>Evaluates every point.</summary>
    public void Evaluate(BlackBox box) => box.Evaluate(new ReadOnlySpan2D<double>(points, 0, Count, dimension, 0), Fitness);

    /// <summary>Replaces an individual by one of another population.</summary>
    public void Take(int index, Individuals source, int sourceIndex)
    {
        source.Point(sourceIndex).CopyTo(Point(index));
        fitness[index] = source.fitness[sourceIndex];
    }

    /// <summary>Removes an individual; the last one takes its place.</summary>
    public void Remove(int index)
    {
        Take(index, this, Count - 1);
        Count--;
    }

    /// <summary>Adds a point.</summary>
    public void Add(ReadOnlySpan<double> point)
    {
        Count++;
        point.CopyTo(Point(Count - 1));
    }

    /// <summary>Removes all; there is room for as many as before.</summary>
    public void Clear() => Count = 0;
}

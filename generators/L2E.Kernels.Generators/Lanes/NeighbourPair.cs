using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// Two coordinates side by side that a loop reads: <c>x[i + offset]</c> and <c>x[i + offset + 1]</c>. The lanes of the second need no load
/// of their own where those of the first are at hand for two blocks of iterations: one that crosses a line of the cache, as nearly all do
/// that are not aligned, costs more than moving lanes.
/// </summary>
/// <param name="First">The coordinate as it is read.</param>
/// <param name="Second">The one behind it.</param>
/// <param name="Offset">How far the first is from the counter.</param>
internal sealed record NeighbourPair(InputElement First, InputElement Second, int Offset)
{
    /// <summary>The pair of a loop; null where there is none, or where coordinates have another type than the lanes.</summary>
    public static NeighbourPair? Find(CoordinateLoop loop)
    {
        Dictionary<int, InputElement> elements = [];
        IEnumerable<InputElement> reads = loop.Loop.Body.GetAll().SelectMany(statement => statement.GetExpressions())
            .SelectMany(expression => expression.GetParts()).OfType<InputElement>().Where(element => element.Type == loop.LaneType);
        foreach (InputElement element in reads)
        {
            bool isOfLanes = CounterIndex.TrySplit(element.Index, loop.Loop.Counter, out int coefficient, out IntegerExpression rest)
                && coefficient == 1;
            if (isOfLanes && CounterIndex.GetConstant(rest) is { } offset)
                elements[offset] = element;
        }

        return elements.Keys.OrderBy(offset => offset).Where(offset => elements.ContainsKey(offset + 1))
            .Select(offset => new NeighbourPair(elements[offset], elements[offset + 1], offset)).FirstOrDefault();
    }
}

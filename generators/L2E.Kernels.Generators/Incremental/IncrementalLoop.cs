using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Incremental;

/// <summary>A loop that makes sums and products of terms, each of which depends on a few coordinates that its counter tells.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Reductions">The sums and products.</param>
/// <param name="Factor">The coordinates are <c>x[Factor * counter + offset]</c>; 0 where there are none.</param>
/// <param name="Offsets">The offsets, each once.</param>
internal sealed record IncrementalLoop(
    Loop Loop, IReadOnlyList<Reduction> Reductions, int Factor, IReadOnlyList<IntegerExpression> Offsets)
{
    /// <param name="loop">A loop outside of all others.</param>
    /// <param name="available">Numbers of the locals outside of it that it may read.</param>
    public static IncrementalLoop? TryCreate(Loop loop, ISet<int> available)
    {
        List<Statement> all = [.. loop.Body.GetAll()];
        if (Reduction.FindAll(loop) is not { } reductions
            || reductions.Any(reduction => reduction.Kind is not (ReductionKind.Sum or ReductionKind.Product))
            || all.Any(statement => statement is ScratchAssignment))
        {
            return null;
        }

        HashSet<int> known =
        [
            .. available,
            .. reductions.Select(reduction => reduction.Local.Id),
            .. all.OfType<Declaration>().Select(declaration => declaration.Local.Id),
        ];
        List<RealExpression> parts = [.. all.SelectMany(statement => statement.GetExpressions()).SelectMany(part => part.GetParts())];
        if (parts.Any(part => part is ScratchElement || (part is LocalValue value && !known.Contains(value.Local.Id))))
            return null;

        List<IntegerExpression> offsets = [];
        int factor = 0;
        foreach (IntegerExpression index in parts.OfType<InputElement>().Select(element => element.Index).Distinct())
        {
            bool fits = CounterIndex.TrySplit(index, loop.Counter, out int coefficient, out IntegerExpression offset)
                && coefficient != 0
                && (factor == 0 || factor == coefficient)
                && !all.OfType<Loop>().Any(inner => CounterIndex.Contains(offset, inner.Counter));
            if (!fits)
                return null;
            factor = coefficient;
            offsets.Add(offset);
        }

        // Two offsets that may be equal would count an iteration twice.
        return offsets.Count <= 1 || offsets.All(offset => CounterIndex.GetConstant(offset) is not null)
            ? new IncrementalLoop(loop, reductions, factor, offsets)
            : null;
    }
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// A loop whose iterations do not depend on each other but for sums and the like, and which touches elements side by side: several
/// iterations can be run at once, one a lane.
/// </summary>
/// <param name="Loop">The loop, counting upwards.</param>
/// <param name="LaneType">Type of the lanes.</param>
/// <param name="Dependence">Which values differ between lanes.</param>
/// <param name="Reductions">What the iterations have in common.</param>
/// <param name="Uses">The elements that are touched side by side.</param>
/// <param name="MayRepeat">Whether an iteration can be run twice, where it is said of which run accumulations count.</param>
/// <param name="IsCostly">Whether an iteration takes so long that the latency of additions does not show.</param>
internal sealed record CoordinateLoop(
    Loop Loop,
    ScalarType LaneType,
    LaneDependence Dependence,
    IReadOnlyList<Reduction> Reductions,
    IReadOnlyList<ArrayUse> Uses,
    bool MayRepeat,
    bool IsCostly)
{
    /// <summary>The loop as one of coordinates in lanes; null where it is none.</summary>
    public static CoordinateLoop? TryCreate(Loop loop)
    {
        if (Math.Abs(loop.Step) != 1 || Reduction.FindAll(loop) is not { } reductions)
            return null;
        LaneDependence dependence = new(loop.Body, loop.Counter, reductions.Select(reduction => reduction.Local.Id));
        BodyFacts facts = new(loop.Body, dependence);
        List<ArrayUse> uses = [.. facts.Uses.Where(use => CounterIndex.Contains(use.Index, loop.Counter))];
        List<LoopCounter> inner = [.. loop.Body.GetAll().OfType<Loop>().Select(nested => nested.Counter)];
        bool isPossible = uses.Count > 0
            && !facts.MayThrowInVain
            && !facts.DecidingIntegers.Any(integer => CounterIndex.Contains(integer, loop.Counter))
            && facts.Expressions.OfType<IntegerValue>().All(integer => CounterIndex.TrySplit(integer.Value, loop.Counter, out _, out _))
            && uses.All(use => IsSideBySide(use, loop.Counter, inner))
            // An element that is the same for all lanes may not be there when none of them asks for it.
            && facts.Uses.Except(uses).All(use => !use.IsConditional && use.Kind != ArrayUseKind.Write)
            && facts.Uses.GroupBy(use => use.Array).All(same => AreIndependent([.. same], loop.Counter));
        if (!isPossible)
            return null;

        bool isSingle = facts.Expressions.All(expression => expression.Type == ScalarType.Single)
            && reductions.All(reduction => reduction.Local.Type == ScalarType.Single);
        return new CoordinateLoop(
            CountUpwards(loop),
            isSingle ? ScalarType.Single : ScalarType.Double,
            dependence,
            reductions,
            uses,
            !facts.Uses.GroupBy(use => use.Array).Any(IsReadAndWritten),
            facts.Expressions.Count(expression => expression is Operation or FunctionCall) > 24
                || facts.Expressions.OfType<FunctionCall>().Any(call => IsCostlyFunction(call.Function))
                || inner.Count > 0
                || loop.Body.GetAll().OfType<SineCosine>().Any());
    }

    private static bool IsCostlyFunction(MathFunction function) =>
        function is not (MathFunction.Abs or MathFunction.Max or MathFunction.Min or MathFunction.Floor or MathFunction.Ceiling
            or MathFunction.Round or MathFunction.Truncate or MathFunction.Sign or MathFunction.Clamp);

    private static bool IsSideBySide(ArrayUse use, LoopCounter counter, List<LoopCounter> inner) =>
        CounterIndex.TrySplit(use.Index, counter, out int coefficient, out IntegerExpression rest)
        && coefficient == 1
        && (use.IsOwnOfIteration || !inner.Any(nested => CounterIndex.Contains(rest, nested)));

    /// <summary>Whether no iteration sees what another does with an array's elements.</summary>
    private static bool AreIndependent(List<ArrayUse> uses, LoopCounter counter) =>
        uses.All(use => use.Kind == ArrayUseKind.Read)
        || uses.All(use => use.Kind == ArrayUseKind.Accumulate)
        || (uses.Select(use => use.Index).Distinct().Count() == 1 && CounterIndex.Contains(uses[0].Index, counter));

    private static bool IsReadAndWritten(IEnumerable<ArrayUse> uses) =>
        uses.Select(use => use.Kind).Distinct().Count() > 1;

    /// <summary>The same iterations of a loop that counts down by one, from the last to the first; another loop as it is.</summary>
    public static Loop CountUpwards(Loop loop)
    {
        if (loop.Step > 0)
            return loop;
        IntegerConstant one = new(1);
        return loop with { Start = IntegerAlgebra.Add(loop.End, one), End = IntegerAlgebra.Add(loop.Start, one), Step = 1 };
    }
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// Makes up to three loops of one in which a value is handed from iteration to iteration (a product whose factors are needed on the way
/// back): one with what does not wait for that value and one with what only uses it, both of which can then be run with coordinates in
/// lanes, and between them a short one that goes on from iteration to iteration. What one hands on to another is stored, or computed again
/// where that is cheap.
/// </summary>
internal sealed class LoopDistribution
{
    // Below, a loop that does all at once is as fast.
    private const int FewestOperations = 8;

    private readonly CoordinateLoops loops;
    private readonly LocalNumbers numbers;
    private readonly List<WorkArray> arrays;

    private LoopDistribution(GradientProgram program, CoordinateLoops loops)
    {
        this.loops = loops;
        numbers = new LocalNumbers(program.Forward.Concat(program.Reverse));
        arrays = [.. program.Arrays];
    }

    /// <summary>The program with such loops at its top level distributed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="loops">Remembers its loops.</param>
    public static GradientProgram Distribute(GradientProgram program, CoordinateLoops loops)
    {
        LoopDistribution distribution = new(program, loops);
        EquatableArray<Statement> forward = distribution.Rewrite(program.Forward), reverse = distribution.Rewrite(program.Reverse);
        return distribution.arrays.Count == program.Arrays.Count && forward.Equals(program.Forward) && reverse.Equals(program.Reverse)
            ? program
            : ReverseCleaning.DropUnused(program with { Forward = forward, Reverse = reverse, Arrays = new([.. distribution.arrays]) });
    }

    private EquatableArray<Statement> Rewrite(EquatableArray<Statement> block) =>
        new([.. block.SelectMany(statement => statement is Loop loop ? TryDistribute(loop) ?? [loop] : [statement])]);

    private List<Statement>? TryDistribute(Loop loop)
    {
        if (Math.Abs(loop.Step) != 1
            || loop.Body.Any(statement => statement.GetBlocks().Any())
            || Reduction.FindCarried(loop) is not { Count: > 0 } carried)
        {
            return null;
        }

        LoopParts parts = new(loop, carried);
        if (!IsWorthwhile(loop, parts) || !AreIndependent(loop, parts))
            return null;
        DistributedLoop distributed = new(loop, parts, numbers, firstArray: arrays.Count == 0 ? 0 : arrays.Max(array => array.Id) + 1);
        if (!distributed.IsPossible || !distributed.Others.All(other => loops.Find(other) is not null))
            return null;
        arrays.AddRange(distributed.Arrays);
        return [.. distributed.Loops];
    }

    private static bool IsWorthwhile(Loop loop, LoopParts parts)
    {
        List<RealExpression> inTurn = [], others = [];
        foreach (Statement statement in loop.Body)
        {
            List<RealExpression> destination = parts.GetPart(statement) == LoopPart.InTurn ? inTurn : others;
            destination.AddRange(statement.GetExpressions().SelectMany(expression => expression.GetParts()));
        }

        bool hasCostly = others.Exists(Flattening.IsCostly)
            || loop.Body.Any(statement => statement is SineCosine && parts.GetPart(statement) != LoopPart.InTurn);
        return !inTurn.Exists(Flattening.IsCostly) && (hasCostly || others.Count(part => part is Operation) >= FewestOperations);
    }

    /// <summary>Whether no part sees what another does with an array's elements.</summary>
    private static bool AreIndependent(Loop loop, LoopParts parts)
    {
        List<(ArrayUse Use, LoopPart Part)> uses = [];
        foreach (Statement statement in loop.Body)
        {
            LoopPart part = parts.GetPart(statement);
            uses.AddRange(statement.GetExpressions().SelectMany(expression => expression.GetParts())
                .Select(expression => ArrayUse.FromRead(expression, isConditional: false)).OfType<ArrayUse>().Select(use => (use, part)));
            if (ArrayUse.FromWrite(statement, isConditional: false) is { } write)
                uses.Add((write, part));
        }

        return uses.GroupBy(pair => pair.Use.Array).All(same =>
            same.All(pair => pair.Use.Kind == ArrayUseKind.Read)
            || same.All(pair => pair.Use.Kind == ArrayUseKind.Accumulate)
            || same.All(pair => pair.Use.Kind == ArrayUseKind.Write) && same.Select(pair => pair.Part).Distinct().Count() == 1);
    }
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// Turns loops that add to several neighbours of the gradient into loops that add to one element, all that comes to it at once: what an
/// earlier iteration would have added is computed again. In lanes, each block would otherwise load a vector that lies across two which
/// have just been stored, and the processor waits until those are in the cache; that takes longer than cheap terms do.
/// </summary>
internal sealed class GradientGathering
{
    // Each part of the loop's body is computed once for every neighbour.
    private const int MaxReach = 4;

    private readonly CoordinateLoops loops;
    private readonly LocalNumbers numbers;
    private readonly Loop? only;
    private AssignedElements? assigned;

    private GradientGathering(GradientProgram program, CoordinateLoops loops)
    {
        this.loops = loops;
        List<Statement> statements = [.. program.Forward, .. program.Reverse];
        numbers = new LocalNumbers(statements);
        List<Statement> adding = statements.FindAll(
            static statement => new[] { statement }.GetAll().Any(inner => inner is GradientAccumulation));
        only = adding.Count == 1 ? adding[0] as Loop : null;
    }

    /// <summary>
    /// The program with such loops gathered. Where only one loop adds to the gradient, it then adds to each element once: it assigns it.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="loops">Remembers its loops.</param>
    public static GradientProgram Gather(GradientProgram program, CoordinateLoops loops)
    {
        GradientGathering gathering = new(program, loops);
        return program with
        {
            Forward = new FactoredSums(gathering.numbers, loops).Rewrite(gathering.Gather(program.Forward)),
            Reverse = gathering.Gather(program.Reverse),
            Assigned = gathering.assigned,
        };
    }

    private EquatableArray<Statement> Gather(EquatableArray<Statement> block) => new([.. block.SelectMany(statement => statement switch
    {
        Loop loop when loops.Find(loop) is { } inLanes => TryGather(inLanes, loop == only) ?? [loop],
        Loop loop => [loop with { Body = Gather(loop.Body) }],
        Branch branch => [branch with { Then = Gather(branch.Then), Else = Gather(branch.Else) }],
        _ => (IEnumerable<Statement>)[statement],
    })]);

    /// <summary>What stands for a loop; null where it stays as it is.</summary>
    /// <param name="lanes">The loop.</param>
    /// <param name="isOnly">Whether no other adds to the gradient.</param>
    private List<Statement>? TryGather(CoordinateLoop lanes, bool isOnly)
    {
        Loop loop = lanes.Loop;
        if (loop.Body.SelectMany(statement => statement.GetBlocks()).SelectMany(block => block.GetAll()).Any(IsPart)
            || GetParts(loop) is not { } parts)
        {
            return null;
        }

        bool isAssigned = isOnly
            && loop.Body.OfType<GradientAccumulation>().All(IsPart)
            && loop.Body.OfType<GradientAccumulation>().Select(sum => sum.Index).Distinct().Count() == loop.Body.Count(IsPart);
        if (parts.Count == 1)
            return isAssigned ? [Assign(loop, parts[0])] : null;
        if (lanes.IsCostly || lanes.Uses.Any(use => use.Kind != ArrayUseKind.Read && use.Array is not ArrayUse.Gradient))
            return null;

        int reach = parts.Max(part => part.Distance);
        List<Statement> statements = [];
        foreach (Part part in parts)
        {
            for (int turn = 0; turn < reach - part.Distance; turn++)
            {
                IntegerExpression counter = IntegerAlgebra.Add(loop.Start, turn);
                statements.Add(WriteTurn(loop, part, counter, new IntegerComparison(Relation.Less, counter, loop.End)));
            }
        }

        Loop gathered = loop with { Start = IntegerAlgebra.Add(loop.Start, reach), Body = WriteBody(loop, parts) };
        statements.Add(isAssigned ? Assign(gathered, parts[0]) : gathered);
        foreach (Part part in parts)
        {
            for (int turn = part.Distance; turn > 0; turn--)
            {
                // The first turns have been made before the loop.
                IntegerExpression counter = IntegerAlgebra.Add(loop.End, -turn);
                IntegerExpression first = IntegerAlgebra.Add(loop.Start, reach - part.Distance);
                statements.Add(WriteTurn(loop, part, counter, new IntegerComparison(Relation.GreaterOrEqual, counter, first)));
            }
        }

        return statements;

        bool IsPart(Statement statement) => statement is GradientAccumulation sum && CounterIndex.Contains(sum.Index, loop.Counter);
    }

    /// <summary>The loop with an assignment in place of its only addition to the gradient.</summary>
    private Loop Assign(Loop loop, Part part)
    {
        assigned = new AssignedElements(At(loop.Start), At(loop.End));
        return loop with
        {
            Body = new([.. loop.Body.Select(statement =>
                statement is GradientAccumulation sum ? new GradientAssignment(sum.Index, sum.Value) : statement)]),
        };

        IntegerExpression At(IntegerExpression counter)
        {
            CounterIndex.TrySplit(part.Place, loop.Counter, out _, out IntegerExpression rest);
            return IntegerAlgebra.Add(counter, rest);
        }
    }

    /// <summary>The elements that an iteration adds to; null where there is none, or they are not constantly near.</summary>
    private static List<Part>? GetParts(Loop loop)
    {
        List<IntegerExpression> places =
        [
            .. loop.Body.OfType<GradientAccumulation>().Select(sum => sum.Index)
                .Where(index => CounterIndex.Contains(index, loop.Counter)).Distinct(),
        ];
        int?[] distances = [.. places.Select(place => CounterIndex.GetConstant(IntegerAlgebra.Subtract(place, places[0])))];
        if (places.Count == 0 || distances.Contains(null) || distances.Max() - distances.Min() > MaxReach)
            return null;
        // That of the first element is the one that needs no other iteration.
        int first = distances.Min()!.Value;
        return [.. places.Select((place, i) => new Part(place, distances[i]!.Value - first)).OrderBy(part => part.Distance)];
    }

    /// <summary>One iteration's part, outside of the loop.</summary>
    private static Branch WriteTurn(Loop loop, Part part, IntegerExpression counter, Condition condition)
    {
        CounterReplacement replacement = new(loop.Counter, counter, static local => local);
        return new Branch(condition, new([.. Select(loop, part).Select(replacement.Apply)]), new([]));
    }

    private EquatableArray<Statement> WriteBody(Loop loop, List<Part> parts)
    {
        List<Statement> body = [];
        RealExpression? gathered = null;
        foreach (Part part in parts)
        {
            IntegerExpression counter = IntegerAlgebra.Add(new CounterValue(loop.Counter), -part.Distance);
            Dictionary<RealLocal, RealLocal> own = [];
            EquatableArray<Statement> selected = Select(loop, part);
            if (part.Distance > 0)
            {
                foreach (RealLocal local in selected.GetAll().SelectMany(GetDeclared))
                    own.Add(local, numbers.Create(local.Name + "Before", local.Type));
            }

            CounterReplacement replacement = new(
                loop.Counter, counter, local => own.TryGetValue(local, out RealLocal? other) ? other : local);
            foreach (Statement statement in selected.Select(replacement.Apply))
            {
                if (statement is GradientAccumulation sum && sum.Index.Equals(parts[0].Place))
                    gathered = gathered is null ? sum.Value : new Operation(Operator.Add, gathered, sum.Value);
                else
                    body.Add(statement);
            }
        }

        body.Add(new GradientAccumulation(parts[0].Place, gathered!));
        return new([.. body]);
    }

    /// <summary>What of a loop's body it takes for one part; what belongs to none goes with the first.</summary>
    private static EquatableArray<Statement> Select(Loop loop, Part part)
    {
        HashSet<int> own = [.. loop.Body.GetAll().SelectMany(GetDeclared).Select(local => local.Id)];
        IEnumerable<int> sums = loop.Body.GetAll().OfType<Assignment>()
            .Select(assignment => assignment.Local.Id).Where(id => !own.Contains(id));
        EquatableArray<Statement> selected = Keep(loop.Body, statement => statement switch
        {
            GradientAccumulation sum when CounterIndex.Contains(sum.Index, loop.Counter) => sum.Index.Equals(part.Place),
            GradientAccumulation => part.Distance == 0,
            ReverseOf => false,
            _ => true,
        });
        return UnusedCode.Drop(selected, part.Distance == 0 ? sums : []);
    }

    private static IEnumerable<RealLocal> GetDeclared(Statement statement) => statement switch
    {
        Declaration declaration => [declaration.Local],
        SineCosine pair => [pair.Sine, pair.Cosine],
        _ => [],
    };

    private static EquatableArray<Statement> Keep(EquatableArray<Statement> block, Func<Statement, bool> isKept) =>
        new([.. block.Where(isKept).Select(statement => statement is Branch branch
            ? branch with { Then = Keep(branch.Then, isKept), Else = Keep(branch.Else, isKept) }
            : statement)]);

    /// <summary>An element of the gradient that an iteration adds to.</summary>
    /// <param name="Place">Its index.</param>
    /// <param name="Distance">How far behind the first of them it lies.</param>
    private sealed record Part(IntegerExpression Place, int Distance);
}

using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>The loops that stand for one whose statements are divided into parts, and what they hand on to each other.</summary>
internal sealed class DistributedLoop
{
    private readonly Loop loop;
    private readonly LoopParts parts;
    private readonly LocalNumbers numbers;
    private readonly LoopNest nest;
    private readonly int firstArray;
    private readonly List<WorkArray> arrays = [];

    private readonly Dictionary<LoopPart, List<Statement>> bodies = new()
    {
        [LoopPart.Before] = [],
        [LoopPart.InTurn] = [],
        [LoopPart.After] = [],
    };

    /// <summary>Numbers of the locals of the first part that a later one has already.</summary>
    private readonly Dictionary<LoopPart, HashSet<int>> provided = new() { [LoopPart.InTurn] = [], [LoopPart.After] = [] };

    /// <summary>The locals of the last part that hold what locals hold at this place of the part in turn.</summary>
    private readonly Dictionary<int, RealLocal> snapshots = [];

    /// <param name="loop">The loop; its body has no blocks.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="numbers">Makes locals.</param>
    /// <param name="firstArray">Number of the first array that is made.</param>
    public DistributedLoop(Loop loop, LoopParts parts, LocalNumbers numbers, int firstArray)
    {
        (this.loop, this.parts, this.numbers, this.firstArray) = (loop, parts, numbers, firstArray);
        nest = LoopNest.None.Enter(CoordinateLoop.CountUpwards(loop));
        Dictionary<LoopPart, ReverseOf> remarks = [];
        foreach (Statement statement in loop.Body)
        {
            if (statement is ReverseOf remark)
            {
                foreach (LoopPart part in bodies.Keys)
                    remarks[part] = remark;
            }
            else
            {
                Write(statement, remarks);
            }
        }
    }

    /// <summary>Whether all that one loop hands on to another stays as it is meanwhile.</summary>
    public bool IsPossible { get; private set; } = true;

    /// <summary>The arrays that hold what is handed on.</summary>
    public IReadOnlyList<WorkArray> Arrays => arrays;

    /// <summary>The loops with something to do, in order.</summary>
    public IEnumerable<Loop> Loops => bodies.Keys.Select(TryGetLoop).OfType<Loop>();

    /// <summary>Those of them whose iterations do not wait for each other.</summary>
    public IEnumerable<Loop> Others => new[] { LoopPart.Before, LoopPart.After }.Select(TryGetLoop).OfType<Loop>();

    private Loop? TryGetLoop(LoopPart part)
    {
        List<Statement> statements = bodies[part];
        HashSet<int> own = [.. statements.Where(static statement => statement is not Assignment).SelectMany(LoopParts.GetDefined)
            .Select(static local => local.Id)];
        IEnumerable<int> outer = statements.OfType<Assignment>().Select(static assignment => assignment.Local.Id)
            .Where(id => !own.Contains(id));
        EquatableArray<Statement> body = UnusedCode.Drop(new([.. statements]), outer);
        return body.All(static statement => statement is ReverseOf) ? null : loop with { Body = body };
    }

    private void Write(Statement statement, Dictionary<LoopPart, ReverseOf> remarks)
    {
        LoopPart part = parts.GetPart(statement);
        Dictionary<int, RealLocal> renamed = [];
        foreach (RealLocal local in LoopParts.GetReads(statement).Distinct())
        {
            LoopPart? source = parts.GetPart(local);
            if (source == LoopPart.Before && part != LoopPart.Before)
                Provide(local, part);
            else if (source == LoopPart.InTurn && part == LoopPart.After)
                renamed.Add(local.Id, TakeSnapshot(local));
        }

        if (remarks.TryGetValue(part, out ReverseOf? remark))
        {
            bodies[part].Add(remark);
            remarks.Remove(part);
        }

        bodies[part].Add(statement.Rewrite(Rename, static block => [.. block]));
        if (part == LoopPart.InTurn)
        {
            foreach (RealLocal local in LoopParts.GetDefined(statement))
                snapshots.Remove(local.Id);
        }

        RealExpression Rename(RealExpression expression) => expression.Rewrite(read =>
            read is LocalValue value && renamed.TryGetValue(value.Local.Id, out RealLocal? other) ? new LocalValue(other) : null);
    }

    /// <summary>
    /// Gives a later part what the first one computes: computed again, loaded from where it is stored anyway, or stored for it.
    /// </summary>
    private void Provide(RealLocal local, LoopPart part)
    {
        if (parts.GetPart(local) is null || !provided[part].Add(local.Id))
            return;
        switch (parts.GetDefinition(local))
        {
            case Declaration { Value: { } value } definition when !Flattening.IsCostly(value):
                foreach (RealLocal read in LoopParts.GetReads(definition).Distinct())
                    Provide(read, part);
                bodies[part].Add(definition);
                break;
            case Declaration { Value: not null } or SineCosine:
                bodies[part].Add(new Declaration(local, FindStored(local) ?? Store(local, LoopPart.Before)));
                break;
            default:
                IsPossible = false;
                break;
        }
    }

    /// <summary>The local that holds, in the last part, what a local now holds in the one before.</summary>
    private RealLocal TakeSnapshot(RealLocal local)
    {
        if (!snapshots.TryGetValue(local.Id, out RealLocal? snapshot))
        {
            snapshot = numbers.Create(local.Name + "There", local.Type);
            bodies[LoopPart.After].Add(new Declaration(snapshot, Store(local, LoopPart.InTurn)));
            snapshots.Add(local.Id, snapshot);
        }

        return snapshot;
    }

    private WorkElement Store(RealLocal local, LoopPart part)
    {
        string name = "stored" + char.ToUpperInvariant(local.Name[0]) + local.Name.Substring(1);
        WorkArray array = new(firstArray + arrays.Count, name, local.Type, nest.Count, StartsAtZero: false);
        arrays.Add(array);
        bodies[part].Add(new WorkAssignment(array, nest.Iteration, new LocalValue(local)));
        return new WorkElement(array, nest.Iteration);
    }

    /// <summary>The element in which the loop stores a local in any case; null where it does not.</summary>
    private WorkElement? FindStored(RealLocal local) => loop.Body.OfType<WorkAssignment>()
        .Where(store => store.Value.IsValueOf(local))
        .Select(static store => new WorkElement(store.Array, store.Index))
        .FirstOrDefault();
}

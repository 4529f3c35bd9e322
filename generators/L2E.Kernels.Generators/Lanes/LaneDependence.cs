using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>Which values differ between lanes.</summary>
internal sealed class LaneDependence
{
    private readonly LoopCounter? counter;
    private readonly HashSet<int> locals = [];

    /// <param name="statements">The code.</param>
    /// <param name="counter">The counter that differs between lanes; null where lanes are candidates.</param>
    /// <param name="carried">Numbers of locals that have a value for every lane from outside.</param>
    public LaneDependence(IEnumerable<Statement> statements, LoopCounter? counter, IEnumerable<int> carried)
    {
        this.counter = counter;
        locals.UnionWith(carried);
        List<Statement> all = [.. statements];
        int before;
        do
        {
            before = locals.Count;
            Spread(all, isMasked: false);
        }
        while (locals.Count != before);
    }

    /// <summary>Numbers of the locals that have a value for every lane.</summary>
    public ISet<int> Locals => locals;

    public bool IsLanes(RealExpression expression) => expression.HasPart(IsLaneLeaf);

    public bool IsLanes(Condition condition) => condition.HasPart(IsLaneLeaf) || HasLaneInteger(condition);

    private bool IsLaneLeaf(RealExpression part) => part switch
    {
        LocalValue value => locals.Contains(value.Local.Id),
        InputElement element => counter is null || CounterIndex.Contains(element.Index, counter),
        ScratchElement element => counter is null || CounterIndex.Contains(element.Index, counter),
        WorkElement element => counter is null || CounterIndex.Contains(element.Index, counter),
        DataElement element => counter is not null && CounterIndex.Contains(element.Index, counter),
        IntegerValue integer => counter is not null && CounterIndex.Contains(integer.Value, counter),
        Choice choice => HasLaneInteger(choice.Condition),
        _ => false,
    };

    private bool HasLaneInteger(Condition condition) => condition switch
    {
        IntegerComparison comparison => counter is not null
            && (CounterIndex.Contains(comparison.Left, counter) || CounterIndex.Contains(comparison.Right, counter)),
        Conjunction both => HasLaneInteger(both.Left) || HasLaneInteger(both.Right),
        Disjunction either => HasLaneInteger(either.Left) || HasLaneInteger(either.Right),
        Complement complement => HasLaneInteger(complement.Operand),
        _ => false,
    };

    private void Spread(IEnumerable<Statement> statements, bool isMasked)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Declaration { Value: { } value } declaration when IsLanes(value):
                    locals.Add(declaration.Local.Id);
                    break;
                case Assignment assignment when isMasked || IsLanes(assignment.Value):
                    locals.Add(assignment.Local.Id);
                    break;
                case SineCosine pair when IsLanes(pair.Argument):
                    locals.Add(pair.Sine.Id);
                    locals.Add(pair.Cosine.Id);
                    break;
                case Loop loop:
                    Spread(loop.Body, isMasked);
                    break;
                case Branch branch:
                    bool masks = isMasked || IsLanes(branch.Condition);
                    Spread(branch.Then, masks);
                    Spread(branch.Else, masks);
                    break;
            }
        }
    }
}

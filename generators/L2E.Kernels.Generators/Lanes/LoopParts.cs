using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// The statements of a loop's body by what they wait for: what an iteration hands on to the next one (a product so far, say) has to be
/// computed in turn; what it is computed from can be there for all iterations before, and what it is used for can wait until after.
/// </summary>
internal sealed class LoopParts
{
    private readonly Dictionary<int, List<Statement>> definitions = [];
    private readonly HashSet<int> following = [], leading = [], carried;

    /// <param name="loop">A loop whose body has no blocks.</param>
    /// <param name="carried">Numbers of the locals that an iteration hands on to the next one.</param>
    public LoopParts(Loop loop, HashSet<int> carried)
    {
        this.carried = carried;
        foreach (Statement statement in loop.Body)
        {
            foreach (RealLocal local in GetDefined(statement))
            {
                if (!definitions.TryGetValue(local.Id, out List<Statement>? statements))
                    definitions.Add(local.Id, statements = []);
                statements.Add(statement);
            }
        }

        following.UnionWith(carried);
        leading.UnionWith(carried);
        for (int before = -1; before != following.Count + leading.Count;)
        {
            before = following.Count + leading.Count;
            foreach (Statement statement in loop.Body)
            {
                IEnumerable<int> defined = GetDefined(statement).Select(local => local.Id);
                if (GetReads(statement).Concat(GetDefined(statement)).Any(local => following.Contains(local.Id)))
                    following.UnionWith(defined);
                if (defined.Any(leading.Contains))
                    leading.UnionWith(GetReads(statement).Select(local => local.Id));
            }
        }
    }

    /// <summary>The locals that a statement declares or assigns.</summary>
    public static IEnumerable<RealLocal> GetDefined(Statement statement) => statement switch
    {
        Declaration declaration => [declaration.Local],
        Assignment assignment => [assignment.Local],
        SineCosine pair => [pair.Sine, pair.Cosine],
        _ => [],
    };

    /// <summary>The locals that a statement reads.</summary>
    public static IEnumerable<RealLocal> GetReads(Statement statement) =>
        statement.GetExpressions().SelectMany(expression => expression.GetParts()).OfType<LocalValue>().Select(value => value.Local);

    public LoopPart GetPart(Statement statement)
    {
        IEnumerable<RealLocal> defined = GetDefined(statement);
        bool storesSuch = statement is WorkAssignment { Value: LocalValue stored } && IsInTurn(stored.Local.Id);
        if (storesSuch || defined.Any(local => IsInTurn(local.Id)))
            return LoopPart.InTurn;
        return GetReads(statement).Concat(defined).Any(local => following.Contains(local.Id)) ? LoopPart.After : LoopPart.Before;
    }

    /// <summary>The part that gives a local its value; null where the loop does not.</summary>
    public LoopPart? GetPart(RealLocal local) => definitions.TryGetValue(local.Id, out List<Statement>? statements)
        ? GetPart(statements[0])
        : null;

    /// <summary>The only statement that gives a local its value; null where there are several.</summary>
    public Statement? GetDefinition(RealLocal local) => definitions[local.Id] is [{ } only] ? only : null;

    private bool IsInTurn(int local) => carried.Contains(local) || following.Contains(local) && leading.Contains(local);
}

/// <summary>When a statement of a loop's body can be run.</summary>
internal enum LoopPart
{
    /// <summary>For all iterations, before what has to be computed in turn.</summary>
    Before,

    /// <summary>After the iteration before.</summary>
    InTurn,

    /// <summary>For all iterations, when that is done.</summary>
    After,
}

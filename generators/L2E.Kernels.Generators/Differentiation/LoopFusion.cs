using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// Joins a loop of the forward pass and its reverse into one, where all that the reverse needs is there when the forward loop begins:
/// what follows a sum of terms is often linear, so that the adjoint of each term is known beforehand. Then the values of an iteration are
/// used where they are, and nothing of it is stored.
/// </summary>
internal static class LoopFusion
{
    /// <summary>Joins what can be joined in a block and, inside of that, in its blocks.</summary>
    /// <param name="forward">Statements of the block on the way forth.</param>
    /// <param name="reverse">Its statements on the way back, which follow at once.</param>
    public static (List<Statement> Forward, List<Statement> Reverse) Fuse(
        IReadOnlyList<Statement> forward, IReadOnlyList<Statement> reverse)
    {
        List<Statement> forth = [.. forward], back = [.. reverse];
        for (int i = 0; i < forth.Count; i++)
        {
            if (forth[i] is not Loop loop)
                continue;
            int place = back.FindIndex(statement =>
                statement is Loop other && other.Counter == loop.Counter && other.Step == loop.Step);
            if (place < 0 || FindEarly(forth, i, back, place) is not { } early)
                continue;

            Loop reverseLoop = (Loop)back[place];
            HashSet<RealLocal> known = [.. loop.Body.SelectMany(GetDeclared)];
            IEnumerable<Statement> reverseBody = reverseLoop.Body.Where(statement => !GetDeclared(statement).Any(known.Contains));
            (List<Statement> bodyForth, List<Statement> bodyBack) = Fuse([.. loop.Body], [.. reverseBody]);
            forth[i] = loop with { Body = new([.. bodyForth, .. bodyBack]) };
            forth.InsertRange(i, early);
            i += early.Count;
            back.RemoveAt(place);
            back.RemoveAll(early.Contains);
        }

        return (forth, back);
    }

    /// <summary>
    /// The declarations of the way back that have to stand before the forward loop for its reverse to join it; null where it cannot.
    /// </summary>
    private static List<Declaration>? FindEarly(List<Statement> forth, int index, List<Statement> back, int place)
    {
        List<Statement> body = [.. ((Loop)back[place]).Body.GetAll()];
        HashSet<RealLocal> own = [.. body.SelectMany(GetDeclared)];
        if (body.Exists(statement => IsShared(statement, own)))
            return null;

        List<Statement> after = [.. forth.Skip(index).GetAll()];
        HashSet<RealLocal> late = [.. after.SelectMany(GetDeclared), .. after.OfType<Assignment>().Select(assignment => assignment.Local)];
        HashSet<RealLocal> assigned = [.. back.GetAll().OfType<Assignment>().Select(assignment => assignment.Local)];
        List<Declaration> movable = [];
        foreach (Statement statement in back)
        {
            if (statement is Declaration { Value: { } value } declaration && !assigned.Contains(declaration.Local) && IsEarly(value))
                movable.Add(declaration);
            else
                late.UnionWith(GetDeclared(statement));
        }

        HashSet<RealLocal> inLoop = [.. ((Loop)forth[index]).Body.SelectMany(GetDeclared)];
        IEnumerable<RealLocal> reads = GetReads(body.SelectMany(statement => statement.GetExpressions()));
        if (reads.Any(local => late.Contains(local) && !own.Contains(local) && !inLoop.Contains(local)))
            return null;
        return GetNeeded(movable, reads);

        bool IsEarly(RealExpression value) =>
            !GetReads([value]).Any(late.Contains) && !value.HasPart(part => part is WorkElement or ScratchElement);
    }

    /// <summary>Whether a statement changes anything outside of its iteration but the gradient, or asks what others have changed.</summary>
    private static bool IsShared(Statement statement, HashSet<RealLocal> own) => statement switch
    {
        Assignment assignment => !own.Contains(assignment.Local),
        WorkAssignment or WorkAccumulation => true,
        _ => statement.GetExpressions().SelectMany(expression => expression.GetParts())
            .Any(part => part is WorkElement { Array.StartsAtZero: true }),
    };

    /// <summary>Those of the declarations that are read, or that one of these reads.</summary>
    private static List<Declaration> GetNeeded(List<Declaration> declarations, IEnumerable<RealLocal> reads)
    {
        HashSet<RealLocal> needed = [.. reads];
        foreach (Declaration declaration in Enumerable.Reverse(declarations))
        {
            if (needed.Contains(declaration.Local))
                needed.UnionWith(GetReads([declaration.Value!]));
        }

        return declarations.FindAll(declaration => needed.Contains(declaration.Local));
    }

    private static IEnumerable<RealLocal> GetDeclared(Statement statement) => statement switch
    {
        Declaration declaration => [declaration.Local],
        SineCosine pair => [pair.Sine, pair.Cosine],
        _ => [],
    };

    private static IEnumerable<RealLocal> GetReads(IEnumerable<RealExpression> expressions) =>
        expressions.SelectMany(expression => expression.GetParts()).OfType<LocalValue>().Select(value => value.Local);
}

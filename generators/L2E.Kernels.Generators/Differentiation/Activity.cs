using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// Which values have a derivative that matters: they depend on the point, and the objective's value depends on them, both through
/// operations whose derivative is not 0 everywhere.
/// </summary>
internal sealed class Activity
{
    private readonly HashSet<int> activeLocals;

    public Activity(ObjectiveProgram program)
    {
        List<(int? Target, RealExpression Value)> flows = [.. program.Body.GetAll().SelectMany(GetFlow)];

        // Target null is the scratch, as a whole: element by element would need to compare indices.
        HashSet<int> varied = [];
        bool scratchVaries = false;
        for (int before = -1; before != varied.Count + (scratchVaries ? 1 : 0);)
        {
            before = varied.Count + (scratchVaries ? 1 : 0);
            foreach ((int? target, RealExpression value) in flows)
            {
                if (!HasLeaf(value, IsVaried))
                    continue;
                if (target is { } local)
                    varied.Add(local);
                else
                    scratchVaries = true;
            }
        }

        HashSet<int> useful = [];
        bool scratchIsUseful = false;
        AddUseful(program.Result);
        for (int before = -1; before != useful.Count + (scratchIsUseful ? 1 : 0);)
        {
            before = useful.Count + (scratchIsUseful ? 1 : 0);
            foreach ((int? target, RealExpression value) in flows)
            {
                if (target is { } local ? useful.Contains(local) : scratchIsUseful)
                    AddUseful(value);
            }
        }

        useful.IntersectWith(varied);
        activeLocals = useful;
        ScratchIsActive = scratchVaries && scratchIsUseful;

        bool IsVaried(RealExpression leaf) => leaf switch
        {
            InputElement => true,
            ScratchElement => scratchVaries,
            LocalValue value => varied.Contains(value.Local.Id),
            _ => false,
        };

        void AddUseful(RealExpression value)
        {
            HasLeaf(value, leaf =>
            {
                if (leaf is LocalValue read)
                    useful.Add(read.Local.Id);
                scratchIsUseful |= leaf is ScratchElement;
                return false;
            });
        }
    }

    /// <summary>Whether elements of the scratch have an adjoint.</summary>
    public bool ScratchIsActive { get; }

    public bool IsActive(RealLocal local) => activeLocals.Contains(local.Id);

    public bool IsActive(RealExpression expression) => expression switch
    {
        InputElement => true,
        ScratchElement => ScratchIsActive,
        LocalValue value => IsActive(value.Local),
        FunctionCall call when IsStep(call.Function) => false,
        _ => expression.GetOperands().Any(IsActive),
    };

    /// <summary>Whether the derivative is 0 wherever there is one.</summary>
    public static bool IsStep(MathFunction function) => function
        is MathFunction.Floor or MathFunction.Ceiling or MathFunction.Round or MathFunction.Truncate or MathFunction.Sign;

    private static IEnumerable<(int? Target, RealExpression Value)> GetFlow(Statement statement) => statement switch
    {
        Declaration { Value: { } value } declaration => [(declaration.Local.Id, value)],
        Assignment assignment => [(assignment.Local.Id, assignment.Value)],
        ScratchAssignment store => [(null, store.Value)],
        _ => [],
    };

    /// <summary>Whether one of the leaves that an expression has a derivative by is such.</summary>
    private static bool HasLeaf(RealExpression expression, Func<RealExpression, bool> predicate) => expression switch
    {
        InputElement or ScratchElement or LocalValue => predicate(expression),
        FunctionCall call when IsStep(call.Function) => false,
        _ => expression.GetOperands().Any(operand => HasLeaf(operand, predicate)),
    };
}

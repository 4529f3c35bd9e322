using System.Collections.Immutable;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// The forward pass: knows each value that comes about in a flattened program, and gives those that the way back asks for. A value of the
/// top level is still there; one that is cheap to compute from what is there is computed anew; any other is stored, once for each
/// iteration of the loops around it.
/// </summary>
internal sealed class ForwardPass
{
    private readonly LocalNumbers numbers;
    private readonly HashSet<int> assigned;
    private readonly Dictionary<int, RecordedValue> values = [];
    private readonly Dictionary<int, RecordedValue> lastVersions = [];
    private readonly Dictionary<RecordedValue, HashSet<RecordedValue>> stored = [];
    private readonly List<WorkArray> arrays = [];
    private int place;
    private int lastStore = -1;

    public ForwardPass(ObjectiveProgram program, LocalNumbers numbers)
    {
        this.numbers = numbers;
        ElementType = program.ElementType;
        assigned = [.. program.Body.GetAll().OfType<Assignment>().Select(assignment => assignment.Local.Id)];
        Root = new Scope(null, LoopNest.None, 0);
        FinalVersions = Walk(program.Body, Root, ImmutableDictionary<int, RecordedValue>.Empty);
    }

    public Scope Root { get; }

    /// <summary>Type of coordinates and scratch elements.</summary>
    public ScalarType ElementType { get; }

    /// <summary>What the locals that are assigned hold at the end.</summary>
    public ImmutableDictionary<int, RecordedValue> FinalVersions { get; }

    public IReadOnlyList<WorkArray> Arrays => arrays;

    /// <summary>Whether the local is assigned, so that it holds several values.</summary>
    public bool IsAssigned(RealLocal local) => assigned.Contains(local.Id);

    /// <summary>The block in which a local is declared.</summary>
    public Scope GetHome(RealLocal local) => values[local.Id].Home;

    /// <summary>Makes an array of the workspace.</summary>
    public WorkArray CreateArray(string name, ScalarType type, IntegerExpression length, bool startsAtZero)
    {
        WorkArray array = new(arrays.Count, name, type, length, startsAtZero);
        arrays.Add(array);
        return array;
    }

    /// <summary>The expression as the way back can evaluate it, with the value that it had before a step.</summary>
    public RealExpression Recall(RealExpression expression, ImmutableDictionary<int, RecordedValue> versions) =>
        expression.Rewrite(part => part is LocalValue read ? Recall(GetValue(read.Local, versions)) : null);

    /// <summary>The condition as the way back can evaluate it, with the value that it had before a step.</summary>
    public Condition Recall(Condition condition, ImmutableDictionary<int, RecordedValue> versions) =>
        condition.Rewrite(part => part is LocalValue read ? Recall(GetValue(read.Local, versions)) : null);

    /// <summary>The cosine of a declared sine's argument, or the sine of a declared cosine's: the forward pass has them together.</summary>
    public RealExpression RecallCompanion(RealLocal local, FunctionCall call)
    {
        RecordedValue value = values[local.Id];
        MathFunction function = call.Function == MathFunction.Sin ? MathFunction.Cos : MathFunction.Sin;
        FunctionCall companion = call with { Function = function };
        RecordedValue? known = value.Home.Steps
            .Where(step => step.Statement is Declaration declaration && companion.Equals(declaration.Value))
            .Select(step => values[((Declaration)step.Statement).Local.Id])
            .FirstOrDefault(other => IsSameArgument(call, value.Step!.Versions, other.Step!.Versions));
        if (known is null)
        {
            RealLocal partner = numbers.Create(function == MathFunction.Cos ? "cosine" : "sine", call.Type);
            value.Step!.Companion = partner;
            known = new RecordedValue(partner, value.Home, value.Store) { Definition = companion, Step = value.Step, Place = value.Place };
            values.Add(partner.Id, known);
        }

        return Recall(known);
    }

    /// <summary>The statements of the forward pass, with everything stored that was asked for.</summary>
    public List<Statement> Assemble() => Assemble(Root);

    private static List<Statement> Assemble(Scope scope)
    {
        List<Statement> statements = [.. scope.AtStart];
        HashSet<RealLocal> paired = [];
        foreach (Step step in scope.Steps)
        {
            switch (step.Statement)
            {
                case Loop loop:
                    statements.Add(loop with { Body = new([.. Assemble(step.Inner[0])]) });
                    break;
                case Branch branch:
                    statements.Add(new Branch(
                        branch.Condition, new([.. Assemble(step.Inner[0])]), new([.. Assemble(step.Inner[1])])));
                    break;
                case Declaration { Value: FunctionCall { Function: MathFunction.Sin or MathFunction.Cos } call } declaration:
                    if (paired.Contains(declaration.Local))
                        break;
                    RealLocal? partner = step.Companion ?? FindPartner(scope, step, call);
                    if (partner is null)
                    {
                        statements.Add(declaration);
                        break;
                    }

                    paired.Add(partner);
                    statements.Add(call.Function == MathFunction.Sin
                        ? new SineCosine(declaration.Local, partner, call.Arguments[0])
                        : new SineCosine(partner, declaration.Local, call.Arguments[0]));
                    break;
                default:
                    statements.Add(step.Statement);
                    break;
            }

            statements.AddRange(step.After);
        }

        return statements;
    }

    /// <summary>The local that a later statement of the block declares as the cosine of a sine's argument, or the reverse.</summary>
    private static RealLocal? FindPartner(Scope scope, Step step, FunctionCall call)
    {
        FunctionCall companion = call with { Function = call.Function == MathFunction.Sin ? MathFunction.Cos : MathFunction.Sin };
        return scope.Steps
            .SkipWhile(other => other != step)
            .Where(other => other.Statement is Declaration declaration
                && companion.Equals(declaration.Value)
                && IsSameArgument(call, step.Versions, other.Versions))
            .Select(other => ((Declaration)other.Statement).Local)
            .FirstOrDefault();
    }

    /// <summary>Whether all that an expression reads holds the same at two steps.</summary>
    private static bool IsSameArgument(
        RealExpression expression, ImmutableDictionary<int, RecordedValue> one, ImmutableDictionary<int, RecordedValue> other) =>
        expression.GetParts().All(part => part switch
        {
            LocalValue read => !one.TryGetValue(read.Local.Id, out RecordedValue? version)
                || other.TryGetValue(read.Local.Id, out RecordedValue? otherVersion) && otherVersion == version,
            ScratchElement => false,
            _ => true,
        });

    private ImmutableDictionary<int, RecordedValue> Walk(
        EquatableArray<Statement> statements, Scope scope, ImmutableDictionary<int, RecordedValue> versions)
    {
        foreach (Statement statement in statements)
        {
            Step step = new(statement, versions);
            int start = place++;
            scope.Steps.Add(step);
            switch (statement)
            {
                case Declaration declaration:
                    versions = Record(declaration.Local, declaration.Value, declared: true);
                    break;
                case Assignment assignment:
                    versions = Record(assignment.Local, assignment.Value, declared: false);
                    break;
                case ScratchAssignment:
                    lastStore = start;
                    break;
                case Loop loop:
                    int outermostStart = scope.Nest.Outermost is null ? start : scope.OutermostStart;
                    Scope body = new(scope, scope.Nest.Enter(loop), outermostStart);
                    step.Inner = [body];
                    Walk(loop.Body, body, Renew(loop, body, body.AtStart));
                    versions = Renew(loop, scope, step.After);
                    break;
                case Branch branch:
                    step.Inner = [new(scope, scope.Nest, scope.OutermostStart), new(scope, scope.Nest, scope.OutermostStart)];
                    Walk(branch.Then, step.Inner[0], versions);
                    Walk(branch.Else, step.Inner[1], versions);
                    versions = Renew(branch, scope, step.After);
                    break;
            }

            ImmutableDictionary<int, RecordedValue> Record(RealLocal local, RealExpression? definition, bool declared)
            {
                RecordedValue value = new(local, scope, step.After) { Definition = definition, Step = step, Place = start };
                if (declared)
                    values.Add(local.Id, value);
                if (!IsAssigned(local))
                    return versions;
                lastVersions[local.Id] = value;
                return versions.SetItem(local.Id, value);
            }
        }

        return versions;

        // The locals of around that are assigned inside of a statement hold something else from a place on.
        ImmutableDictionary<int, RecordedValue> Renew(Statement statement, Scope home, List<Statement> store)
        {
            ImmutableDictionary<int, RecordedValue> renewed = versions;
            foreach (RealLocal local in GetAssigned(statement).Where(local => versions.ContainsKey(local.Id)))
            {
                RecordedValue version = new(local, home, store);
                lastVersions[local.Id] = version;
                renewed = renewed.SetItem(local.Id, version);
            }

            return renewed;
        }
    }

    /// <summary>The locals that are assigned inside of a statement, each once.</summary>
    public static IEnumerable<RealLocal> GetAssigned(Statement statement) =>
        statement.GetBlocks().SelectMany(block => block.GetAll()).OfType<Assignment>().Select(assignment => assignment.Local).Distinct();

    private RecordedValue GetValue(RealLocal local, ImmutableDictionary<int, RecordedValue> versions) =>
        versions.TryGetValue(local.Id, out RecordedValue? version) ? version : values[local.Id];

    private LocalValue Recall(RecordedValue value)
    {
        if (value.Recalled is null)
        {
            bool isOnly = !IsAssigned(value.Source);
            bool isStill = isOnly || lastVersions[value.Source.Id] == value;
            if (value.Home.IsRoot && isStill)
            {
                value.Recalled = value.Source;
            }
            else
            {
                value.Recalled = isOnly ? value.Source : numbers.Create(value.Source.Name + "Before", value.Source.Type);
                Provide(value, value.Recalled);
            }
        }

        return new LocalValue(value.Recalled);
    }

    private void Provide(RecordedValue value, RealLocal local)
    {
        if (value.Home.IsRoot)
        {
            value.Store.Add(new Declaration(local, new LocalValue(value.Source)));
            return;
        }

        if (!GetStored(value).Contains(value))
        {
            RealExpression definition = Recall(value.Definition!, value.Step!.Versions);
            value.Home.Recalled.Add(new Declaration(local, definition));
            return;
        }

        string name = "stored" + char.ToUpperInvariant(local.Name[0]) + local.Name.Substring(1);
        WorkArray array = CreateArray(name, local.Type, value.Home.Nest.Count, startsAtZero: false);
        value.Store.Add(new WorkAssignment(array, value.Home.Nest.Iteration, new LocalValue(value.Source)));
        value.Home.Recalled.Add(new Declaration(local, new WorkElement(array, value.Home.Nest.Iteration)));
    }

    /// <summary>
    /// What must be stored for a value to be had on the way back: nothing, one value that it can be computed from, or itself.
    /// </summary>
    private HashSet<RecordedValue> GetStored(RecordedValue value)
    {
        if (stored.TryGetValue(value, out HashSet<RecordedValue>? result))
            return result;
        if (value.Home.IsRoot)
        {
            result = [];
        }
        else if (value.Definition is null || Flattening.IsCostly(value.Definition) || !IsStable(value))
        {
            result = [value];
        }
        else
        {
            result = [.. value.Definition.GetParts().OfType<LocalValue>()
                .SelectMany(read => GetStored(GetValue(read.Local, value.Step!.Versions)))];
            // Rather one array than two.
            if (result.Count > 1)
                result = [value];
        }

        stored.Add(value, result);
        return result;
    }

    /// <summary>Whether no scratch element that the definition reads can have been overwritten when the way back begins.</summary>
    private bool IsStable(RecordedValue value) =>
        lastStore < (value.Home.Nest.Outermost is null ? value.Place : value.Home.OutermostStart)
        || !value.Definition!.HasPart(part => part is ScratchElement);
}

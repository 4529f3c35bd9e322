using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// Takes expressions apart: each coordinate and each scratch element that is read, and each function that is costly or whose value is a
/// part of its derivative, gets a local. What is read or computed twice in one block is then read or computed once, and its adjoint is
/// collected in one place.
/// </summary>
/// <remarks>
/// A choice becomes a branch, so that the derivative of the other alternative is never multiplied by 0 (which would make NaN of an
/// infinite one), unless both alternatives are so simple that there is none. Expressions without a derivative stay as they are.
/// </remarks>
internal sealed class Flattening
{
    private readonly Activity activity;
    private readonly LocalNumbers numbers;
    private readonly HashSet<int> assigned;
    private Block block = new(null);

    private Flattening(Activity activity, LocalNumbers numbers, HashSet<int> assigned) =>
        (this.activity, this.numbers, this.assigned) = (activity, numbers, assigned);

    /// <summary>Flattens a whole program, whose straight code assigns no local twice.</summary>
    public static ObjectiveProgram Flatten(ObjectiveProgram program, LocalNumbers numbers)
    {
        HashSet<int> assigned = [.. program.Body.GetAll().OfType<Assignment>().Select(assignment => assignment.Local.Id)];
        Flattening flattening = new(new Activity(program), numbers, assigned);
        foreach (Statement statement in program.Body)
            flattening.Add(statement);
        RealExpression result = flattening.Flatten(program.Result);
        return program with { Body = flattening.block.ToArray(), Result = result };
    }

    /// <summary>Whether a function takes much longer than arithmetic.</summary>
    public static bool IsCostly(MathFunction function) =>
        !Activity.IsStep(function)
        && function is not (MathFunction.Abs or MathFunction.Max or MathFunction.Min or MathFunction.Clamp);

    /// <summary>Whether an expression calls such a function.</summary>
    public static bool IsCostly(RealExpression expression) =>
        expression.HasPart(part => part is FunctionCall call && IsCostly(call.Function));

    private void Add(Statement statement)
    {
        switch (statement)
        {
            case Declaration { Value: { } value } declaration:
                AddDeclaration(declaration.Local, value);
                break;
            case Assignment assignment:
                block.Statements.Add(new Assignment(assignment.Local, Flatten(assignment.Value)));
                break;
            case ScratchAssignment store:
                AddStore(store);
                break;
            case Loop loop:
                ForgetStores(loop);
                block.Statements.Add(loop with { Body = AddInner(loop.Body) });
                ForgetStores(loop);
                break;
            case Branch branch:
                Condition condition = NameCondition(branch.Condition);
                Branch flat = new(condition, AddInner(branch.Then), AddInner(branch.Else));
                block.Statements.Add(flat);
                ForgetStores(branch);
                break;
            default:
                block.Statements.Add(statement);
                break;
        }
    }

    private void AddDeclaration(RealLocal local, RealExpression value)
    {
        if (!activity.IsActive(value))
        {
            block.Statements.Add(new Declaration(local, value));
        }
        else if (value is Choice choice && !IsSimple(choice))
        {
            AddChoice(local, choice);
        }
        else
        {
            // A local that nothing assigns can stand for the value itself.
            bool isName = !assigned.Contains(local.Id);
            RealExpression flat = isName ? FlattenParts(value) : Flatten(value);
            if (isName && block.Find(flat) is { } known)
                flat = new LocalValue(known);
            block.Statements.Add(new Declaration(local, flat));
            if (isName)
                Remember(flat, local);
        }
    }

    private void AddStore(ScratchAssignment store)
    {
        RealExpression value = Flatten(store.Value);
        if (activity.IsActive(store.Value) && value is not LocalValue)
            value = Name(value, "element");
        block.Statements.Add(store with { Value = value });
        block.ForgetScratch();
        if (value is LocalValue { Local: var local } && !assigned.Contains(local.Id))
            block.Loaded[new ScratchElement(value.Type, store.Index)] = local;
    }

    private void ForgetStores(Statement statement)
    {
        if (GetBlocks(statement).Any(inner => inner is ScratchAssignment))
            block.ForgetScratch();

        static IEnumerable<Statement> GetBlocks(Statement statement) => statement.GetBlocks().SelectMany(inner => inner.GetAll());
    }

    private EquatableArray<Statement> AddInner(EquatableArray<Statement> statements)
    {
        block = new Block(block);
        foreach (Statement statement in statements)
            Add(statement);
        return Leave();
    }

    private EquatableArray<Statement> Leave()
    {
        EquatableArray<Statement> statements = block.ToArray();
        block = block.Parent!;
        return statements;
    }

    /// <summary>The expression, with a local in place of everything that is to have one.</summary>
    private RealExpression Flatten(RealExpression expression)
    {
        if (!activity.IsActive(expression))
        {
            bool isName = expression.HasPart(part => part is ScratchElement || part is FunctionCall call && IsCostly(call.Function));
            return isName ? Name(expression, "factor") : expression;
        }

        if (expression is Choice choice && !IsSimple(choice))
        {
            RealLocal local = numbers.Create("chosen", choice.Type);
            AddChoice(local, choice);
            return new LocalValue(local);
        }

        RealExpression flat = FlattenParts(expression);
        return GetName(expression) is { } name ? Name(flat, name) : flat;
    }

    /// <summary>The expression with its parts flattened, itself in place.</summary>
    private RealExpression FlattenParts(RealExpression expression) => expression switch
    {
        Conversion conversion => conversion with { Operand = Flatten(conversion.Operand) },
        Negation negation => new Negation(Flatten(negation.Operand)),
        Operation { Operator: Operator.Divide } quotient when activity.IsActive(quotient.Right) =>
            new Operation(Operator.Divide, Flatten(quotient.Left), NameLeaf(Flatten(quotient.Right), "divisor")),
        Operation operation => new Operation(operation.Operator, Flatten(operation.Left), Flatten(operation.Right)),
        FunctionCall call => new FunctionCall(call.Function, new([.. call.Arguments.Select(argument => FlattenArgument(call, argument))])),
        Choice choice => new Choice(choice.Condition, Flatten(choice.WhenTrue), Flatten(choice.WhenFalse)),
        _ => expression,
    };

    /// <summary>The argument in place where the derivative is had from the function's value, or from it and one more function.</summary>
    private RealExpression FlattenArgument(FunctionCall call, RealExpression argument)
    {
        RealExpression flat = Flatten(argument);
        return call.Function is MathFunction.Sin or MathFunction.Cos or MathFunction.Sinh or MathFunction.Cosh or MathFunction.Exp
            or MathFunction.Sqrt or MathFunction.Cbrt or MathFunction.Tan or MathFunction.Tanh
            ? flat
            : NameLeaf(flat, "argument");
    }

    private RealExpression NameLeaf(RealExpression flat, string name) =>
        flat is LocalValue or RealConstant or DataScalar or IntegerValue ? flat : Name(flat, name);

    private LocalValue Name(RealExpression flat, string name)
    {
        if (block.Find(flat) is not { } local)
        {
            local = numbers.Create(name, flat.Type);
            block.Statements.Add(new Declaration(local, flat));
            Remember(flat, local);
        }

        return new LocalValue(local);
    }

    /// <summary>Remembers that the local holds the expression, if nothing can change that.</summary>
    private void Remember(RealExpression flat, RealLocal local)
    {
        if (flat is ScratchElement element)
            block.Loaded[element] = local;
        else if (!flat.HasPart(part => part is ScratchElement || part is LocalValue value && assigned.Contains(value.Local.Id)))
            block.Known[flat] = local;
    }

    private void AddChoice(RealLocal local, Choice choice)
    {
        assigned.Add(local.Id);
        block.Statements.Add(new Declaration(local, null));
        block.Statements.Add(new Branch(
            NameCondition(choice.Condition), AddAlternative(local, choice.WhenTrue), AddAlternative(local, choice.WhenFalse)));
    }

    private EquatableArray<Statement> AddAlternative(RealLocal local, RealExpression value)
    {
        block = new Block(block);
        RealExpression flat = Flatten(value);
        block.Statements.Add(new Assignment(local, flat));
        return Leave();
    }

    /// <summary>A condition that costs more than a comparison, or that may be another on the way back, is kept as 0 or 1.</summary>
    private Condition NameCondition(Condition condition)
    {
        if (!condition.HasPart(part => part is ScratchElement || part is FunctionCall call && IsCostly(call.Function)))
            return condition;
        ScalarType type = condition.GetParts()[0].Type;
        Choice flag = new(condition, new RealConstant(type, 1), new RealConstant(type, 0));
        return new RealComparison(Relation.NotEqual, Name(flag, "taken"), new RealConstant(type, 0));
    }

    /// <summary>
    /// Whether both alternatives are sums and products, whose derivatives are finite, and read no coordinate that the other one does not
    /// read: it might not exist.
    /// </summary>
    private bool IsSimple(Choice choice)
    {
        return !choice.Condition.HasPart(part => part is ScratchElement)
            && AreSimple(choice.WhenTrue, choice.WhenFalse)
            && AreSimple(choice.WhenFalse, choice.WhenTrue);

        bool AreSimple(RealExpression alternative, RealExpression other) => alternative.GetParts().All(part => part switch
        {
            InputElement => block.Find(part) is not null || other.GetParts().Contains(part),
            Operation operation => operation.Operator != Operator.Divide,
            LocalValue or RealConstant or DataScalar or DataElement or IntegerValue or Conversion or Negation => true,
            _ => false,
        });
    }

    private string? GetName(RealExpression expression) => expression switch
    {
        InputElement element => "x" + Describe(element.Index),
        ScratchElement element => "scratch" + Describe(element.Index),
        Operation { Operator: Operator.Divide } quotient when activity.IsActive(quotient.Right) => "quotient",
        FunctionCall call => GetName(call.Function),
        _ => null,
    };

    private static string? GetName(MathFunction function) => function switch
    {
        MathFunction.Acos => "arcCosine",
        MathFunction.Asin => "arcSine",
        MathFunction.Atan or MathFunction.Atan2 => "angle",
        MathFunction.Cbrt => "cubeRoot",
        MathFunction.Cos => "cosine",
        MathFunction.Cosh => "hyperbolicCosine",
        MathFunction.Exp => "exponential",
        MathFunction.Log => "logarithm",
        MathFunction.Pow => "power",
        MathFunction.Sin => "sine",
        MathFunction.Sinh => "hyperbolicSine",
        MathFunction.Sqrt => "root",
        MathFunction.Tan => "tangent",
        MathFunction.Tanh => "hyperbolicTangent",
        _ => null,
    };

    /// <summary>An index as a part of a name: <c>I</c>, <c>IPlus1</c>, <c>0</c>.</summary>
    private static string Describe(IntegerExpression index)
    {
        LinearForm form = new(index);
        if (form.IsConstant)
            return form.Constant >= 0 ? $"{form.Constant}" : "";
        if (form.Terms.Count > 1 || form.Terms[0] is not (CounterValue { Counter.Name: { Length: > 0 } name }, 1))
            return "Element";
        string counter = char.ToUpperInvariant(name[0]) + name.Substring(1);
        return counter + form.Constant switch
        {
            0 => "",
            > 0 => $"Plus{form.Constant}",
            _ => $"Minus{-form.Constant}",
        };
    }

    /// <summary>A block that is being written.</summary>
    private sealed class Block(Block? parent)
    {
        public Block? Parent { get; } = parent;

        public List<Statement> Statements { get; } = [];

        /// <summary>Locals that hold expressions which do not change while the block runs.</summary>
        public Dictionary<RealExpression, RealLocal> Known { get; } = [];

        /// <summary>Locals that hold scratch elements, until anything is stored.</summary>
        public Dictionary<RealExpression, RealLocal> Loaded { get; } = [];

        public RealLocal? Find(RealExpression expression)
        {
            if (Loaded.TryGetValue(expression, out RealLocal? local))
                return local;
            for (Block? level = this; level is not null; level = level.Parent)
            {
                if (level.Known.TryGetValue(expression, out local))
                    return local;
            }

            return null;
        }

        public void ForgetScratch()
        {
            for (Block? level = this; level is not null; level = level.Parent)
                level.Loaded.Clear();
        }

        public EquatableArray<Statement> ToArray() => new([.. Statements]);
    }
}

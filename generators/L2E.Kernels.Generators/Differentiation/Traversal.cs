using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Walks over the expressions and statements of a program.</summary>
internal static class Traversal
{
    /// <summary>The expression itself and every real expression in it, those of conditions included.</summary>
    /// <remarks>A list, and not an iterator in iterators: everything that is derived asks for it again and again.</remarks>
    public static IReadOnlyList<RealExpression> GetParts(this RealExpression expression)
    {
        List<RealExpression> parts = [];
        AddParts(expression, parts);
        return parts;
    }

    /// <summary>Every real expression in a condition.</summary>
    public static IReadOnlyList<RealExpression> GetParts(this Condition condition)
    {
        List<RealExpression> parts = [];
        AddParts(condition, parts);
        return parts;
    }

    /// <summary>Whether the expression itself or one in it is such, those of conditions included.</summary>
    public static bool HasPart(this RealExpression expression, Func<RealExpression, bool> predicate) =>
        predicate(expression) || expression switch
        {
            Conversion conversion => conversion.Operand.HasPart(predicate),
            Negation negation => negation.Operand.HasPart(predicate),
            Operation operation => operation.Left.HasPart(predicate) || operation.Right.HasPart(predicate),
            FunctionCall call => call.Arguments.Any(argument => argument.HasPart(predicate)),
            Choice choice => choice.Condition.HasPart(predicate)
                || choice.WhenTrue.HasPart(predicate) || choice.WhenFalse.HasPart(predicate),
            _ => false,
        };

    /// <summary>Whether a real expression in a condition is such.</summary>
    public static bool HasPart(this Condition condition, Func<RealExpression, bool> predicate) => condition switch
    {
        RealComparison comparison => comparison.Left.HasPart(predicate) || comparison.Right.HasPart(predicate),
        Conjunction both => both.Left.HasPart(predicate) || both.Right.HasPart(predicate),
        Disjunction either => either.Left.HasPart(predicate) || either.Right.HasPart(predicate),
        Complement complement => complement.Operand.HasPart(predicate),
        _ => false,
    };

    /// <summary>What a chain of one operator joins, from left to right: the terms of a sum, the factors of a product.</summary>
    public static IReadOnlyList<RealExpression> GetChain(this RealExpression expression, Operator @operator)
    {
        List<RealExpression> links = [];
        AddLinks(expression);
        return links;

        void AddLinks(RealExpression link)
        {
            if (link is Operation operation && operation.Operator == @operator)
            {
                AddLinks(operation.Left);
                AddLinks(operation.Right);
            }
            else
            {
                links.Add(link);
            }
        }
    }

    /// <summary>The operands of an expression whose values make its own; not those of a condition.</summary>
    public static IEnumerable<RealExpression> GetOperands(this RealExpression expression) => expression switch
    {
        Conversion conversion => [conversion.Operand],
        Negation negation => [negation.Operand],
        Operation operation => [operation.Left, operation.Right],
        FunctionCall call => call.Arguments,
        Choice choice => [choice.WhenTrue, choice.WhenFalse],
        _ => [],
    };

    /// <summary>The expression with the outermost parts that <paramref name="replace"/> knows replaced, in conditions too.</summary>
    public static RealExpression Rewrite(this RealExpression expression, Func<RealExpression, RealExpression?> replace)
    {
        if (replace(expression) is { } replacement)
            return replacement;
        return expression switch
        {
            Conversion conversion => conversion with { Operand = conversion.Operand.Rewrite(replace) },
            Negation negation => new Negation(negation.Operand.Rewrite(replace)),
            Operation operation => new Operation(
                operation.Operator, operation.Left.Rewrite(replace), operation.Right.Rewrite(replace)),
            FunctionCall call => new FunctionCall(
                call.Function, new([.. call.Arguments.Select(argument => argument.Rewrite(replace))])),
            Choice choice => new Choice(
                choice.Condition.Rewrite(replace), choice.WhenTrue.Rewrite(replace), choice.WhenFalse.Rewrite(replace)),
            _ => expression,
        };
    }

    /// <summary>The condition with its real expressions rewritten.</summary>
    public static Condition Rewrite(this Condition condition, Func<RealExpression, RealExpression?> replace) => condition switch
    {
        RealComparison comparison => new RealComparison(
            comparison.Relation, comparison.Left.Rewrite(replace), comparison.Right.Rewrite(replace)),
        Conjunction both => new Conjunction(both.Left.Rewrite(replace), both.Right.Rewrite(replace)),
        Disjunction either => new Disjunction(either.Left.Rewrite(replace), either.Right.Rewrite(replace)),
        Complement complement => new Complement(complement.Operand.Rewrite(replace)),
        _ => condition,
    };

    /// <summary>The statement with its own expressions rewritten, and the blocks inside of it.</summary>
    public static Statement Rewrite(
        this Statement statement, Func<RealExpression, RealExpression> rewrite, Func<IEnumerable<Statement>, List<Statement>> rewriteBlock)
    {
        return statement switch
        {
            Declaration { Value: { } value } declaration => declaration with { Value = rewrite(value) },
            Assignment assignment => assignment with { Value = rewrite(assignment.Value) },
            ScratchAssignment store => store with { Value = rewrite(store.Value) },
            WorkAssignment store => store with { Value = rewrite(store.Value) },
            WorkAccumulation sum => sum with { Value = rewrite(sum.Value) },
            GradientAccumulation sum => sum with { Value = rewrite(sum.Value) },
            GradientAssignment store => store with { Value = rewrite(store.Value) },
            SineCosine pair => pair with { Argument = rewrite(pair.Argument) },
            Loop loop => loop with { Body = new([.. rewriteBlock(loop.Body)]) },
            Branch branch => new Branch(
                branch.Condition.Rewrite(rewrite), new([.. rewriteBlock(branch.Then)]), new([.. rewriteBlock(branch.Else)])),
            _ => statement,
        };
    }

    /// <summary>The statements and all statements inside of them, in the order of the text.</summary>
    public static IReadOnlyList<Statement> GetAll(this IEnumerable<Statement> statements)
    {
        List<Statement> all = [];
        foreach (Statement statement in statements)
            AddAll(statement, all);
        return all;
    }

    /// <summary>The real expressions that a statement evaluates itself, not those of the statements inside of it.</summary>
    public static IEnumerable<RealExpression> GetExpressions(this Statement statement) => statement switch
    {
        Declaration { Value: { } value } => [value],
        Assignment assignment => [assignment.Value],
        ScratchAssignment store => [store.Value],
        WorkAssignment store => [store.Value],
        WorkAccumulation sum => [sum.Value],
        GradientAccumulation sum => [sum.Value],
        GradientAssignment store => [store.Value],
        SineCosine pair => [pair.Argument],
        Branch branch => branch.Condition.GetParts(),
        _ => [],
    };

    /// <summary>The functions that a program calls, each once, in the order of their definition.</summary>
    public static IEnumerable<MathFunction> GetFunctions(this ObjectiveProgram program) =>
        program.Body.GetAll().SelectMany(statement => statement.GetExpressions()).Append(program.Result)
            .SelectMany(expression => expression.GetParts())
            .OfType<FunctionCall>()
            .Select(call => call.Function)
            .Distinct()
            .OrderBy(function => function);

    /// <summary>The blocks inside of a statement.</summary>
    public static IEnumerable<EquatableArray<Statement>> GetBlocks(this Statement statement) => statement switch
    {
        Loop loop => [loop.Body],
        Branch branch => [branch.Then, branch.Else],
        _ => [],
    };

    /// <summary>Whether one of the parts is what <paramref name="local"/> holds.</summary>
    public static bool Reads(this IEnumerable<RealExpression> parts, RealLocal local) => parts.Any(part => part.IsValueOf(local));

    /// <summary>Whether the expression or one in it is what <paramref name="local"/> holds.</summary>
    public static bool Reads(this RealExpression expression, RealLocal local) => expression.HasPart(part => part.IsValueOf(local));

    /// <summary>Whether the expression itself is what <paramref name="local"/> holds.</summary>
    public static bool IsValueOf(this RealExpression expression, RealLocal local) =>
        expression is LocalValue value && value.Local.Id == local.Id;

    private static void AddParts(RealExpression expression, List<RealExpression> parts)
    {
        parts.Add(expression);
        switch (expression)
        {
            case Conversion conversion:
                AddParts(conversion.Operand, parts);
                break;
            case Negation negation:
                AddParts(negation.Operand, parts);
                break;
            case Operation operation:
                AddParts(operation.Left, parts);
                AddParts(operation.Right, parts);
                break;
            case FunctionCall call:
                foreach (RealExpression argument in call.Arguments)
                    AddParts(argument, parts);
                break;
            case Choice choice:
                AddParts(choice.Condition, parts);
                AddParts(choice.WhenTrue, parts);
                AddParts(choice.WhenFalse, parts);
                break;
        }
    }

    private static void AddParts(Condition condition, List<RealExpression> parts)
    {
        switch (condition)
        {
            case RealComparison comparison:
                AddParts(comparison.Left, parts);
                AddParts(comparison.Right, parts);
                break;
            case Conjunction both:
                AddParts(both.Left, parts);
                AddParts(both.Right, parts);
                break;
            case Disjunction either:
                AddParts(either.Left, parts);
                AddParts(either.Right, parts);
                break;
            case Complement complement:
                AddParts(complement.Operand, parts);
                break;
        }
    }

    private static void AddAll(EquatableArray<Statement> statements, List<Statement> all)
    {
        foreach (Statement statement in statements)
            AddAll(statement, all);
    }

    private static void AddAll(Statement statement, List<Statement> all)
    {
        all.Add(statement);
        if (statement is Loop loop)
            AddAll(loop.Body, all);
        else if (statement is Branch branch)
        {
            AddAll(branch.Then, all);
            AddAll(branch.Else, all);
        }
    }
}

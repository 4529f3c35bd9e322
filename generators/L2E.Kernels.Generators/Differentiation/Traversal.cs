using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Walks over the expressions and statements of a program.</summary>
internal static class Traversal
{
    /// <summary>The expression itself and every real expression in it, those of conditions included.</summary>
    public static IEnumerable<RealExpression> GetParts(this RealExpression expression)
    {
        yield return expression;
        IEnumerable<RealExpression> below = expression is Choice choice
            ? choice.Condition.GetParts().Concat(GetOperands(choice).SelectMany(GetParts))
            : GetOperands(expression).SelectMany(GetParts);
        foreach (RealExpression part in below)
            yield return part;
    }

    /// <summary>Every real expression in a condition.</summary>
    public static IEnumerable<RealExpression> GetParts(this Condition condition) => condition switch
    {
        RealComparison comparison => comparison.Left.GetParts().Concat(comparison.Right.GetParts()),
        Conjunction both => both.Left.GetParts().Concat(both.Right.GetParts()),
        Disjunction either => either.Left.GetParts().Concat(either.Right.GetParts()),
        Complement complement => complement.Operand.GetParts(),
        _ => [],
    };

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
            SineCosine pair => pair with { Argument = rewrite(pair.Argument) },
            Loop loop => loop with { Body = new([.. rewriteBlock(loop.Body)]) },
            Branch branch => new Branch(
                branch.Condition.Rewrite(rewrite), new([.. rewriteBlock(branch.Then)]), new([.. rewriteBlock(branch.Else)])),
            _ => statement,
        };
    }

    /// <summary>The statements and all statements inside of them, in the order of the text.</summary>
    public static IEnumerable<Statement> GetAll(this IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            yield return statement;
            foreach (Statement inner in GetBlocks(statement).SelectMany(block => GetAll(block)))
                yield return inner;
        }
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
    public static bool Reads(this IEnumerable<RealExpression> parts, RealLocal local) =>
        parts.Any(part => part is LocalValue value && value.Local.Id == local.Id);
}

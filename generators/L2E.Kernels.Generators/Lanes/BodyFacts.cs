using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>
/// What code of lanes does, gathered in one walk: which elements it uses, and what of it some lanes do and others do not.
/// </summary>
internal sealed class BodyFacts
{
    private readonly LaneDependence dependence;
    private readonly List<ArrayUse> uses = [];
    private readonly List<RealExpression> expressions = [];
    private readonly List<IntegerExpression> integers = [];

    public BodyFacts(IEnumerable<Statement> statements, LaneDependence dependence)
    {
        this.dependence = dependence;
        Visit(statements, isMasked: false);
    }

    /// <summary>Every use of an array's element, in the order of the text.</summary>
    public IReadOnlyList<ArrayUse> Uses => uses;

    /// <summary>Every real expression, parts included.</summary>
    public IReadOnlyList<RealExpression> Expressions => expressions;

    /// <summary>The integers that decide something: bounds of loops and sides of comparisons.</summary>
    public IReadOnlyList<IntegerExpression> DecidingIntegers => integers;

    /// <summary>Whether a function that throws for some arguments is computed for lanes that do not ask for it.</summary>
    public bool MayThrowInVain { get; private set; }

    private void Visit(IEnumerable<Statement> statements, bool isMasked)
    {
        foreach (Statement statement in statements)
        {
            if (statement is Branch branch)
            {
                Visit(branch.Condition, isMasked);
                bool masks = isMasked || dependence.IsLanes(branch.Condition);
                Visit(branch.Then, masks);
                Visit(branch.Else, masks);
                continue;
            }

            foreach (RealExpression expression in statement.GetExpressions())
                Visit(expression, isMasked);
            if (ArrayUse.FromWrite(statement, isMasked) is { } write)
                uses.Add(write);
            if (statement is Loop loop)
            {
                integers.Add(loop.Start);
                integers.Add(loop.End);
                Visit(loop.Body, isMasked);
            }
        }
    }

    private void Visit(RealExpression expression, bool isConditional)
    {
        expressions.Add(expression);
        if (ArrayUse.FromRead(expression, isConditional) is { } read)
            uses.Add(read);
        if (expression is FunctionCall { Function: MathFunction.Clamp or MathFunction.Sign } && isConditional)
            MayThrowInVain = true;
        bool isChosen = isConditional;
        if (expression is Choice choice)
        {
            Visit(choice.Condition, isConditional);
            isChosen |= dependence.IsLanes(choice.Condition);
        }

        foreach (RealExpression operand in expression.GetOperands())
            Visit(operand, isChosen);
    }

    private void Visit(Condition condition, bool isConditional)
    {
        switch (condition)
        {
            case RealComparison comparison:
                Visit(comparison.Left, isConditional);
                Visit(comparison.Right, isConditional);
                break;
            case IntegerComparison comparison:
                integers.Add(comparison.Left);
                integers.Add(comparison.Right);
                break;
            case Complement complement:
                Visit(complement.Operand, isConditional);
                break;
            case Conjunction both:
                VisitPair(both.Left, both.Right, isConditional);
                break;
            case Disjunction either:
                VisitPair(either.Left, either.Right, isConditional);
                break;
        }
    }

    private void VisitPair(Condition left, Condition right, bool isConditional)
    {
        Visit(left, isConditional);
        Visit(right, isConditional || dependence.IsLanes(left));
    }
}

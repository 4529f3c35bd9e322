using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>
/// Writes code for several candidates at once, one a lane. The elements of each candidate's arrays lie a vector apart, those of its
/// neighbours between them. Loops run the same for all, as their bounds do not depend on the point; branches become masks.
/// </summary>
internal sealed class CandidateWriter
{
    private readonly StatementWriter statements;

    private CandidateWriter(SharedNames names, LaneScheme scheme, CodeWriter code)
    {
        Scheme = scheme;
        statements = new StatementWriter(code, names, scheme);
    }

    public LaneScheme Scheme { get; }

    /// <summary>A writer for a program; null where lanes would do what the candidate that they stand for does not.</summary>
    public static CandidateWriter? TryCreate(
        ScalarType elementType, IReadOnlyList<Statement> body, RealExpression result, SharedNames names, CodeWriter code)
    {
        LaneDependence dependence = new(body, counter: null, carried: []);
        RealLocal value = new(-1, "value", result.Type);
        List<Statement> all = [.. body, new Declaration(value, result)];
        BodyFacts facts = new(all, dependence);
        if (facts.MayThrowInVain || all.GetAll().Any(statement => ReadsInVain(statement, dependence)))
            return null;
        bool isSingle = elementType == ScalarType.Single
            && facts.Expressions.All(expression => expression.Type == ScalarType.Single)
            && all.GetAll().OfType<Declaration>().All(declaration => declaration.Local.Type == ScalarType.Single);
        ScalarType type = isSingle ? ScalarType.Single : ScalarType.Double;
        return new CandidateWriter(names, new LaneScheme(type, Counter: null, dependence.Locals), code);
    }

    public void Write(IEnumerable<Statement> body) => statements.Write(body);

    public string WriteLanes(RealExpression expression) => statements.Expressions.WriteLanes(expression);

    /// <summary>
    /// Whether one of a statement's expressions reads an element that is only there for some lanes: what a choice or the second half of
    /// a condition reads, and the condition or the first half does not. (A branch runs only where a lane asks for it.)
    /// </summary>
    private static bool ReadsInVain(Statement statement, LaneDependence dependence)
    {
        HashSet<RealExpression> certain = [];
        return statement is Branch branch
            ? ReadsConditionInVain(branch.Condition)
            : statement.GetExpressions().Any(ReadsExpressionInVain);

        bool ReadsExpressionInVain(RealExpression expression)
        {
            if (expression is Choice choice && dependence.IsLanes(choice.Condition))
            {
                return ReadsConditionInVain(choice.Condition)
                    || HasNewElement(choice.WhenTrue.GetParts().Concat(choice.WhenFalse.GetParts()));
            }

            if (IsElement(expression))
                certain.Add(expression);
            return (expression is Choice { Condition: { } uniform } && ReadsConditionInVain(uniform))
                || expression.GetOperands().Any(ReadsExpressionInVain);
        }

        bool ReadsConditionInVain(Condition tested)
        {
            switch (tested)
            {
                case RealComparison comparison:
                    return ReadsExpressionInVain(comparison.Left) || ReadsExpressionInVain(comparison.Right);
                case Complement complement:
                    return ReadsConditionInVain(complement.Operand);
                case Conjunction both:
                    return ReadsPairInVain(both.Left, both.Right);
                case Disjunction either:
                    return ReadsPairInVain(either.Left, either.Right);
                default:
                    return false;
            }
        }

        bool ReadsPairInVain(Condition left, Condition right) =>
            ReadsConditionInVain(left)
            || (dependence.IsLanes(left) ? HasNewElement(right.GetParts()) : ReadsConditionInVain(right));

        bool HasNewElement(IEnumerable<RealExpression> parts) => parts.Any(part => IsElement(part) && !certain.Contains(part));
    }

    private static bool IsElement(RealExpression expression) =>
        expression is InputElement or ScratchElement or DataElement or WorkElement;
}

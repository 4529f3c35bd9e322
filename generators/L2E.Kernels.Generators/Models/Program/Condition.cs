namespace L2E.Kernels.Generators.Models;

/// <summary>An expression that is true or false.</summary>
internal abstract record Condition;

/// <summary><c>left op right</c> of real numbers of one type: false where one is NaN, but for <see cref="Relation.NotEqual"/>.</summary>
internal sealed record RealComparison(Relation Relation, RealExpression Left, RealExpression Right) : Condition;

/// <summary><c>left op right</c> of integers: the same for every point.</summary>
internal sealed record IntegerComparison(Relation Relation, IntegerExpression Left, IntegerExpression Right) : Condition;

/// <summary>Both are true.</summary>
internal sealed record Conjunction(Condition Left, Condition Right) : Condition;

/// <summary>One is true.</summary>
internal sealed record Disjunction(Condition Left, Condition Right) : Condition;

/// <summary>It is false.</summary>
internal sealed record Complement(Condition Operand) : Condition;

/// <summary>How two numbers are compared.</summary>
internal enum Relation
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

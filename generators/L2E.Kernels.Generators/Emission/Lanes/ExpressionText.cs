namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>C# text of an expression.</summary>
/// <param name="Code">The text.</param>
/// <param name="Level">How tightly its outermost operator binds.</param>
/// <param name="IsLanes">Whether its value is a vector: one number, or one mask, a lane.</param>
internal readonly record struct ExpressionText(string Code, BindingLevel Level, bool IsLanes = false)
{
    /// <summary>The text as an operand of an operator that binds as tightly as <paramref name="level"/> says.</summary>
    public string In(BindingLevel level) => Level >= level ? Code : $"({Code})";

    public static ExpressionText Call(string method, bool isLanes, params string[] arguments) =>
        new($"{method}({string.Join(", ", arguments)})", BindingLevel.Primary, isLanes);
}

/// <summary>How tightly operators bind, loosest first.</summary>
internal enum BindingLevel
{
    Conditional,
    Or,
    And,
    BitwiseAnd,
    Equality,
    Relational,
    Additive,
    Multiplicative,
    Unary,
    Primary,
}

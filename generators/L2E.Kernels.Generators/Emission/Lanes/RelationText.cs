using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>Comparisons of two numbers as C# writes them.</summary>
internal static class RelationText
{
    public static ExpressionText Write(Relation relation, ExpressionText left, ExpressionText right)
    {
        (string symbol, BindingLevel level) = relation switch
        {
            Relation.Less => ("<", BindingLevel.Relational),
            Relation.LessOrEqual => ("<=", BindingLevel.Relational),
            Relation.Greater => (">", BindingLevel.Relational),
            Relation.GreaterOrEqual => (">=", BindingLevel.Relational),
            Relation.Equal => ("==", BindingLevel.Equality),
            _ => ("!=", BindingLevel.Equality),
        };
        return new($"{left.In(BindingLevel.Additive)} {symbol} {right.In(BindingLevel.Additive)}", level);
    }
}

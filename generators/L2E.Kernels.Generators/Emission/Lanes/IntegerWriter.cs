using System.Globalization;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>Writes the integer expressions of a program.</summary>
/// <param name="names">Names of the variables.</param>
/// <param name="isInterleaved">Whether the elements of several candidates lie side by side, so that lengths are told by variables.</param>
/// <param name="captures">Collects what the code uses; null where everything is at hand.</param>
internal sealed class IntegerWriter(SharedNames names, bool isInterleaved, Captures? captures)
{
    public ExpressionText Write(IntegerExpression expression)
    {
        switch (expression)
        {
            case IntegerConstant constant:
                string literal = constant.Value.ToString(CultureInfo.InvariantCulture);
                return new(literal, constant.Value < 0 ? BindingLevel.Unary : BindingLevel.Primary);
            case DimensionValue:
                return WriteLength("x", "dimension");
            case ScratchLength:
                return WriteLength("scratch", "scratchLength");
            case CounterValue counter:
                captures?.TakeLocal(names[counter.Counter], "int");
                return new(names[counter.Counter], BindingLevel.Primary);
            case IntegerData data:
                captures?.TakeLocal(names[data.Source], "int");
                return new(names[data.Source], BindingLevel.Primary);
            case DataLength length:
                captures?.TakeLocal(names[length.Source], LaneText.ReadOnlySpan(length.Source.Type));
                return new(names[length.Source] + ".Length", BindingLevel.Primary);
            case IntegerOperation operation:
                return WriteOperation(operation);
            default:
                throw new InvalidOperationException($"An expression that is not known: {expression.GetType().Name}.");
        }
    }

    public ExpressionText Write(IntegerComparison comparison) =>
        RelationText.Write(comparison.Relation, Write(comparison.Left), Write(comparison.Right));

    /// <summary>
    /// Where every element is a vector, a span's length is not the number of elements; and another method is told the number.
    /// </summary>
    private ExpressionText WriteLength(string span, string variable)
    {
        if (!isInterleaved && captures is null)
            return new(span + ".Length", BindingLevel.Primary);
        captures?.Take("int", variable, span + ".Length");
        return new(variable, BindingLevel.Primary);
    }

    private ExpressionText WriteOperation(IntegerOperation operation)
    {
        ExpressionText left = Write(operation.Left), right = Write(operation.Right);
        return operation.Operator switch
        {
            IntegerOperator.Add => Infix("+", BindingLevel.Additive),
            IntegerOperator.Subtract => Infix("-", BindingLevel.Additive),
            IntegerOperator.Multiply => Infix("*", BindingLevel.Multiplicative),
            IntegerOperator.Divide => Infix("/", BindingLevel.Multiplicative),
            IntegerOperator.Remainder => Infix("%", BindingLevel.Multiplicative),
            _ => ExpressionText.Call("global::System.Math." + operation.Operator, false, left.Code, right.Code),
        };

        ExpressionText Infix(string symbol, BindingLevel level) => new($"{left.In(level)} {symbol} {right.In(level + 1)}", level);
    }
}

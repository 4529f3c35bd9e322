using System.Globalization;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>
/// Writes expressions of a program as C# for one point, in the order of operations that the program has. C binds operators as C# does: the
/// writer of OpenCL C differs in literals, functions and data alone.
/// </summary>
/// <param name="names">Names of the program's variables.</param>
/// <param name="dimension">How the text refers to the number of coordinates.</param>
/// <param name="scratchLength">How it refers to the number of scratch elements.</param>
internal class ScalarExpressionWriter(ProgramNames names, string dimension, string scratchLength)
{
    /// <summary>How tightly C# binds, from loose to tight.</summary>
    protected enum Binding
    {
        Conditional,
        Or,
        And,
        Equality,
        Relational,
        Additive,
        Multiplicative,
        Unary,
        Primary,
    }

    public string Write(RealExpression expression) => Write(expression, Binding.Conditional);

    public string Write(IntegerExpression expression) => Write(expression, Binding.Conditional);

    public string Write(Condition condition) => Write(condition, Binding.Conditional);

    /// <summary>The keyword of a type.</summary>
    public static string GetKeyword(ScalarType type) => type == ScalarType.Single ? "float" : "double";

    /// <summary>The sign of an operation.</summary>
    public static string GetSign(Operator @operator) => @operator switch
    {
        Operator.Add => "+",
        Operator.Subtract => "-",
        Operator.Multiply => "*",
        _ => "/",
    };

    /// <summary>The class with the functions of a type.</summary>
    public static string GetFunctions(ScalarType type) =>
        type == ScalarType.Single ? "global::System.MathF" : "global::System.Math";

    private string Write(RealExpression expression, Binding place)
    {
        switch (expression)
        {
            case RealConstant constant:
                string literal = GetLiteral(constant);
                return literal[0] == '-' ? Enclose(literal, Binding.Unary, place) : literal;
            case LocalValue value:
                return names[value.Local];
            case InputElement element:
                return $"x[{Write(element.Index)}]";
            case ScratchElement element:
                return $"scratch[{Write(element.Index)}]";
            case WorkElement element:
                return $"{names[element.Array]}[{Write(element.Index)}]";
            case DataElement element:
                return GetElement(element.Source, element.Index);
            case DataScalar scalar:
                return GetName(scalar.Source);
            case IntegerValue { Value: IntegerConstant constant } value:
                return GetLiteral(new RealConstant(value.Type, constant.Value));
            case IntegerValue value:
                return Enclose($"({GetKeyword(value.Type)}){Write(value.Value, Binding.Unary)}", Binding.Unary, place);
            case Conversion conversion:
                return Enclose($"({GetKeyword(conversion.Type)}){Write(conversion.Operand, Binding.Unary)}", Binding.Unary, place);
            case Negation negation:
                // Two minus signs in a row would be a decrement.
                return Enclose($"-{Write(negation.Operand, Binding.Primary)}", Binding.Unary, place);
            case Operation operation:
                Binding own = operation.Operator is Operator.Add or Operator.Subtract ? Binding.Additive : Binding.Multiplicative;
                string sign = GetSign(operation.Operator);
                return Enclose($"{Write(operation.Left, own)} {sign} {Write(operation.Right, own + 1)}", own, place);
            case FunctionCall call:
                return WriteCall(call, place);
            case Choice choice:
                string text = $"{Write(choice.Condition, Binding.Or)} ? {Write(choice.WhenTrue, Binding.Or)} : {Write(choice.WhenFalse)}";
                return Enclose(text, Binding.Conditional, place);
            default:
                throw new NotSupportedException(expression.GetType().Name);
        }
    }

    /// <summary>The call of a function.</summary>
    protected virtual string WriteCall(FunctionCall call, Binding place)
    {
        string arguments = string.Join(", ", call.Arguments.Select(Write));
        return call.Function switch
        {
            // Its value is an int, which would divide as one.
            MathFunction.Sign => Enclose($"({GetKeyword(call.Type)}){GetFunctions(call.Type)}.Sign({arguments})", Binding.Unary, place),
            MathFunction.Clamp => $"global::System.Math.Clamp({arguments})",
            _ => $"{GetFunctions(call.Type)}.{call.Function}({arguments})",
        };
    }

    /// <summary>How the text refers to something of the objective's own.</summary>
    protected virtual string GetName(DataSource source) => source.Path;

    /// <summary>How it refers to an element of an array of the objective's own.</summary>
    protected virtual string GetElement(DataSource array, IntegerExpression index) => $"{GetName(array)}[{Write(index)}]";

    /// <summary>How it refers to the length of an array of the objective's own.</summary>
    protected virtual string GetLength(DataSource array) => array.Path + ".Length";

    /// <summary>The function that says whether a number is NaN.</summary>
    protected virtual string GetNaNTest(ScalarType type) => GetKeyword(type) + ".IsNaN";

    /// <summary>The function of two ints.</summary>
    protected virtual string GetFunction(IntegerOperator extreme) => "global::System.Math." + extreme;

    private string Write(IntegerExpression expression, Binding place)
    {
        switch (expression)
        {
            case IntegerConstant constant:
                string literal = constant.Value.ToString(CultureInfo.InvariantCulture);
                return constant.Value < 0 ? Enclose(literal, Binding.Unary, place) : literal;
            case DimensionValue:
                return dimension;
            case ScratchLength:
                return scratchLength;
            case CounterValue value:
                return names[value.Counter];
            case IntegerData data:
                return GetName(data.Source);
            case DataLength length:
                return GetLength(length.Source);
            case IntegerOperation { Operator: IntegerOperator.Min or IntegerOperator.Max } extreme:
                return $"{GetFunction(extreme.Operator)}({Write(extreme.Left)}, {Write(extreme.Right)})";
            case IntegerOperation operation:
                (Binding own, string sign) = operation.Operator switch
                {
                    IntegerOperator.Add => (Binding.Additive, "+"),
                    IntegerOperator.Subtract => (Binding.Additive, "-"),
                    IntegerOperator.Multiply => (Binding.Multiplicative, "*"),
                    IntegerOperator.Divide => (Binding.Multiplicative, "/"),
                    _ => (Binding.Multiplicative, "%"),
                };
                return Enclose($"{Write(operation.Left, own)} {sign} {Write(operation.Right, own + 1)}", own, place);
            default:
                throw new NotSupportedException(expression.GetType().Name);
        }
    }

    private string Write(Condition condition, Binding place) => condition switch
    {
        // Compared with itself, as the compiler would warn.
        RealComparison { Relation: Relation.NotEqual } comparison when comparison.Left.Equals(comparison.Right) =>
            $"{GetNaNTest(comparison.Left.Type)}({Write(comparison.Left)})",
        RealComparison comparison => WriteComparison(
            comparison.Relation, binding => Write(comparison.Left, binding), binding => Write(comparison.Right, binding), place),
        IntegerComparison comparison => WriteComparison(
            comparison.Relation, binding => Write(comparison.Left, binding), binding => Write(comparison.Right, binding), place),
        Conjunction both => Enclose($"{Write(both.Left, Binding.And)} && {Write(both.Right, Binding.Equality)}", Binding.And, place),
        Disjunction either => Enclose($"{Write(either.Left, Binding.Or)} || {Write(either.Right, Binding.And)}", Binding.Or, place),
        Complement complement => $"!{Write(complement.Operand, Binding.Primary)}",
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    private static string WriteComparison(Relation relation, Func<Binding, string> left, Func<Binding, string> right, Binding place)
    {
        (Binding own, string sign) = relation switch
        {
            Relation.Less => (Binding.Relational, "<"),
            Relation.LessOrEqual => (Binding.Relational, "<="),
            Relation.Greater => (Binding.Relational, ">"),
            Relation.GreaterOrEqual => (Binding.Relational, ">="),
            Relation.Equal => (Binding.Equality, "=="),
            _ => (Binding.Equality, "!="),
        };
        return Enclose($"{left(own + 1)} {sign} {right(own + 1)}", own, place);
    }

    /// <summary>The text in parentheses where its place binds tighter than itself.</summary>
    protected static string Enclose(string text, Binding own, Binding place) => own < place ? $"({text})" : text;

    /// <summary>The text of a constant.</summary>
    protected virtual string GetLiteral(RealConstant constant)
    {
        string keyword = GetKeyword(constant.Type);
        if (double.IsNaN(constant.Value))
            return keyword + ".NaN";
        if (double.IsInfinity(constant.Value))
            return keyword + (constant.Value > 0 ? ".PositiveInfinity" : ".NegativeInfinity");
        // The sign of a zero is lost in a text of .NET Framework.
        string text = constant.Value == 0 ? "0.0" : GeneratedText.Literal(constant.Value);
        if (constant.Value == 0 && BitConverter.DoubleToInt64Bits(constant.Value) < 0)
            text = "-0.0";
        if (constant.Type == ScalarType.Double)
            return text;
        string single = ((float)constant.Value).ToString("R", CultureInfo.InvariantCulture);
        if (constant.Value == 0 || float.Parse(single, CultureInfo.InvariantCulture) != (float)constant.Value)
            single = text;
        return single + "f";
    }
}

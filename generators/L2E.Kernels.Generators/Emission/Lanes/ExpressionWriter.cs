using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>
/// Writes the expressions of a program. What is the same for every lane is scalar code; a vector is made of it where it meets lanes.
/// </summary>
/// <param name="names">Names of the variables.</param>
/// <param name="scheme">What lanes are; null where there are none.</param>
/// <param name="captures">Collects what the code uses; null where everything is at hand.</param>
/// <param name="readInput">How a coordinate is read, where it is not an element of a span.</param>
internal sealed class ExpressionWriter(
    SharedNames names, LaneScheme? scheme, Captures? captures, Func<InputElement, string, string>? readInput = null)
{
    private const string MathClass = "global::System.Math", SingleMathClass = "global::System.MathF";

    private readonly IntegerWriter integers = new(names, scheme is { Counter: null }, captures);
    private readonly Dictionary<RealExpression, string> loaded = [];

    public IntegerWriter Integers => integers;

    /// <summary>Says that a local holds the lanes of an element.</summary>
    public void Load(RealExpression element, string local)
    {
        captures?.Declare(local);
        loaded.Add(element, local);
    }

    public bool IsLoaded(RealExpression element) => loaded.ContainsKey(element);

    /// <summary>The expression as C# text.</summary>
    public ExpressionText Write(RealExpression expression)
    {
        // Elements alone are loaded: to look up another expression would be to hash all of it, at each of its levels.
        if (expression is InputElement or ScratchElement or WorkElement or DataElement
            && loaded.TryGetValue(expression, out string? local))
            return new(local, BindingLevel.Primary, IsLanes: true);
        switch (expression)
        {
            case RealConstant constant:
                return WriteConstant(constant.Value, constant.Type);
            case LocalValue variable:
                return WriteLocal(variable.Local);
            case InputElement element when readInput is not null:
                return new(readInput(element, integers.Write(element.Index).Code), BindingLevel.Unary);
            case InputElement element:
                return WriteElement("x", element.Type, element.Index, belongsToPoint: true);
            case ScratchElement element:
                return WriteElement("scratch", element.Type, element.Index, belongsToPoint: true);
            case WorkElement element:
                return WriteElement(names[element.Array], element.Type, element.Index, belongsToPoint: true);
            case DataElement element:
                return WriteElement(names[element.Source], element.Type, element.Index, belongsToPoint: false);
            case DataScalar scalar:
                captures?.TakeLocal(names[scalar.Source], LaneText.Scalar(scalar.Type));
                return new(names[scalar.Source], BindingLevel.Primary);
            case IntegerValue integer:
                return WriteInteger(integer);
            case Conversion conversion:
                return WriteConversion(conversion);
            case Negation negation:
                ExpressionText operand = Write(negation.Operand);
                return new("-" + operand.In(BindingLevel.Primary), BindingLevel.Unary, operand.IsLanes);
            case Operation operation:
                return WriteOperation(operation);
            case FunctionCall call:
                return WriteCall(call);
            case Choice choice:
                return WriteChoice(choice);
            default:
                throw new InvalidOperationException($"An expression that is not known: {expression.GetType().Name}.");
        }
    }

    /// <summary>The expression as a vector.</summary>
    public string WriteLanes(RealExpression expression) => ToLanes(Write(expression), expression);

    /// <summary>The condition: a bool, or a mask where it differs between lanes.</summary>
    public ExpressionText Write(Condition condition)
    {
        switch (condition)
        {
            case IntegerComparison comparison:
                return integers.Write(comparison);
            case RealComparison comparison:
                return WriteComparison(comparison);
            case Complement complement:
                ExpressionText operand = Write(complement.Operand);
                return new((operand.IsLanes ? "~" : "!") + operand.In(BindingLevel.Primary), BindingLevel.Unary, operand.IsLanes);
            case Conjunction both:
                return Combine(Write(both.Left), Write(both.Right), isConjunction: true);
            case Disjunction either:
                return Combine(Write(either.Left), Write(either.Right), isConjunction: false);
            default:
                throw new InvalidOperationException($"A condition that is not known: {condition.GetType().Name}.");
        }
    }

    /// <summary>
    /// The place of an element in its memory, as the number of an element; with the lanes' own stride where they are candidates.
    /// </summary>
    public string WriteIndex(IntegerExpression index) => scheme is { Counter: null }
        ? $"{scheme.Count} * {integers.Write(index).In(BindingLevel.Multiplicative)}"
        : integers.Write(index).Code;

    private static ExpressionText WriteConstant(double value, ScalarType type)
    {
        string literal = ScalarLiteral.Write(value, type);
        return new(literal, literal[0] == '-' ? BindingLevel.Unary : BindingLevel.Primary);
    }

    private ExpressionText WriteLocal(RealLocal local)
    {
        bool isLanes = scheme?.Locals.Contains(local.Id) == true;
        captures?.TakeLocal(names[local], isLanes ? "ref " + LaneText.Lanes(scheme!.Type) : LaneText.Scalar(local.Type));
        return new(names[local], BindingLevel.Primary, isLanes);
    }

    private ExpressionText WriteElement(string array, ScalarType type, IntegerExpression index, bool belongsToPoint)
    {
        bool isLanes = scheme switch
        {
            null => false,
            { Counter: null } => belongsToPoint,
            { Counter: { } counter } => CounterIndex.Contains(index, counter),
        };
        if (!isLanes)
        {
            captures?.TakeLocal(array, LaneText.ReadOnlySpan(type));
            return new($"{array}[{integers.Write(index).Code}]", BindingLevel.Primary);
        }

        if (scheme!.Counter is null)
            return ExpressionText.Call(LaneText.Vectors + ".LoadUnsafe", true, $"in {array}[{WriteIndex(index)}]");

        captures?.TakeStart(array, type);
        string method = type == scheme.Type ? "Load" : "LoadWidened";
        return ExpressionText.Call($"{LaneText.Functions}.{method}", true, $"ref {array}Start", integers.Write(index).Code);
    }

    private ExpressionText WriteInteger(IntegerValue integer)
    {
        if (CounterIndex.GetConstant(integer.Value) is { } constant)
            return WriteConstant(constant, integer.Type);
        string number = $"({LaneText.Scalar(integer.Type)}){integers.Write(integer.Value).In(BindingLevel.Primary)}";
        if (scheme?.Counter is not { } counter || !CounterIndex.Contains(integer.Value, counter))
            return new(number, BindingLevel.Unary);
        CounterIndex.TrySplit(integer.Value, counter, out int step, out _);
        return Round(integer.Type, ExpressionText.Call(
            LaneText.Vectors + ".CreateSequence", true,
            $"({LaneText.Scalar(scheme.Type)}){integers.Write(integer.Value).In(BindingLevel.Primary)}",
            ScalarLiteral.Write(step, scheme.Type)));
    }

    private ExpressionText WriteConversion(Conversion conversion)
    {
        ExpressionText operand = Write(conversion.Operand);
        return operand.IsLanes
            ? Round(conversion.Type, operand)
            : new($"({LaneText.Scalar(conversion.Type)}){operand.In(BindingLevel.Primary)}", BindingLevel.Unary);
    }

    private ExpressionText WriteOperation(Operation operation)
    {
        ExpressionText left = Write(operation.Left), right = Write(operation.Right);
        bool isLanes = left.IsLanes || right.IsLanes;
        (string symbol, BindingLevel level) = operation.Operator switch
        {
            Operator.Add => ("+", BindingLevel.Additive),
            Operator.Subtract => ("-", BindingLevel.Additive),
            Operator.Multiply => ("*", BindingLevel.Multiplicative),
            _ => ("/", BindingLevel.Multiplicative),
        };

        // A vector may be multiplied by a number from either side and divided by one; anything else takes two vectors.
        bool takesNumber = operation.Operator == Operator.Multiply || (operation.Operator == Operator.Divide && left.IsLanes);
        if (isLanes && !takesNumber)
        {
            left = new(ToLanes(left, operation.Left), left.IsLanes ? left.Level : BindingLevel.Primary);
            right = new(ToLanes(right, operation.Right), right.IsLanes ? right.Level : BindingLevel.Primary);
        }

        ExpressionText result = new($"{left.In(level)} {symbol} {right.In(level + 1)}", level, isLanes);
        return isLanes ? Round(operation.Type, result) : result;
    }

    private ExpressionText WriteCall(FunctionCall call)
    {
        ExpressionText[] arguments = [.. call.Arguments.Select(Write)];
        if (!arguments.Any(argument => argument.IsLanes))
        {
            // Neither Clamp nor Sign is a function of MathF alone; Math has them for both types.
            bool isInMath = call.Type == ScalarType.Double || call.Function is MathFunction.Clamp or MathFunction.Sign;
            ExpressionText scalar = ExpressionText.Call(
                $"{(isInMath ? MathClass : SingleMathClass)}.{call.Function}", false, [.. arguments.Select(argument => argument.Code)]);
            // The value of Sign is an int, which would divide as one.
            return call.Function == MathFunction.Sign
                ? new($"({LaneText.Scalar(call.Type)}){scalar.Code}", BindingLevel.Unary)
                : scalar;
        }

        string[] lanes = [.. call.Arguments.Select((argument, i) => ToLanes(arguments[i], argument))];
        if (call.Function == MathFunction.Pow && call.Arguments[1] is RealConstant { Value: 2 or 3 or 4 } exponent)
        {
            string square = $"{LaneText.Functions}.Square({lanes[0]})";
            return Round(call.Type, exponent.Value switch
            {
                2 => new(square, BindingLevel.Primary, true),
                3 => ExpressionText.Call(LaneText.Functions + ".Cube", true, lanes[0]),
                _ => ExpressionText.Call(LaneText.Functions + ".Square", true, square),
            });
        }

        string owner = call.Function is MathFunction.Abs or MathFunction.Ceiling or MathFunction.Exp or MathFunction.Floor
            or MathFunction.Log or MathFunction.Max or MathFunction.Min or MathFunction.Round or MathFunction.Sqrt or MathFunction.Truncate
            ? LaneText.Vectors
            : LaneText.Functions;
        return Round(call.Type, ExpressionText.Call($"{owner}.{call.Function}", true, lanes));
    }

    private ExpressionText WriteChoice(Choice choice)
    {
        ExpressionText condition = Write(choice.Condition), whenTrue = Write(choice.WhenTrue), whenFalse = Write(choice.WhenFalse);
        if (condition.IsLanes)
        {
            return ExpressionText.Call(
                LaneText.Vectors + ".ConditionalSelect", true,
                condition.Code, ToLanes(whenTrue, choice.WhenTrue), ToLanes(whenFalse, choice.WhenFalse));
        }

        bool isLanes = whenTrue.IsLanes || whenFalse.IsLanes;
        string first = isLanes ? ToLanes(whenTrue, choice.WhenTrue) : whenTrue.In(BindingLevel.Or);
        string second = isLanes ? ToLanes(whenFalse, choice.WhenFalse) : whenFalse.In(BindingLevel.Conditional);
        return new($"{condition.In(BindingLevel.Or)} ? {first} : {second}", BindingLevel.Conditional, isLanes);
    }

    private ExpressionText WriteComparison(RealComparison comparison)
    {
        ExpressionText left = Write(comparison.Left), right = Write(comparison.Right);
        if (!left.IsLanes && !right.IsLanes)
            return RelationText.Write(comparison.Relation, left, right);
        string method = comparison.Relation switch
        {
            Relation.Less => "LessThan",
            Relation.LessOrEqual => "LessThanOrEqual",
            Relation.Greater => "GreaterThan",
            Relation.GreaterOrEqual => "GreaterThanOrEqual",
            _ => "Equals",
        };
        string call = $"{LaneText.Vectors}.{method}({ToLanes(left, comparison.Left)}, {ToLanes(right, comparison.Right)})";
        return comparison.Relation == Relation.NotEqual
            ? new("~" + call, BindingLevel.Unary, true)
            : new(call, BindingLevel.Primary, true);
    }

    private ExpressionText Combine(ExpressionText left, ExpressionText right, bool isConjunction)
    {
        (string symbol, BindingLevel level) = (left.IsLanes && right.IsLanes, isConjunction) switch
        {
            (true, true) => ("&", BindingLevel.BitwiseAnd),
            // One level for both: mixed, they get parentheses.
            (true, false) => ("|", BindingLevel.BitwiseAnd),
            (false, true) => ("&&", BindingLevel.And),
            (false, false) => ("||", BindingLevel.Or),
        };
        if (left.IsLanes == right.IsLanes)
            return new($"{left.In(level)} {symbol} {right.In(level + 1)}", level, left.IsLanes);
        // A bool decides for all lanes at once; the mask is only then made, as the operator promises.
        (ExpressionText decision, ExpressionText mask) = left.IsLanes ? (right, left) : (left, right);
        string lanes = LaneText.Lanes(scheme!.Type);
        return isConjunction
            ? new($"{decision.In(BindingLevel.Or)} ? {mask.Code} : {lanes}.Zero", BindingLevel.Conditional, true)
            : new($"{decision.In(BindingLevel.Or)} ? {lanes}.AllBitsSet : {mask.Code}", BindingLevel.Conditional, true);
    }

    private string ToLanes(ExpressionText text, RealExpression expression)
    {
        if (text.IsLanes)
            return text.Code;
        if (expression is RealConstant { Value: 0 } zero && !double.IsNegativeInfinity(1 / zero.Value))
            return LaneText.Lanes(scheme!.Type) + ".Zero";
        if (expression is RealConstant constant)
            return $"{LaneText.Vectors}.Create({ScalarLiteral.Write(constant.Value, scheme!.Type)})";
        bool widens = scheme!.Type == ScalarType.Double && expression.Type == ScalarType.Single;
        return $"{LaneText.Vectors}.Create({(widens ? "(double)" + text.In(BindingLevel.Primary) : text.Code)})";
    }

    /// <summary>In code of double lanes, a result that is a float is rounded to one.</summary>
    private ExpressionText Round(ScalarType type, ExpressionText lanes) =>
        scheme!.Type == ScalarType.Double && type == ScalarType.Single
            ? ExpressionText.Call(LaneText.Functions + ".RoundToSingle", true, lanes.Code)
            : lanes;
}

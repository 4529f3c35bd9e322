namespace L2E.Kernels.Generators.Models;

/// <summary>An expression whose value is a real number. The operands of an operation have the type of its result.</summary>
/// <param name="Type">Type of the value.</param>
internal abstract record RealExpression(ScalarType Type);

/// <summary>A constant; the double holds a float's value exactly.</summary>
internal sealed record RealConstant(ScalarType Type, double Value) : RealExpression(Type)
{
    // A record compares doubles by Equals: NaN equals itself, but 0 equals -0, whose texts differ.
    public bool Equals(RealConstant? other) =>
        other is not null && Type == other.Type && BitConverter.DoubleToInt64Bits(Value) == BitConverter.DoubleToInt64Bits(other.Value);

    public override int GetHashCode() => (Type, BitConverter.DoubleToInt64Bits(Value)).GetHashCode();
}

/// <summary>What a local holds.</summary>
internal sealed record LocalValue(RealLocal Local) : RealExpression(Local.Type);

/// <summary><c>x[index]</c>; the index is affine in the counters of the loops around it.</summary>
internal sealed record InputElement(ScalarType Type, IntegerExpression Index) : RealExpression(Type);

/// <summary><c>scratch[index]</c>; the index is affine in the counters of the loops around it.</summary>
internal sealed record ScratchElement(ScalarType Type, IntegerExpression Index) : RealExpression(Type);

/// <summary><c>data[index]</c>, any index.</summary>
internal sealed record DataElement(DataSource Source, IntegerExpression Index) : RealExpression(Source.Type);

/// <summary>A real number of the objective's own.</summary>
internal sealed record DataScalar(DataSource Source) : RealExpression(Source.Type);

/// <summary>An integer as a real number.</summary>
internal sealed record IntegerValue(ScalarType Type, IntegerExpression Value) : RealExpression(Type);

/// <summary>A conversion between float and double.</summary>
internal sealed record Conversion(ScalarType Type, RealExpression Operand) : RealExpression(Type);

/// <summary><c>-operand</c></summary>
internal sealed record Negation(RealExpression Operand) : RealExpression(Operand.Type);

/// <summary><c>left op right</c></summary>
internal sealed record Operation(Operator Operator, RealExpression Left, RealExpression Right) : RealExpression(Left.Type);

/// <summary>A function of <c>Math</c> or <c>MathF</c>.</summary>
internal sealed record FunctionCall(MathFunction Function, EquatableArray<RealExpression> Arguments) : RealExpression(Arguments[0].Type);

/// <summary><c>condition ? whenTrue : whenFalse</c></summary>
internal sealed record Choice(Condition Condition, RealExpression WhenTrue, RealExpression WhenFalse) : RealExpression(WhenTrue.Type);

/// <summary>The four operations on real numbers.</summary>
internal enum Operator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// <summary>The functions that a program may call. Those of rounding, and the sign, have the derivative 0.</summary>
internal enum MathFunction
{
    Abs,
    Acos,
    Asin,
    Atan,
    Atan2,
    Cbrt,
    Ceiling,
    Clamp,
    Cos,
    Cosh,
    Exp,
    Floor,
    Log,
    Max,
    Min,
    Pow,
    Round,
    Sign,
    Sin,
    Sinh,
    Sqrt,
    Tan,
    Tanh,
    Truncate,
}

namespace L2E.Kernels.Generators.Models;

/// <summary>An expression whose value is an int that depends on the loop counters and the objective's sizes, never on the point.</summary>
internal abstract record IntegerExpression;

/// <summary>A constant.</summary>
internal sealed record IntegerConstant(int Value) : IntegerExpression;

/// <summary>The number of coordinates, <c>x.Length</c>.</summary>
internal sealed record DimensionValue : IntegerExpression;

/// <summary>The value of a loop's counter.</summary>
internal sealed record CounterValue(LoopCounter Counter) : IntegerExpression;

/// <summary>An integer of the objective's own.</summary>
internal sealed record IntegerData(DataSource Source) : IntegerExpression;

/// <summary>The length of one of the objective's arrays.</summary>
internal sealed record DataLength(DataSource Source) : IntegerExpression;

/// <summary><c>left op right</c> with the meaning that C# gives it for int.</summary>
internal sealed record IntegerOperation(IntegerOperator Operator, IntegerExpression Left, IntegerExpression Right) : IntegerExpression;

/// <summary>Operations on integers.</summary>
internal enum IntegerOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Min,
    Max,
}

using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Lanes;

/// <summary>A read or a write of an array's element in the body of a loop.</summary>
/// <param name="Array">The array: a <see cref="DataSource"/>, a <see cref="WorkArray"/>, or one of the names below.</param>
/// <param name="Index">Which element.</param>
/// <param name="Kind">What is done with it.</param>
/// <param name="IsConditional">Whether it is done by some lanes and not by others.</param>
internal sealed record ArrayUse(object Array, IntegerExpression Index, ArrayUseKind Kind, bool IsConditional)
{
    public const string Input = "x", Scratch = "scratch", Gradient = "gradient";

    /// <summary>Whether every iteration of all loops around it has an element of its own there, inside of the array.</summary>
    public bool IsOwnOfIteration => Array is WorkArray { StartsAtZero: false };

    /// <summary>The use that an expression is itself; null where it reads no element.</summary>
    public static ArrayUse? FromRead(RealExpression expression, bool isConditional) => expression switch
    {
        InputElement element => new(Input, element.Index, ArrayUseKind.Read, isConditional),
        ScratchElement element => new(Scratch, element.Index, ArrayUseKind.Read, isConditional),
        DataElement element => new(element.Source, element.Index, ArrayUseKind.Read, isConditional),
        WorkElement element => new(element.Array, element.Index, ArrayUseKind.Read, isConditional),
        _ => null,
    };

    /// <summary>The use that a statement is itself; null where it writes no element.</summary>
    public static ArrayUse? FromWrite(Statement statement, bool isConditional) => statement switch
    {
        ScratchAssignment store => new(Scratch, store.Index, ArrayUseKind.Write, isConditional),
        WorkAssignment store => new(store.Array, store.Index, ArrayUseKind.Write, isConditional),
        WorkAccumulation sum => new(sum.Array, sum.Index, ArrayUseKind.Accumulate, isConditional),
        GradientAccumulation sum => new(Gradient, sum.Index, ArrayUseKind.Accumulate, isConditional),
        GradientAssignment store => new(Gradient, store.Index, ArrayUseKind.Write, isConditional),
        _ => null,
    };
}

/// <summary>What is done with an element.</summary>
internal enum ArrayUseKind
{
    Read,
    Write,
    Accumulate,
}

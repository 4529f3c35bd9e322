using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2E.Kernels;

/// <summary>
/// Checks at the public boundary. Every message names the argument, what was expected and what came, so that a command line
/// can print it as it is.
/// </summary>
internal static class Guard
{
    /// <summary>Throws unless <paramref name="span"/> has exactly <paramref name="expected"/> elements.</summary>
    public static void Length<T>(
        ReadOnlySpan<T> span, int expected, string shape, [CallerArgumentExpression(nameof(span))] string name = "")
    {
        if (span.Length != expected)
            ThrowLength("", expected, shape, span.Length, name);
    }

    /// <summary>Throws unless <paramref name="span"/> has at least <paramref name="expected"/> elements.</summary>
    public static void MinimumLength<T>(
        ReadOnlySpan<T> span, int expected, string shape, [CallerArgumentExpression(nameof(span))] string name = "")
    {
        if (span.Length < expected)
            ThrowLength("at least ", expected, shape, span.Length, name);
    }

    /// <summary>Throws unless <c>minimum &lt;= value &lt;= maximum</c>; NaN is outside every range.</summary>
    public static void InRange<T>(T value, T minimum, T maximum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : INumber<T>
    {
        if (!(value >= minimum && value <= maximum))
            ThrowArgument(name, minimum == maximum ? $"{minimum}" : $"{minimum} to {maximum}", $"{value}");
    }

    /// <summary>Throws unless <c>value &gt;= minimum</c>.</summary>
    public static void AtLeast<T>(T value, T minimum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : INumber<T>
    {
        if (!(value >= minimum))
            ThrowLess(value, minimum, name);
    }

    /// <summary>
    /// The number of elements of a tensor, the product of sizes that are not negative. Throws, naming the tensor, when no span can
    /// have as many.
    /// </summary>
    public static int Product(string name, string shape, int first, int second) =>
        Elements(name, shape, (ulong)(uint)first * (uint)second);

    /// <inheritdoc cref="Product(string, string, int, int)"/>
    public static int Product(string name, string shape, params ReadOnlySpan<int> sizes)
    {
        UInt128 product = 1;
        foreach (int size in sizes)
            product *= (uint)size;
        return Elements(name, shape, product);
    }

    /// <summary>A number of elements as the length of a span. Throws, naming the tensor, when no span can have as many.</summary>
    public static int Elements(string name, string shape, ulong count) =>
        count <= int.MaxValue ? (int)count : Elements(name, shape, (UInt128)count);

    /// <inheritdoc cref="Elements(string, string, ulong)"/>
    public static int Elements(string name, string shape, UInt128 count)
    {
        if (count > int.MaxValue)
            ThrowArgument(name, $"at most {int.MaxValue} elements ({shape})", $"{count}");
        return (int)count;
    }

    /// <summary>Throws the library's argument error: <c>name: expected ..., got ...</c>.</summary>
    [DoesNotReturn]
    public static void ThrowArgument(string name, string expected, string got) =>
        throw new ArgumentException($"{name}: expected {expected}, got {got}");

    // Apart from the checks, which are small enough without them to be inlined.
    [DoesNotReturn]
    private static void ThrowLength(string relation, int expected, string shape, int length, string name) =>
        ThrowArgument(name, $"{relation}{expected} elements ({shape})", $"{length}");

    [DoesNotReturn]
    private static void ThrowLess<T>(T value, T minimum, string name)
        where T : INumber<T> =>
        ThrowArgument(name, $"at least {minimum}", $"{value}");
}

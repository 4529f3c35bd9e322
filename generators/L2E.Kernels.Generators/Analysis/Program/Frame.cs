using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>One method that is being read, and what its names stand for.</summary>
/// <param name="method">The method; a getter for a property.</param>
/// <param name="receiver">How C# text refers to the object it is called on; null for a static method.</param>
/// <param name="caller">The method that called it.</param>
internal sealed class Frame(IMethodSymbol method, string? receiver, Frame? caller)
{
    private readonly Dictionary<ISymbol, object> meanings = new(SymbolEqualityComparer.Default);

    public IMethodSymbol Method { get; } = method;

    public string? Receiver { get; } = receiver;

    /// <summary>Where the value goes when there are several returns.</summary>
    public RealLocal? ResultLocal { get; set; }

    /// <summary>The value, a <see cref="RealExpression"/>, an <see cref="IntegerExpression"/> or a <see cref="SpanView"/>.</summary>
    public object? Result { get; set; }

    /// <summary>Whether a method is being read here or in a caller.</summary>
    public bool IsIn(IMethodSymbol other) =>
        SymbolEqualityComparer.Default.Equals(Method, other) || (caller?.IsIn(other) ?? false);

    /// <summary>
    /// Says what a local or parameter stands for: a <see cref="RealLocal"/>, a <see cref="RealExpression"/>, an
    /// <see cref="IntegerExpression"/>, a <see cref="SpanView"/> or, as text, the path of an object.
    /// </summary>
    public void Define(ISymbol symbol, object meaning) => meanings[symbol] = meaning;

    /// <summary>What a local or parameter stands for; null when that could not be read.</summary>
    public object? Find(ISymbol symbol) => meanings.TryGetValue(symbol, out object? meaning) ? meaning : null;
}

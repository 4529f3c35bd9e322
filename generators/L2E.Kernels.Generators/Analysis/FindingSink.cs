using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Receives what the rules find in one type and remembers whether anything keeps code from being generated.</summary>
/// <param name="report">Where findings go: the analyzer's report, or nowhere in the generator.</param>
internal sealed class FindingSink(Action<Diagnostic>? report)
{
    public bool HasErrors { get; private set; }

    public void Add(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        HasErrors |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        report?.Invoke(Diagnostic.Create(descriptor, location, arguments));
    }

    /// <summary>Keeps code from being generated without a finding of our own: the compiler has an error for it.</summary>
    public void LeaveToCompiler() => HasErrors = true;
}

using CommunityToolkit.HighPerformance;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli.External;

/// <summary>A program that evaluates candidates.</summary>
internal interface IExternalProgram : IDisposable
{
    /// <summary>Number of constraints.</summary>
    int ConstraintCount { get; }

    /// <summary>The constraints of the candidates last evaluated, <c>[count or more, ConstraintCount]</c>.</summary>
    ReadOnlySpan2D<double> Constraints { get; }

    /// <summary>Has the program evaluate candidates.</summary>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination, <c>[count]</c>; NaN and infinities where the program said so.</param>
    /// <exception cref="InputException">The program cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness);
}

namespace L2E.Kernels.Generators.Models;

/// <summary>How the user's <c>Evaluate</c> is called.</summary>
/// <param name="IsBatch">The user wrote the whole batch evaluation; the other two say nothing then.</param>
/// <param name="TakesFloat">A row is <c>ReadOnlySpan&lt;float&gt;</c> rather than of double.</param>
/// <param name="TakesScratch">A second parameter takes scratch of the row's element type.</param>
/// <param name="IsStatic">The method is static.</param>
/// <param name="IsScratchLengthStatic">So is the one that tells how much scratch it takes.</param>
internal sealed record EvaluateModel(bool IsBatch, bool TakesFloat, bool TakesScratch, bool IsStatic, bool IsScratchLengthStatic);

namespace L2E.Kernels.Cli.Inspecting;

/// <summary>What an inspection runs the operator on.</summary>
/// <param name="Weights">The operator's parameters.</param>
/// <param name="Problem">Name of the problem in the catalogue.</param>
/// <param name="Instance">Which member of its family.</param>
/// <param name="Budget">Number of evaluations.</param>
/// <param name="Directory">Where the pictures go.</param>
internal sealed record InspectRequest(OperatorWeights Weights, string Problem, ObjectiveInstance Instance, long Budget, string Directory);

// What somebody writes who has the packages alone: an objective, a solve, and the parameters that training would begin with.
using L2E.Kernels;
using L2E.Kernels.Training;

SolverOptions options = SolverOptions.For<Bowl.Binding>(dimension: 10, budget: 2000);
using var solver = new Solver<Bowl.Binding>(default, options);
SolveResult result = solver.Solve();
Console.WriteLine($"bowl: {result.BestFitness:E1} after {result.Evaluations} evaluations; gradient derived: {Bowl.Binding.HasGradient}");
Console.WriteLine($"training: {nameof(GradientEstimator)} has {Enum.GetValues<GradientEstimator>().Length} kinds");
return result.BestFitness < 1e-6 && result.Certificate.Holds && Bowl.Binding.HasGradient ? 0 : 1;

[Objective("bowl", Lower = -5, Upper = 5, Optimum = 0)]
public static partial class Bowl
{
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += (i + 1) * (x[i] - 1) * (x[i] - 1);
        return sum;
    }
}

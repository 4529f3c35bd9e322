using L2E.Kernels.Cli.Output;
using Spectre.Console;

namespace L2E.Kernels.Cli.Solving;

/// <summary>Shows on a terminal how far a run is, once it takes long enough to be worth it.</summary>
internal sealed class SolveProgress(TextWriter terminal)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(0.5), period = TimeSpan.FromSeconds(0.1);

    /// <summary>Runs the solver to its end under the display.</summary>
    public void Show<TObjective>(Solver<TObjective> solver, long deadline, SolveRequest request, CancellationToken cancellation)
        where TObjective : struct, IObjective
    {
        if (!SolveRun.Advance(solver, patience, deadline, request, cancellation))
            return;
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) })
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("solving", maxValue: solver.Engine.Budget);
                do
                {
                    task.Value = solver.Engine.Evaluations;
                    task.Description = $"best {Format.Short(solver.Engine.BestFitness)}";
                }
                while (SolveRun.Advance(solver, period, deadline, request, cancellation));
            });
    }
}

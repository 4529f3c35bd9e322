using System.CommandLine;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.External;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Cli.Solving;
using L2E.Kernels.Devices;
using L2E.Kernels.Distributed;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e solve</c>: minimises a problem of the catalogue or an external program.</summary>
internal static class SolveCommand
{
    private static readonly string[] examples =
    [
        "l2e solve rastrigin --dim 1000 --budget 20000",
        "l2e solve bbob-f24 --dim 40 --budget 40000 --seed 7 --instance 3 --json",
        "l2e solve cartpole --budget 2000 --plot curve.svg --certificate certificate.json",
        "l2e solve arm:1000 --mode gradient",
        "l2e solve rastrigin --dim 10000 --budget 1000000 --snapshot run.snapshot",
        "l2e solve rosenbrock --dim 500 --mode gradient --target 1e-8",
        "l2e solve ackley --dim 200 --device opencl",
        "l2e solve --command \"python3 my_objective.py\" --dim 20 --lower -5 --upper 5",
        "l2e solve --command \"python3 train.py\" --space space.json --budget 200",
        "mpirun -np 8 l2e solve --command \"python3 train.py\" --space space.json --budget 200",
    ];

    public static Command Create(LaunchedRanks ranks, TextWriter error, CancellationToken cancellation)
    {
        Command solve = new("solve", "Minimises a problem over its box and certifies that the run kept to its convergence theorem.");
        SolveOptions options = new();
        options.AddTo(solve);
        solve.AddExamples(examples);
        solve.SetAction(parsed =>
        {
            Ranks? joined = ranks.Join();
            SolveRequest request = options.Read(parsed);
            using Device? device = request.Device;
            if (joined is { Rank: > 0 })
            {
                // Problems of the catalogue are solved by the first rank alone.
                if (request.Instance is null)
                    Serve(joined, request, cancellation);
                return ExitCode.Success;
            }

            TextWriter output = parsed.InvocationConfiguration.Output;
            bool isJson = parsed.GetValue(options.Json);
            using SolveFiles files = new(
                (options.Trace.Name, parsed.GetValue(options.Trace)), (options.Plot.Name, parsed.GetValue(options.Plot)),
                (options.Certificate.Name, parsed.GetValue(options.Certificate)));
            bool hasTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
            SolveOutcome outcome = Solve(request, joined, hasTerminal && !isJson ? new SolveProgress(error) : null, cancellation);
            return Report(request, outcome, files, output, isJson);
        });
        return solve;
    }

    private static void Serve(Ranks ranks, SolveRequest request, CancellationToken cancellation)
    {
        using IExternalProgram program = Start(request, cancellation);
        RankedTrials.Serve(ranks, request.Options.Dimension, new TrialCall(program));
    }

    private static IExternalProgram Start(SolveRequest request, CancellationToken cancellation) => request.Space is { Space: var space }
        ? new TrialProgram(request.Problem, space, request.ConstraintCount, request.Timeout, cancellation)
        : new ExternalProgram(request.Problem, space: null, request.ConstraintCount, request.Timeout, cancellation);

    private static SolveOutcome Solve(SolveRequest request, Ranks? ranks, SolveProgress? progress, CancellationToken cancellation)
    {
        SolveRun run = new(request, progress, cancellation);
        try
        {
            return request.Instance is { } instance
                ? ObjectiveCatalogue.Create<SolveRun, SolveOutcome>(request.Problem, instance, ref run)
                : SolveByProgram(request, ranks, ref run, cancellation);
        }
        catch (ArgumentException exception) when (!run.HasObjective && exception.Message.StartsWith("instance", StringComparison.Ordinal))
        {
            // The dimension was checked before: what is left to refuse is the number of the instance, or to rotate it.
            string option = exception.Message.StartsWith("instance.Instance:", StringComparison.Ordinal) ? "--instance" : "--rotate";
            throw new InputException($"{option}{exception.Message[exception.Message.IndexOf(':', StringComparison.Ordinal)..]}");
        }
        catch (Exception exception) when (run.Explain(exception) is not null)
        {
            throw run.Explain(exception)!;
        }
    }

    private static SolveOutcome SolveByProgram(SolveRequest request, Ranks? ranks, ref SolveRun run, CancellationToken cancellation)
    {
        using IExternalProgram program = Start(request, cancellation);
        if (ranks is { Count: > 1 })
            return run.Run(ranks, new TrialCall(program));
        SolveOutcome outcome = run.Visit(new ExternalObjective(program));
        return program is TrialProgram trials
            ? outcome with { FailedTrials = trials.Failures, LastFailure = trials.LastFailure }
            : outcome;
    }

    private static int Report(SolveRequest request, SolveOutcome outcome, SolveFiles files, TextWriter output, bool isJson)
    {
        bool hasResult = outcome.Result.Status != SolverStatus.NoFiniteValue;
        if (hasResult && outcome.Trace is { } trace)
            files.Write(request, outcome, trace);
        if (isJson)
            JsonOutput.Print(output, json => SolveJson.Write(json, request, outcome));
        else if (hasResult)
            TextOutput.Print(output, SolveTable.Create(request, outcome));
        if (!hasResult)
        {
            throw new InputException(
                request.Instance is null ? "--command" : "problem", "a finite value somewhere",
                $"none in {Format.Count(outcome.Result.Evaluations, "evaluation")}; the run stopped"
                + (outcome.FailedTrials > 0 ? $". The last trial: {outcome.LastFailure}" : ""));
        }

        return outcome.IsCancelled ? ExitCode.Interrupted : ExitCode.Success;
    }
}

using System.CommandLine;
using System.Globalization;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Inspecting;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Plotting;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e inspect</c>: what an operator does along a run of its population, as a table and pictures.</summary>
internal static class InspectCommand
{
    private const string DefaultProblem = "rastrigin";
    private const int DefaultDimension = 30, LongestBudget = 10_000_000;

    private static readonly string[] examples =
    [
        "l2e inspect --out pictures",
        "l2e inspect weights.l2e --problem rosenbrock:100 --budget 10000 --out pictures",
    ];

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> weights = new("WEIGHTS")
        {
            Description = "default (the weights that come with the program), random:SEED, or a weights file",
            DefaultValueFactory = _ => "default",
        };
        Option<string> output = Text("--out", "DIR", "Directory for the pictures (SVG); made if need be.");
        output.Required = true;
        Option<string> problem = Text(
            "--problem", "NAME",
            $"The problem of the run, with its number of variables where it has several. Default: {DefaultProblem}:{DefaultDimension}.");
        Option<int?> budget = NumberOption.Create(
            "--budget", "N", "Number of evaluations of the run. Default: 100 for each variable.", 1, LongestBudget);
        Command inspect = new(
            "inspect",
            "Runs the learned population alone and draws its gates against rank and progress, its contraction and its blend.")
        {
            weights, output, problem, budget,
        };
        inspect.AddExamples(examples);
        inspect.SetAction(parsed => Inspect(
            ReadRequest(
                parsed.GetValue(weights)!, parsed.GetValue(problem) ?? $"{DefaultProblem}:{DefaultDimension}", parsed.GetValue(budget),
                parsed.GetValue(output)!),
            parsed.InvocationConfiguration.Output, cancellation));
        return inspect;
    }

    private static InspectRequest ReadRequest(string weights, string word, int? budget, string directory)
    {
        OperatorWeights parameters = WeightsOption.Read("WEIGHTS", weights)
            ?? throw new InputException("WEIGHTS", "weights of an operator", "none");
        ProblemName problem = ProblemOption.Read("--problem", word);
        ObjectiveDescription objective = problem.Objective;
        if (problem.Dimension is null && objective.MinDimension < objective.MaxDimension)
            throw new InputException("--problem", $"{objective.Name}:N with N variables", Quoted.Text(word));
        ObjectiveInstance instance = new(problem.Dimension ?? objective.MinDimension, problem.Instance ?? 1);
        return new InspectRequest(parameters, objective.Name, instance, budget ?? 100L * instance.Dimension, directory);
    }

    private static int Inspect(InspectRequest request, TextWriter output, CancellationToken cancellation)
    {
        InspectedRun run;
        try
        {
            run = InspectedRun.Create(request, cancellation);
        }
        catch (ArgumentException exception)
        {
            // The one thing that only the solver knows: how small a budget can be.
            throw new InputException($"--{exception.Message}");
        }

        if (run.Generations.Count == 0)
            throw new InputException("--budget", "enough evaluations for a generation of the population", $"{request.Budget}");
        foreach ((string name, SvgChart chart) in GateCharts.Create(request.Weights.Label, run))
        {
            using OutputFile file = Open(request.Directory, name);
            file.Complete(chart.Write);
        }

        TextOutput.Print(output, CreateTable(request, run));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private static OutputFile Open(string directory, string name)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException("--out", "a directory that can be written", $"{Quoted.Text(directory)}: {exception.Message}");
        }

        return new OutputFile("--out", Path.Combine(directory, name));
    }

    private static TextTable CreateTable(InspectRequest request, InspectedRun run)
    {
        ConvergenceCertificate certificate = run.Result.Certificate;
        double rowSum = run.Generations.Max(record => CertificateChecker.LargestRowSum(record.Gates!));
        TextTable table = new("", "");
        table.Add("weights", request.Weights.Training.Length > 0 ? $"{request.Weights.Label}, trained" : request.Weights.Label);
        table.Add("run", string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Problem}, {request.Instance.Dimension:N0} dimensions, {run.Result.Evaluations:N0} evaluations"));
        table.Add("generations", Format.Count(run.Generations.Count));
        table.Add("step size", Range(run.Generations.SelectMany(record => record.Gates!.Delta).Select(value => (double)value)));
        table.Add("relaxation", Range(run.Generations.SelectMany(record => record.Gates!.Relaxation).Select(value => (double)value)));
        table.Add("blend", Range(run.Generations.Select(record => record.Blend)));
        table.Add("memory", Range(run.Generations.Select(record => record.Memory)));
        table.Add("contraction margin", $"{Format.Short(certificate.ContractionBound - rowSum)} left of {certificate.ContractionBound}");
        table.Add("averaged step", $"{Format.Short(certificate.WorstAveraged)} or less (allowed: {certificate.AveragedBound})");
        table.Add("pictures", Quoted.OneLine(request.Directory));
        return table;
    }

    private static string Range(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return $"{Format.Short(sorted[0])} to {Format.Short(sorted[^1])}";
    }

    private static Option<string> Text(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
    };
}

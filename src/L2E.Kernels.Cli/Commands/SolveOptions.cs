using System.CommandLine;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Solving;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Commands;

/// <summary>The options of <c>l2e solve</c>, and the request that they make.</summary>
internal sealed class SolveOptions
{
    private const int MostDimensions = 1_000_000, DefaultTimeoutSeconds = 60;
    private const double LongestTimeoutSeconds = 86400, LongestTimeSeconds = 1e7;

    private readonly Argument<string?> problem = new("PROBLEM")
    {
        Description = "the name of a problem (l2e problems lists them; arm:100 has 100 variables, uav:3 is instance 3), or --command",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> dimension = NumberOption.Create(
        "--dim", "N", "Number of variables. Needed, unless the problem has only one dimension.", 1, MostDimensions);

    private readonly Option<long?> budget = NumberOption.Create(
        "--budget", "N", "Number of evaluations to spend. Default: 100 for each variable, at least 1,000, at most 1,000,000.", 1,
        long.MaxValue);

    private readonly Option<ulong?> seed = NumberOption.Create(
        "--seed", "N", "Seed of the solver's random numbers: the same seed, the same result. Default: 1.", 0UL, ulong.MaxValue);

    private readonly Option<int?> instance = NumberOption.Create(
        "--instance", "N", "Which instance of the problem: each has its optimum elsewhere. Default: 1.", 0, int.MaxValue);

    private readonly Option<bool> rotate = Flag(
        "--rotate", "Mix the variables by a random orthogonal matrix, so that none can be solved alone.");

    private readonly Option<string?> command = Text(
        "--command", "COMMAND",
        "Minimise any program, started once by the shell: it reads one JSON array of variables a line and answers each with " +
        "one number on a line (nan where it failed), flushing its output. Needs --dim, --lower and --upper, or --space.");

    private readonly Option<string?> space = Text(
        "--space", "FILE.json",
        "With --command, instead of --dim, --lower and --upper: named parameters (real, integer, categorical, ordered, conditional). The " +
        "program reads them as one JSON object a line. A trial fails, and ranks last, when the program ends with a non-zero exit code or " +
        "does not answer in time; it is started again when it has ended, so that one that handles a single line will do.");

    private readonly Option<double?> lower = NumberOption.Create(
        "--lower", "X", "With --command: lower bound of every variable.", double.MinValue, double.MaxValue);

    private readonly Option<double?> upper = NumberOption.Create(
        "--upper", "X", "With --command: upper bound of every variable.", double.MinValue, double.MaxValue);

    private readonly Option<double?> timeout = NumberOption.Create(
        "--timeout", "SECONDS", $"With --command: how long the program may take for a line. Default: {DefaultTimeoutSeconds}.",
        0.001, LongestTimeoutSeconds);

    private readonly Option<int?> constraints = NumberOption.Create(
        "--constraints", "N",
        "With --command: number of constraints. Each answer is then the value and N more numbers on its line, at most 0 where the " +
        "constraint is kept. Default: 0.", 0, 10_000);

    private readonly Option<string?> start = Text(
        "--start", "POINT",
        "Where to start: random (in the box), centre, or a file with a point in it (a JSON array, or numbers between white space; with " +
        "--space a JSON object of values by name). " +
        "Default: random.");

    private readonly Option<double?> spread = NumberOption.Create(
        "--spread", "X",
        "With --start centre or a file: how far from it the optimum may lie, as a part of the box's width. The search begins there; it " +
        "may leave. Default: anywhere in the box.", 1e-4, 1.0);

    private readonly Option<double?> target = NumberOption.Create(
        "--target", "X", "Stop when the best value, as it is printed, is this or less. Default: none.", double.MinValue, double.MaxValue);

    private readonly Option<double?> time = NumberOption.Create(
        "--time", "SECONDS", "Stop before this time is over. Default: as long as the budget lasts.", 0.001, LongestTimeSeconds);

    private readonly Option<long?> stagnation = NumberOption.Create(
        "--stagnation", "N", "Stop when the best value has not fallen for this many evaluations. Default: never.", 1, long.MaxValue);

    private readonly Option<int?> threads = NumberOption.Create(
        "--threads", "N", "Number of threads that evaluate; it does not change the result. Default: 1.", 1, 1024);

    private readonly Option<string?> device = DeviceOption.Create(
        $"What evaluates the problem: cpu, or a device, in single precision: {DeviceOption.Devices}. Default: cpu.");

    private readonly Option<int?> population = NumberOption.Create(
        "--population", "N", "Individuals of the first population, an even number from 4. Default: chosen from dimension and budget.", 4,
        1_000_000);

    private readonly Option<string?> weights = Text(
        "--weights", "WEIGHTS",
        "Parameters of the learned operator: default, none (runs without it), random:SEED (the convergence certificate holds for " +
        "any), or a weights file. Default: default.");

    private readonly Option<string?> mode = Text(
        "--mode", "MODE",
        "What the solver may know: black-box (values only), or gradient (exact gradients too, which most problems have; a value with its " +
        "gradient counts as one evaluation). Default: black-box.");

    private readonly Option<string?> snapshot = Text(
        "--snapshot", "FILE", "Write the state of the run to a file from time to time and at its end, for --resume to go on from.");

    private readonly Option<long?> every = NumberOption.Create(
        "--every", "N", "With --snapshot: evaluations between two of them. Default: a hundredth of the budget, at least 1,000.", 1,
        long.MaxValue);

    private readonly Option<string?> resume = Text(
        "--resume", "FILE",
        "Go on from a snapshot, with the other options as they were: the result is that of a run which was never interrupted.");

    public Option<bool> Json { get; } = Flag("--json", "Print the result as one JSON object instead of a table.");

    public Option<string?> Trace { get; } = Text(
        "--trace", "FILE.csv", "Write the record of every iteration to a file of comma-separated values.");

    public Option<string?> Plot { get; } = Text("--plot", "FILE.svg", "Write a picture of the convergence curve.");

    public Option<string?> Certificate { get; } = Text(
        "--certificate", "FILE.json", "Write the convergence certificate with its evidence, which l2e check verifies.");

    public void AddTo(Command solve)
    {
        solve.Add(problem);
        foreach (Option option in (ReadOnlySpan<Option>)[
            dimension, budget, target, time, stagnation, seed, instance, rotate, start, spread, mode, population, weights, threads, device,
            command, lower, upper, space, timeout, constraints,
            snapshot, every, resume, Json, Trace, Plot, Certificate])
            solve.Add(option);
    }

    /// <summary>The request, checked as far as it can be without the solver.</summary>
    /// <exception cref="InputException">An option is missing, or has a value that cannot be used.</exception>
    public SolveRequest Read(ParseResult parsed)
    {
        string? name = parsed.GetValue(problem);
        string? commandLine = parsed.GetValue(command);
        if ((name is null) == (commandLine is null))
        {
            throw new InputException(
                "problem", problem.Description!, name is null ? "nothing (l2e solve --help)" : $"both {Quoted.Text(name)} and --command");
        }

        return commandLine is null ? ReadProblem(parsed, name!) : ReadCommand(parsed, commandLine);
    }

    private SolveRequest ReadProblem(ParseResult parsed, string name)
    {
        ProblemName word = ReadName(parsed, name);
        ObjectiveDescription description = word.Objective;
        foreach (Option option in (ReadOnlySpan<Option>)[lower, upper, space, timeout, constraints])
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InputException(option.Name, "to be given with --command only", $"it with the problem {Quoted.Text(name)}");
        if (parsed.GetValue(threads) is { } count and not 1 && parsed.GetValue(device) is not (null or "cpu"))
            throw new InputException(threads.Name, "1 with --device, which has its own", $"{count}");
        ObjectiveInstance member = new(
            word.Dimension ?? ReadDimension(parsed, description), word.Instance ?? parsed.GetValue(instance) ?? 1, parsed.GetValue(rotate));
        return new SolveRequest
        {
            Problem = description.Name,
            Instance = member,
            Start = ReadStart(parsed),
            Target = parsed.GetValue(target),
            Snapshots = ReadSnapshots(parsed, member.Dimension),
            Resume = parsed.GetValue(resume),
            Options = ReadSolverOptions(parsed, member.Dimension, description.Lower, description.Upper),
            // Last: what is opened here is closed with the request.
            Device = DeviceOption.Open(parsed.GetValue(device)),
        };
    }

    private ProblemName ReadName(ParseResult parsed, string name)
    {
        ProblemName word = ProblemOption.Read("problem", name);
        if (word.Dimension is not null && parsed.GetValue(dimension) is { } size)
            throw new InputException(dimension.Name, $"to be left out with {Quoted.Text(name)}", $"{size}");
        return word.Instance is not null && parsed.GetValue(instance) is { } number
            ? throw new InputException(instance.Name, $"to be left out with {Quoted.Text(name)}", $"{number}")
            : word;
    }

    private SolveRequest ReadCommand(ParseResult parsed, string commandLine)
    {
        if (string.IsNullOrWhiteSpace(commandLine))
            throw new InputException(command.Name, "a command line for the shell", "nothing");
        foreach (Option option in (ReadOnlySpan<Option>)[instance, rotate, device])
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InputException(option.Name, "to be given with a problem of the catalogue only", "it with --command");
        if (parsed.GetValue(threads) is { } count and not 1)
            throw new InputException(threads.Name, "1 with --command, which runs one program", $"{count}");
        SpaceFile? file = ReadSpace(parsed);
        (int dimensions, double lowerBound, double upperBound) = file is null
            ? (Needed(parsed, dimension), Needed(parsed, lower), Needed(parsed, upper))
            : (file.Space.Dimension, 0, 1);
        if (!(lowerBound < upperBound))
            throw new InputException(upper.Name, $"a number above --lower, which is {lowerBound}", $"{upperBound}");
        if (!double.IsFinite(upperBound - lowerBound))
            throw new InputException(upper.Name, "a box whose width is a finite number", $"{lowerBound} to {upperBound}");
        return new SolveRequest
        {
            Problem = commandLine,
            Instance = null,
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout) ?? DefaultTimeoutSeconds),
            Space = file,
            ConstraintCount = parsed.GetValue(constraints) ?? 0,
            Start = ReadStart(parsed),
            Target = parsed.GetValue(target),
            Snapshots = ReadSnapshots(parsed, dimensions),
            Resume = parsed.GetValue(resume),
            Options = ReadSolverOptions(parsed, dimensions, lowerBound, upperBound, file),
        };
    }

    private SpaceFile? ReadSpace(ParseResult parsed)
    {
        if (parsed.GetValue(space) is not { } path)
            return null;
        foreach (Option option in (ReadOnlySpan<Option>)[dimension, lower, upper])
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InputException(option.Name, "to be left out with --space, which has its own", "both");
        return SpaceFile.Read(space.Name, path);
    }

    private int ReadDimension(ParseResult parsed, ObjectiveDescription description)
    {
        (int fewest, int most) = (description.MinDimension, Math.Min(description.MaxDimension, MostDimensions));
        string expected = $"{(fewest == most ? $"{fewest}" : $"{fewest} to {most}")} for {description.Name}";
        if (parsed.GetValue(dimension) is not { } given)
            return fewest == most ? fewest : throw new InputException(dimension.Name, expected, "nothing");
        return given >= fewest && given <= most ? given : throw new InputException(dimension.Name, expected, $"{given}");
    }

    private SolverOptions ReadSolverOptions(
        ParseResult parsed, int dimensions, double lowerBound, double upperBound, SpaceFile? file = null)
    {
        SolverOptions options = SolverOptions.ForBox(dimensions, lowerBound, upperBound, ReadBudget(parsed, dimensions));
        return options with
        {
            Space = file?.Space,
            Seed = parsed.GetValue(seed) ?? options.Seed,
            Threads = parsed.GetValue(threads) ?? options.Threads,
            Population = parsed.GetValue(population),
            Start = ReadStart(parsed) switch
            {
                "random" => null,
                "centre" => [.. Enumerable.Repeat(lowerBound / 2 + upperBound / 2, dimensions)],
                { } path when file is not null => file.ReadStart(start.Name, path),
                { } path => NumberFile.Read(start.Name, path, dimensions, lowerBound, upperBound),
            },
            Spread = ReadSpread(parsed),
            Mode = parsed.GetValue(mode) switch
            {
                null or "black-box" => SolverMode.BlackBox,
                "gradient" => SolverMode.Gradient,
                { } other => throw new InputException(mode.Name, "black-box or gradient", Quoted.Text(other)),
            },
            StagnationLimit = parsed.GetValue(stagnation),
            TimeLimit = parsed.GetValue(time) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Weights = WeightsOption.Read(weights.Name, parsed.GetValue(weights) ?? "default"),
            RecordTrace = (parsed.GetValue(Trace) ?? parsed.GetValue(Plot) ?? parsed.GetValue(Certificate)) is not null,
        };
    }

    private SnapshotSchedule? ReadSnapshots(ParseResult parsed, int dimensions)
    {
        if (parsed.GetValue(snapshot) is not { } path)
        {
            return parsed.GetValue(every) is { } given
                ? throw new InputException(every.Name, "--snapshot with it", $"{given} alone")
                : null;
        }

        return new SnapshotSchedule(snapshot.Name, path, parsed.GetValue(every) ?? Math.Max(1000, ReadBudget(parsed, dimensions) / 100));
    }

    private double? ReadSpread(ParseResult parsed)
    {
        double? value = parsed.GetValue(spread);
        return value is null || ReadStart(parsed) != "random"
            ? value
            : throw new InputException(spread.Name, "--start centre or --start FILE with it", "a random start");
    }

    private long ReadBudget(ParseResult parsed, int dimensions) =>
        parsed.GetValue(budget) ?? Math.Clamp(100L * dimensions, 1000, 1_000_000);

    private string ReadStart(ParseResult parsed) => parsed.GetValue(start) ?? "random";

    private static T Needed<T>(ParseResult parsed, Option<T?> option)
        where T : struct =>
        parsed.GetValue(option) ?? throw new InputException(option.Name, "a number with --command", "nothing");

    private static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.ExactlyOne };
}

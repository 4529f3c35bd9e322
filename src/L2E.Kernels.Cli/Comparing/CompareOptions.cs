using System.CommandLine;
using System.Globalization;
using L2E.Kernels.Cli.Commands;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Devices;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>The options of <c>l2e compare</c>, and the request that they make.</summary>
internal sealed class CompareOptions
{
    private const int DefaultSeeds = 30, MostDimensions = 1_000_000, MostSeeds = 10_000;

    private readonly Option<string?> suite = Text(
        "--suite", "NAME",
        $"Which problems: {string.Join("; ", Suite.All.Select(suite => $"{suite.Name} ({suite.Description})"))}. Needed.");

    private readonly Option<string?> dimensions = Text(
        "--dims", "N,...", "Numbers of variables. Default: 30 (synthetic, held-out), 10,30 (bbob, noisy), 1000,10000 (large).");

    private readonly Option<string?> budget = Text(
        "--budget", "N|Nd", "Evaluations of a run: a number, or a number for each variable (100d); of each tick with mpc:cartpole. " +
        "Default: 100d.");

    private readonly Option<int?> seeds = NumberOption.Create(
        "--seeds", "N", $"Runs of each method on each problem, with seed and instance 1, 2, ... Default: {DefaultSeeds}.", 1, MostSeeds);

    private readonly Option<int?> firstSeed = NumberOption.Create(
        "--first-seed", "N", "The first seed and instance. Default: 1.", 0, int.MaxValue - MostSeeds);

    private readonly Option<string?> optima = Text(
        "--optima", "REGION", "Where minimisers are drawn from: centred or corner ([1.5, 4.5] in every variable). Default: centred.");

    private readonly Option<string?> directory = Text("--out", "DIR", "Directory for runs.csv and report.html; made if need be. Needed.");

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on with the comparison in that directory, if there is one.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<int?> threads = NumberOption.Create(
        "--threads", "N", "Runs at once; it does not change results, but their times. Default: 1.", 1, 1024);

    private readonly Option<string?> device = DeviceOption.Create(
        $"What evaluates the problems: cpu, or a device, in single precision: {DeviceOption.Devices}. Default: cpu.");

    public void AddTo(Command compare)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[
            suite, dimensions, budget, seeds, firstSeed, optima, directory, resume, threads, device])
            compare.Add(option);
    }

    /// <summary>The request.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="name">The command with what chooses the methods.</param>
    /// <exception cref="InputException">An option is missing, or has a value that cannot be used.</exception>
    public CompareRequest Read(ParseResult parsed, IReadOnlyList<IMethod> methods, string name)
    {
        Suite chosen = ReadSuite(parsed);
        int[] sizes = ReadDimensions(parsed, chosen);
        OptimumRegion region = ReadRegion(parsed, chosen);
        string budgetText = parsed.GetValue(budget) ?? "100d";
        Func<int, long> budgetOf = ReadBudget(budgetText);
        int count = parsed.GetValue(seeds) ?? DefaultSeeds, first = parsed.GetValue(firstSeed) ?? 1;
        string path = parsed.GetValue(directory) is { Length: > 0 } given
            ? given
            : throw new InputException(directory.Name, "a directory", "nothing");
        IReadOnlyList<Cell> cells;
        try
        {
            cells = chosen.GetCells(sizes, region, budgetOf);
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"--{exception.Message}");
        }

        string place = parsed.GetValue(device) ?? "cpu";
        int runsAtOnce = parsed.GetValue(threads) ?? 1;
        if (place != "cpu")
        {
            if (runsAtOnce != 1)
                throw new InputException(threads.Name, "1 with --device, which serves one run at a time", $"{runsAtOnce}");
            if (cells.FirstOrDefault(cell => !HasDeviceCode(cell)) is { } cell)
                throw new InputException(device.Name, $"cpu for the suite {chosen.Name}: {cell.Problem} has no device code", place);
        }

        string command = string.Create(
            CultureInfo.InvariantCulture,
            $"l2e {name} --suite {chosen.Name}"
            + $"{(sizes.Length > 0 ? $" --dims {string.Join(',', sizes)}" : "")} --budget {budgetText} --seeds {count} --first-seed {first}"
            + $"{(chosen.HasRegions ? $" --optima {(region == OptimumRegion.Corner ? "corner" : "centred")}" : "")}"
            + $"{(place == "cpu" ? "" : $" --device {place}")}");
        string[] notes =
        [
            .. from method in methods
               where cells.Any(cell => cell.Dimension > method.MaxDimension)
               select $"{method.Name} is left out above {method.MaxDimension} dimensions: its time for an evaluation is out of proportion",
        ];
        // Last: what is opened here is closed with the request.
        Device? opened = DeviceOption.Open(parsed.GetValue(device));
        Cell[] placed = [.. cells.Select(cell => cell with { Device = DeviceOption.GetName(opened) })];
        return new CompareRequest(
            methods, ComparisonRunner.Plan(methods, placed, count, first), path, parsed.GetValue(resume), runsAtOnce, command, notes,
            opened);
    }

    /// <summary>What a run refused, in terms of the options.</summary>
    public static InputException Explain(ArgumentException exception) => exception.Message.StartsWith("instance", StringComparison.Ordinal)
        ? new InputException($"--first-seed{exception.Message[exception.Message.IndexOf(':', StringComparison.Ordinal)..]}")
        : new InputException($"--{exception.Message}");

    private static bool HasDeviceCode(Cell cell) =>
        ObjectiveCatalogue.TryFind(cell.Problem, out ObjectiveDescription? objective)
        && DerivedMembers.Find(objective).HasDeviceCode;

    private Suite ReadSuite(ParseResult parsed)
    {
        string names = string.Join(", ", Suite.All.Select(candidate => candidate.Name));
        if (parsed.GetValue(suite) is not { } name)
            throw new InputException(suite.Name, names, "nothing");
        return Suite.All.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new InputException(
                $"{suite.Name}: unknown suite {Quoted.Text(name)}"
                + $"{Suggestion.For(name, Suite.All.Select(candidate => candidate.Name))} ({names})");
    }

    private int[] ReadDimensions(ParseResult parsed, Suite chosen)
    {
        if (parsed.GetValue(dimensions) is not { } list)
            return [.. chosen.DefaultDimensions];
        if (chosen.DefaultDimensions.Count == 0)
        {
            throw new InputException(
                dimensions.Name, $"to be left out with the suite {chosen.Name}, whose problems have their own", Quoted.Text(list));
        }

        return
        [
            .. list.Split(',').Select(text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= MostDimensions
                    ? size
                    : throw new InputException(
                        dimensions.Name, $"whole numbers from 1 to {MostDimensions} with commas", Quoted.Text(list)))
                .Distinct().Order(),
        ];
    }

    private OptimumRegion ReadRegion(ParseResult parsed, Suite chosen)
    {
        OptimumRegion region = parsed.GetValue(optima) switch
        {
            null or "centred" => OptimumRegion.Centred,
            "corner" => OptimumRegion.Corner,
            { } other => throw new InputException(optima.Name, "centred or corner", Quoted.Text(other)),
        };
        return region == OptimumRegion.Centred || chosen.HasRegions
            ? region
            : throw new InputException(optima.Name, $"centred with the suite {chosen.Name}, whose optima have their places", "corner");
    }

    private Func<int, long> ReadBudget(string text)
    {
        bool isPerVariable = text.EndsWith('d');
        const long Most = 1_000_000_000_000;
        if (!long.TryParse(isPerVariable ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || number is < 1 or > Most)
        {
            throw new InputException(budget.Name, $"a whole number from 1 to {Most}, with or without a d", Quoted.Text(text));
        }

        return dimension => isPerVariable ? number * dimension : number;
    }

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.ExactlyOne };
}

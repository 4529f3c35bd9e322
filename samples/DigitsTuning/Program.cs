// Tunes a classifier of handwritten digits, a program in Python with eight parameters of different kinds, and sets the solver beside
// CMA-ES and random search.
using System.ComponentModel;
using DigitsTuning;
using L2E.Kernels;
using L2E.Kernels.Comparison.Methods;

int seeds = 10;
int budget = 200;
int threads = 1;
string python = "python3";
string? svg = null;
for (int i = 0; i < args.Length; i++)
{
    bool isKnown = args[i] switch
    {
        "--seeds" => i + 1 < args.Length && int.TryParse(args[++i], out seeds) && seeds is >= 1 and <= 1000,
        "--budget" => i + 1 < args.Length && int.TryParse(args[++i], out budget) && budget is >= 10 and <= 100_000,
        "--threads" => i + 1 < args.Length && int.TryParse(args[++i], out threads) && threads is >= 1 and <= 1024,
        "--python" => i + 1 < args.Length && (python = args[++i]).Length > 0,
        "--svg" => i + 1 < args.Length && (svg = args[++i]) is not null,
        _ => false,
    };
    if (!isKnown)
    {
        Console.Error.WriteLine($"""
            at '{args[i]}': expected [--seeds 1..1000] [--budget 10..100000] [--threads 1..1024] [--python COMMAND] [--svg FILE]
              --budget    evaluations of each seed, about half a second each
              --threads   how many seeds go side by side
              --python    an interpreter that has scikit-learn (Debian: python3-sklearn)
              --svg       draw the error against the evaluations
            """);
        return 2;
    }
}

FileStream? curves = null;
ParameterSpace space;
Tuning[] methods;
try
{
    curves = svg is null ? null : File.Create(svg);
    space = ParameterSpace.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "space.json")));
    methods =
        [.. ((IMethod[])[new SpaceSearch(space), new Cma(), new RandomSearch()])
            .Select(method => new Tuning(method, python, space, seeds, budget, threads))];
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"--svg: {error.Message}");
    return 2;
}
catch (AggregateException error) when (error.InnerException is Win32Exception or InvalidOperationException)
{
    curves?.Dispose();
    Console.Error.WriteLine($"--python: {error.InnerException.Message}");
    return 2;
}

using FileStream? file = curves;
Console.WriteLine($"""
    Digits misclassified in a cross-validation, the smallest part in {budget:N0} evaluations: median over {seeds} seeds, and quartiles.
    {space.Parameters.Count} parameters, {space.Dimension} coordinates.

    | method | error, % | of the best in another cross-validation |
    |---|---|---|
    """);
foreach (Tuning method in methods)
{
    Console.WriteLine(
        $"| {method.Name} | {100 * method.Error(0.5):F3} ({100 * method.Error(0.25):F3} to {100 * method.Error(0.75):F3}) "
        + $"| {100 * method.OtherError(0.5):F3} ({100 * method.OtherError(0.25):F3} to {100 * method.OtherError(0.75):F3}) |");
}

if (file is not null)
{
    ErrorChart.Write(file, seeds, budget, methods);
    Console.WriteLine();
    Console.WriteLine($"curves: {svg}");
}

return 0;

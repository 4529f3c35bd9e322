using System.CommandLine;
using L2E.Kernels.Cli.Comparing;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e compare</c>: the solver beside other methods, run by run into a file, and a report.</summary>
internal static class CompareCommand
{
    private static readonly string[] examples =
    [
        "l2e compare --suite synthetic --dims 30 --budget 100d --seeds 15 --out comparison",
        "l2e compare --suite bbob --solvers l2e,cma-es,l-shade --dims 10 --budget 1000d --seeds 15 --threads 2 --out bbob --resume",
        "l2e compare --suite control --solvers l2e,cma-es,sep-cma-es,de,l-shade --budget 1000 --out control",
        "l2e compare --suite synthetic --dims 1000 --seeds 5 --device opencl --out synthetic-1000",
        "l2e compare --suite large --dims 1000 --budget 10000 --seeds 5 --optima corner --out corner",
        "mpirun -np 8 l2e compare --suite bbob --dims 10 --budget 1000d --seeds 15 --out bbob",
    ];

    public static Command Create(LaunchedRanks ranks, TextWriter error, CancellationToken cancellation)
    {
        Command compare = new(
            "compare", "Runs methods on a suite of problems and writes their runs (runs.csv) and a page that compares them (report.html).");
        CompareOptions options = new();
        Option<string?> solvers = new("--solvers")
        {
            HelpName = "NAME,...",
            Description = $"Which methods: {string.Join(", ", MethodCatalogue.Methods.Select(method => method.Name))}. Default: all.",
            Arity = ArgumentArity.ExactlyOne,
        };
        options.AddTo(compare);
        compare.Add(solvers);
        compare.AddExamples(examples);
        compare.SetAction(parsed =>
        {
            Ranks? joined = ranks.Join();
            IMethod[] methods = ReadMethods(parsed, solvers);
            using CompareRequest request = options.Read(
                parsed, methods, $"compare --solvers {string.Join(',', methods.Select(method => method.Name))}");
            return CompareRun.Run(request, joined, ranks.Writer(parsed.InvocationConfiguration.Output), error, cancellation);
        });
        return compare;
    }

    private static IMethod[] ReadMethods(ParseResult parsed, Option<string?> solvers)
    {
        if (parsed.GetValue(solvers) is not { } list)
            return [.. MethodCatalogue.Methods];
        string[] known = [.. MethodCatalogue.Methods.Select(method => method.Name)];
        string[] names = list.Split(',', StringSplitOptions.TrimEntries);
        foreach (string name in names)
        {
            if (!known.Contains(name))
            {
                throw new InputException(
                    $"{solvers.Name}: unknown method {Quoted.Text(name)}{Suggestion.For(name, known)} ({string.Join(", ", known)})");
            }
        }

        return [.. MethodCatalogue.Methods.Where(method => names.Contains(method.Name))];
    }
}

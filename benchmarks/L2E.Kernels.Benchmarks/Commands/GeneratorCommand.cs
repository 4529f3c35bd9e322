using System.CommandLine;
using System.Diagnostics;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>generator</c>: how long an assembly of many objectives takes to generate, beside what the compiler takes without that.</summary>
internal static class GeneratorCommand
{
    private const int Objectives = 500, Rounds = 4;

    public static Command Create()
    {
        Command generator = new("generator", $"Measures what generating {Objectives} objectives adds to a compilation. A quarter of a minute.");
        generator.SetAction(parsed => ResultGuard.Run(parsed, Measure));
        return generator;
    }

    private static void Measure(TextWriter output)
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp13);
        SyntaxTree[] trees = [.. Enumerable.Range(0, Objectives).Select(i => CSharpSyntaxTree.ParseText(GetSource(i), options, $"F{i}.cs"))];
        double[] compiling = new double[Rounds], generating = new double[Rounds];
        int length = 0;
        for (int round = 0; round < Rounds; round++)
        {
            // A fresh compilation each time: what one has bound it keeps.
            CSharpCompilation plain = Compile(trees), compilation = Compile(trees);
            Stopwatch watch = Stopwatch.StartNew();
            CheckErrors(plain.GetDiagnostics());
            compiling[round] = watch.Elapsed.TotalMilliseconds;

            watch.Restart();
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new ObjectiveGenerator().AsSourceGenerator()], parseOptions: options)
                .RunGenerators(compilation);
            generating[round] = watch.Elapsed.TotalMilliseconds;
            if (round > 0)
                continue;

            GeneratorDriverRunResult result = driver.GetRunResult();
            CheckErrors(compilation.AddSyntaxTrees(result.GeneratedTrees).GetDiagnostics());
            if (result.GeneratedTrees.Length != Objectives + 1)
                throw new WrongResultException($"{result.GeneratedTrees.Length} files for {Objectives} objectives");
            length = result.GeneratedTrees.Sum(tree => tree.Length);
        }

        TextTable table = new("", "compile ms", "generate ms");
        table.Add("first, with the compiler's and the generator's own code to be compiled", $"{compiling[0]:F0}", $"{generating[0]:F0}");
        table.Add(
            $"median of {Rounds - 1} more",
            $"{Interleaved.Median(compiling[1..]):F0}", $"{Interleaved.Median(generating[1..]):F0}");
        TextOutput.Print(output, table);
        output.WriteLine($"{length / 1000} kB generated for {Objectives} objectives");
    }

    private static CSharpCompilation Compile(SyntaxTree[] trees) =>
        CSharpCompilation.Create(
            "Many",
            trees,
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) is var name
                    && (name.StartsWith("System.", StringComparison.Ordinal)
                        || name is "L2E.Kernels.Core.dll" or "CommunityToolkit.HighPerformance.dll"))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    private static void CheckErrors(IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
            throw new WrongResultException(error.ToString());
    }

    /// <summary>An objective like others, of three kinds in turn.</summary>
    private static string GetSource(int number) => "using System;\nusing L2E.Kernels;\n" + (number % 3) switch
    {
        0 => $$"""
            [Objective("valley-{{number}}", Lower = -5, Upper = 10)]
            public static partial class F{{number}}
            {
                public static float Evaluate(ReadOnlySpan<float> x)
                {
                    float sum = {{number}};
                    for (int i = 0; i + 1 < x.Length; i++)
                    {
                        float a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
                        sum += 100 * a * a + b * b;
                    }
                    return sum;
                }
            }
            """,
        1 => $$"""
            [Objective("waves-{{number}}", Lower = -5, Upper = 5)]
            public static partial class F{{number}}
            {
                public static double Evaluate(ReadOnlySpan<double> x)
                {
                    double squares = {{number}}, waves = 0;
                    foreach (double value in x)
                    {
                        squares += value * value;
                        waves += Math.Cos(2 * Math.PI * value);
                    }
                    return 20 - 20 * Math.Exp(-0.2 * Math.Sqrt(squares / x.Length)) + Math.E - Math.Exp(waves / x.Length);
                }
            }
            """,
        _ => $$"""
            [Objective("rotated-{{number}}", Lower = -5, Upper = 5)]
            public readonly partial struct F{{number}}
            {
                private readonly double[] matrix, shift;
                private F{{number}}(int dimension) => (matrix, shift) = (new double[dimension * dimension], new double[dimension]);
                public static F{{number}} Create(ObjectiveInstance instance) => new(instance.Dimension);
                public int GetScratchLength(int dimension) => dimension;
                public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
                {
                    Rotate(x, scratch);
                    double sum = {{number}};
                    for (int i = 0; i < scratch.Length; i++)
                        sum += Bend(scratch[i]);
                    return sum;
                }
                private void Rotate(ReadOnlySpan<double> x, Span<double> rotated)
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        rotated[i] = 0;
                        for (int j = 0; j < x.Length; j++)
                            rotated[i] += matrix[i * x.Length + j] * (x[j] - shift[j]);
                    }
                }
                private static double Bend(double value)
                {
                    if (value < 0)
                        return value * value;
                    return Math.Sqrt(1 + value * value) - 1;
                }
            }
            """,
    };
}

using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using L2E.Kernels.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace L2E.Kernels.Solver.Tests;

[Collection(nameof(Alone))]
public sealed class ReadmeTests
{
    public static TheoryData<int, string> Programs => new()
    {
        { 0, @"^\S+ after 3000 evaluations; certificate holds: True\s*$" },
        { 1, @"^\S+ at \(\S+, \S+\)\s*$" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Each_program_in_README_compiles_without_warnings_and_prints_what_it_says(int index, string pattern)
    {
        string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        MatchCollection blocks = Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal(Programs.Count, blocks.Count);
        Assert.Matches(pattern, Run(blocks[index].Groups[1].Value));
    }

    private static string Run(string program)
    {
        // What `ImplicitUsings` gives to a program.
        const string GlobalUsings = "global using System; global using System.Collections.Generic; global using System.Linq;";
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).Contains("Tests", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"Readme{program.GetHashCode(StringComparison.Ordinal)}",
            [CSharpSyntaxTree.ParseText(GlobalUsings), CSharpSyntaxTree.ParseText(program)],
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(new ObjectiveGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        using var stream = new MemoryStream();
        Assert.True(output.Emit(stream).Success);
        stream.Position = 0;
        MethodInfo main = AssemblyLoadContext.Default.LoadFromStream(stream).EntryPoint!;
        TextWriter console = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return captured.ToString();
    }
}

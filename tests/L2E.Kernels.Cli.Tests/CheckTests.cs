using System.Text.Json.Nodes;

namespace L2E.Kernels.Cli.Tests;

public class CheckTests
{
    private static readonly string golden = Path.Combine(AppContext.BaseDirectory, "golden");

    public static TheoryData<string> GoldenFiles =>
        [.. Directory.EnumerateFiles(golden, "*.json").Select(file => Path.GetFileName(file)!).Order()];

    public static TheoryData<string, string> Tensors =>
    [
        .. new[] { "selective-scan-04.json", "contractive-scan-03.json" }.SelectMany(file =>
            new[] { "outputs", "gradients" }.SelectMany(
                section => Read(file)[section]!.AsObject().Select(tensor => (file, $"{section}.{tensor.Key}")))),
    ];

    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void Every_reference_file_passes(string file)
    {
        CliResult result = Cli.Run("check", Path.Combine(golden, file));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("1 file: 1 passed, 0 failed, 0 unusable", result.Output);
        Assert.Contains("worst absolute error", result.Output);
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void One_altered_number_of_any_tensor_fails(string file, string tensor)
    {
        JsonNode root = Read(file);
        string[] path = tensor.Split('.');
        JsonArray numbers = root[path[0]]![path[1]]!.AsArray();
        double value = numbers[^1]!.GetValue<double>();
        // Just over the tolerance, whatever the error of the operator, which is far below it.
        numbers[^1] = value + 1.2e-4 * (1 + Math.Abs(value));
        CliResult result = CheckText(root);

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains("FAILED", result.Output);
        Assert.Equal(path[1], Assert.Single(result.Output.Split('\n'), line => line.Contains("| NO")).Split('|')[1].Trim());
    }

    [Fact]
    public void One_altered_value_of_a_benchmark_function_fails()
    {
        JsonNode root = Read("bbob.json");
        JsonNode point = root["cases"]![7]!["points"]![1]!;
        point["f"] = point["f"]!.GetValue<double>() * (1 + 2e-9);
        Assert.Equal(1, CheckText(root).ExitCode);

        root = Read("bbob.json");
        root["cases"]![9]!["optimum"] = root["cases"]![9]!["optimum"]!.GetValue<double>() + 0.01;
        Assert.Equal(1, CheckText(root).ExitCode);
    }

    [Theory]
    [InlineData("random", "rastrigin")]
    [InlineData("none", "rosenbrock")]
    [InlineData("random:4", "ackley")]
    public void A_certificate_passes_and_fails_when_it_is_tampered_with(string weights, string problem)
    {
        using TemporaryDirectory directory = new();
        string path = directory["certificate.json"];
        string[] operatorWeights = weights == "random" ? [] : ["--weights", weights];
        Assert.Equal(0, Cli.Run(["solve", problem, "--dim", "10", "--budget", "4000", "--certificate", path, .. operatorWeights]).ExitCode);
        CliResult result = Cli.Run("check", path);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("the elite moved only by sufficient decrease", result.Output);

        foreach (string statement in (string[])["pathLength", "pathBound", "finalRadius", "radiusBound", "anchorUpdates", "generations"])
        {
            JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
            root["certificate"]![statement] = root["certificate"]![statement]!.GetValue<double>() * 1.5 + 1;
            if (statement is "anchorUpdates" or "generations")
                root["certificate"]![statement] = 1_000_000;
            Assert.Equal((statement, 1), (statement, CheckText(root).ExitCode));
        }
    }

    [Fact]
    public void A_certificate_whose_evidence_is_tampered_with_fails()
    {
        using TemporaryDirectory directory = new();
        string path = directory["certificate.json"];
        Cli.Run("solve", "rastrigin", "--dim", "10", "--budget", "4000", "--certificate", path);
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        // An elite that moved without getting better.
        root["moves"]![2]![1] = root["moves"]![1]![1]!.GetValue<double>();
        Assert.Equal(1, CheckText(root).ExitCode);

        root = JsonNode.Parse(File.ReadAllText(path))!;
        JsonNode generation = root["generations"]!.AsArray().First(node => node!["relaxation"] is not null)!;
        generation["relaxation"]![0] = 0.01;
        Assert.Equal(1, CheckText(root).ExitCode);
    }

    [Theory]
    [InlineData("", "expected JSON")]
    [InlineData("{", "expected JSON")]
    [InlineData("[1, 2]", "expected an object, got an array")]
    [InlineData("7", "expected an object, got '7'")]
    [InlineData("{}", "no member 'operator', 'suite' or 'format'")]
    [InlineData("{\"operator\": \"attention\"}", "operator: expected selective-scan or contractive-scan, got 'attention'")]
    [InlineData("{\"operator\": 3}", "operator: expected a string, got '3'")]
    [InlineData("{\"operator\": \"selective-scan\"}", "expected a member 'shape'")]
    [InlineData("{\"suite\": \"cec\"}", "suite: expected bbob, got 'cec'")]
    [InlineData("{\"suite\": \"bbob\", \"cases\": 1}", "cases: expected an array, got '1'")]
    [InlineData("{\"suite\": \"bbob\", \"cases\": [{\"function\": 25}]}", "cases[0].function: expected a whole number from 1 to 24")]
    [InlineData("{\"format\": \"other\"}", "format")]
    [InlineData("{\"format\": \"l2e-certificate\"}", "")]
    [InlineData("{\"format\": \"l2e-certificate\", \"version\": 1, \"certificate\": 5}", "")]
    public void A_file_that_is_no_reference_is_refused(string text, string expected)
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run("check", directory.Write("file.json", text));

        Assert.Equal(2, result.ExitCode);
        Cli.AssertOneLine(result.Error, "file.json", expected);
        Assert.Equal("1 file: 0 passed, 0 failed, 1 unusable", result.Output.Trim());
    }

    [Theory]
    [InlineData("inputs.delta", "[1, 2]", "inputs.delta: expected 462 numbers, got 2")]
    [InlineData("inputs.delta", "null", "inputs.delta: expected an array")]
    [InlineData("inputs.u", "{}", "inputs.u: expected an array, got an object")]
    [InlineData("gradients.dA", "[]", "gradients.dA: expected")]
    [InlineData("shape.length", "0", "shape.length: expected a whole number from 1")]
    [InlineData("shape.length", "2147483647", "inputs.u: expected")]
    [InlineData("shape.state", "1.5", "shape.state: expected a whole number from 1")]
    [InlineData("shape.groups", "3", "expected")]
    [InlineData("softplus", "1", "softplus: expected true or false, got '1'")]
    public void A_malformed_member_is_named(string member, string value, string expected)
    {
        JsonNode root = Read("selective-scan-04.json");
        string[] path = member.Split('.');
        JsonNode owner = path.Length == 1 ? root : root[path[0]]!;
        owner[path[^1]] = JsonNode.Parse(value);
        CliResult result = CheckText(root);

        Assert.Equal(2, result.ExitCode);
        Cli.AssertOneLine(result.Error, "file.json", expected.Replace("462", "1584"));
    }

    [Theory]
    [InlineData("inputs", "A")]
    [InlineData("outputs", "y")]
    [InlineData("gradients", "du")]
    [InlineData("cotangents", "dy")]
    [InlineData("shape", "channels")]
    public void A_missing_member_is_named(string section, string name)
    {
        JsonNode root = Read("selective-scan-04.json");
        root[section]!.AsObject().Remove(name);
        CliResult result = CheckText(root);

        Assert.Equal(2, result.ExitCode);
        Cli.AssertOneLine(result.Error, $"file.json: {section}: expected a member '{name}', got none");
    }

    [Theory]
    [InlineData("selective-scan-02.json")]
    [InlineData("contractive-scan-02.json")]
    [InlineData("bbob.json")]
    [InlineData("certificate")]
    public void Whatever_stands_in_place_of_a_value_is_checked_or_refused_in_one_line(string file)
    {
        using TemporaryDirectory directory = new();
        string original = Path.Combine(golden, file);
        if (file == "certificate")
        {
            original = directory["certificate.json"];
            Cli.Run("solve", "sphere", "--dim", "4", "--budget", "400", "--certificate", original);
        }

        string text = File.ReadAllText(original);
        foreach (string path in Places(JsonNode.Parse(text)!).Where(path => path.Length > 0))
        {
            foreach (string value in (string[])["null", "true", "-1", "0", "3000000000", "1e308", "0.5", "\"x\"", "[]", "{}", "[[1]]"])
            {
                JsonNode root = JsonNode.Parse(text)!;
                JsonNode node = path.Split('/').Aggregate(root, Step);
                node.ReplaceWith(JsonNode.Parse(value));
                CliResult result = CheckText(root);
                Assert.True(result.ExitCode is >= 0 and <= 2, $"{path} = {value}: {result}");
                if (result.ExitCode == 2)
                    Cli.AssertOneLine(result.Error);
            }
        }

        static JsonNode Step(JsonNode node, string name) => node is JsonArray array ? array[int.Parse(name)]! : node[name]!;

        // Every value, of arrays the first element only.
        static IEnumerable<string> Places(JsonNode node) => node switch
        {
            JsonObject members =>
                members.SelectMany(member => Places(member.Value!), (member, rest) => $"{member.Key}/{rest}".TrimEnd('/')),
            JsonArray { Count: > 0 } items => Places(items[0]!).Select(rest => $"0/{rest}".TrimEnd('/')),
            _ => [],
        } is var inner && inner.Any() ? inner.Prepend("") : [""];
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named()
    {
        using TemporaryDirectory directory = new();
        string text = Read("contractive-scan-01.json").ToJsonString().Replace("\"rho\":0.95", "\"rho\":1e999");
        CliResult result = Cli.Run("check", directory.Write("file.json", text));

        Assert.Equal(2, result.ExitCode);
        Cli.AssertOneLine(result.Error, "rho: expected a finite number, got '1e999'");
    }

    [Fact]
    public void All_files_are_checked_and_the_worst_outcome_is_the_exit_code()
    {
        using TemporaryDirectory directory = new();
        JsonNode altered = Read("contractive-scan-02.json");
        altered["outputs"]!["r"]![0] = 1e3;
        string good = Path.Combine(golden, "contractive-scan-01.json"), bad = directory.Write("bad.json", altered.ToJsonString());

        CliResult result = Cli.Run("check", bad, good);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains("2 files: 1 passed, 1 failed, 0 unusable", result.Output);

        result = Cli.Run("check", "missing.json", bad, directory["."], good);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("4 files: 1 passed, 1 failed, 2 unusable", result.Output);
        string[] errors = result.Error.Trim().Split(Environment.NewLine);
        Assert.Equal(2, errors.Length);
        Assert.Contains("'missing.json', which does not exist", errors[0]);
        Assert.Contains("which is a directory", errors[1]);
    }

    [Fact]
    public void No_file_at_all_is_refused() => Cli.AssertRefused(Cli.Run("check"), "FILE:", "got nothing");

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(golden, file)))!;

    private static CliResult CheckText(JsonNode root)
    {
        using TemporaryDirectory directory = new();
        return Cli.Run("check", directory.Write("file.json", root.ToJsonString()));
    }
}

using System.CommandLine;
using System.Text.Json;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e problems</c>: lists the catalogue.</summary>
internal static class ProblemsCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print the list as a JSON array.", Arity = ArgumentArity.Zero };
        Command problems = new("problems", "Lists the problems that l2e solve knows, with their boxes and dimensions.") { json };
        problems.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                JsonOutput.Print(output, WriteJson);
            else
                TextOutput.Print(output, CreateTable());
        });
        return problems;
    }

    private static void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (ObjectiveDescription objective in ObjectiveCatalogue.Objectives)
        {
            json.WriteStartObject();
            json.WriteString("name", objective.Name);
            json.WriteNumber("lower", objective.Lower);
            json.WriteNumber("upper", objective.Upper);
            json.WriteNumber("minDimension", objective.MinDimension);
            json.WriteNumber("maxDimension", objective.MaxDimension);
            DerivedMembers members = DerivedMembers.Find(objective);
            json.WriteBoolean("gradient", members.HasGradient);
            json.WriteBoolean("incremental", members.HasIncrementalEvaluation);
            json.WriteString("summary", objective.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static TextTable CreateTable()
    {
        TextTable table = new("name", "box", "dimensions", "gradient", "incremental", "summary");
        foreach (ObjectiveDescription objective in ObjectiveCatalogue.Objectives)
        {
            string dimensions = objective switch
            {
                { MinDimension: var only } when only == objective.MaxDimension => $"{only}",
                { MaxDimension: int.MaxValue } => $"from {objective.MinDimension}",
                _ => $"{objective.MinDimension} to {Format.Count(objective.MaxDimension)}",
            };
            DerivedMembers members = DerivedMembers.Find(objective);
            table.Add(
                objective.Name, $"[{objective.Lower}, {objective.Upper}]", dimensions, members.HasGradient ? "yes" : "",
                members.HasIncrementalEvaluation ? "yes" : "", objective.Summary);
        }

        return table;
    }
}

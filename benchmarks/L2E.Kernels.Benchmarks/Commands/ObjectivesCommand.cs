using System.CommandLine;
using System.Runtime.Intrinsics;
using L2E.Kernels.Benchmarks.Objectives;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>objectives</c>: what the code generated from an objective reaches, as one table.</summary>
internal static class ObjectivesCommand
{
    public static Command Create()
    {
        Option<bool> quick = new("--quick") { Description = "Fewer rounds.", Arity = ArgumentArity.Zero };
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table.", Arity = ArgumentArity.Zero };
        Command objectives = new(
            "objectives",
            "Measures the code generated from objectives: batches, gradients, changes of one coordinate. Exit code 1 when a result is "
            + "wrong, not when a figure is short.")
        {
            quick, json,
        };
        objectives.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            List<ReachRow> rows = [.. Measure(parsed.GetValue(quick) ? 21 : 201)];
            int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
            if (parsed.GetValue(json))
            {
                JsonOutput.Print(output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("vectorBits", bits);
                    ReachTable.WriteJson(writer, rows);
                    writer.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine($"{bits}-bit vectors");
                ReachTable.Print(output, rows);
            }
        }));
        return objectives;
    }

    private static IEnumerable<ReachRow> Measure(int rounds)
    {
        ObjectiveRows<Rastrigin.Binding> rastrigin = new(default, Rastrigin.Evaluate, rounds);
        ObjectiveRows<Rosenbrock.Binding> rosenbrock = new(default, Rosenbrock.Evaluate, rounds);
        ObjectiveRows<Ackley.Binding> ackley = new(default, Ackley.Evaluate, rounds);
        int[] dimensions = [100, 10_000];
        foreach (int dimension in dimensions)
        {
            yield return rastrigin.Batch(dimension);
            yield return rosenbrock.Batch(dimension);
            yield return ackley.Batch(dimension);
            yield return rastrigin.AgainstHand(dimension, HandWrittenRastrigin.Evaluate);
            yield return rosenbrock.AgainstHand(dimension, HandWrittenRosenbrock.Evaluate);
        }

        foreach (int dimension in dimensions)
        {
            yield return GradientRow.Measure(default(Rastrigin.Binding), "rastrigin", dimension, rounds);
            yield return GradientRow.Measure(default(Rosenbrock.Binding), "rosenbrock", dimension, rounds);
            yield return GradientRow.Measure(default(Ackley.Binding), "ackley", dimension, rounds);
        }

        int[] denseDimensions = [100, 1000];
        foreach (int dimension in denseDimensions)
        {
            ObjectiveInstance instance = new(dimension, Rotated: true);
            yield return GradientRow.Measure(Problems.Sphere.Create(instance), "sphere, rotated", dimension, rounds);
            yield return GradientRow.Measure(Problems.Griewank.Create(instance), "griewank, rotated", dimension, rounds);
            // Its shortest waves are 1e-5 long: a test holds its gradient against derivatives by hand.
            yield return GradientRow.Measure(Problems.BbobWeierstrass.Create(new(dimension)), "bbob-f16", dimension, rounds, isSmooth: false);
        }

        foreach (ReachRow row in rastrigin.Change(10_000).Concat(rosenbrock.Change(10_000)).Concat(ackley.Change(10_000)))
            yield return row;
    }
}

using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Cli.Solving;

/// <summary>A run as a table for people.</summary>
internal static class SolveTable
{
    public static TextTable Create(SolveRequest request, SolveOutcome outcome)
    {
        TextTable table = new("", "");
        SolveResult result = outcome.Result;
        table.Add("problem", Problem(request));
        table.Add("best", Best(outcome));
        if (request.Space is { Space: var space })
            AddParameters(table, space, result.Best);
        if (result.Recalled > 0)
            table.Add("recalled", $"{Format.Count(result.Recalled, "candidate")} had values tried before, and spent nothing");
        if (outcome.FailedTrials > 0)
            table.Add("failed trials", $"{Format.Count(outcome.FailedTrials)}; the last: {outcome.LastFailure}");
        if (result.Constraints.Length > 0)
            table.Add("constraints", Constraints(result));
        table.Add("evaluations", Evaluations(request, outcome));
        if (result.IsNoisy)
            table.Add("noise", "the start had two values; the best one is a mean of four");
        table.Add(
            "mode",
            request.Options.Mode == SolverMode.Gradient
                ? $"{request.Mode}: {Format.Count(result.GradientEvaluations, "evaluation")} with a gradient"
                : $"{request.Mode}: values only");
        double microseconds = outcome.Seconds * 1e6 / Math.Max(1, result.Evaluations);
        table.Add(
            "time",
            $"{Format.Short(outcome.Seconds)} s, {Format.Short(microseconds)} \u00b5s an evaluation, " +
            (request.Device is null ? Format.Count(request.Options.Threads, "thread") : $"evaluated in float on {request.DeviceName}"));
        if (outcome.Traffic is { } traffic)
        {
            table.Add(
                "  device",
                $"{Format.Count(traffic.BytesWritten, "byte")} to it, {Format.Count(traffic.BytesRead, "byte")} back " +
                $"in {Format.Count(traffic.Reads, "read")}");
        }

        AddCertificate(table, result.Certificate);
        return table;
    }

    private static string Problem(SolveRequest request)
    {
        string family = request.Instance switch
        {
            null => "an external program",
            { Rotated: true } instance => $"instance {instance.Instance}, rotated",
            { } instance => $"instance {instance.Instance}",
        };
        return $"{Quoted.OneLine(request.Problem)} in {Format.Count(request.Options.Dimension, "dimension")} ({family})";
    }

    private static string Best(SolveOutcome outcome)
    {
        SolveResult result = outcome.Result;
        if (!double.IsFinite(result.BestFitness))
            return "nothing yet";
        string above = outcome.IsGap ? " above the known minimum" : "";
        return $"{Format.Short(outcome.Told(result.BestFitness))}{above} (the start: {Format.Short(outcome.Told(result.InitialFitness))})";
    }

    private static void AddParameters(TextTable table, ParameterSpace space, double[] best)
    {
        ParameterValue[] values = new ParameterValue[space.Parameters.Count];
        space.Decode(best, values);
        for (int i = 0; i < values.Length; i++)
            if (values[i] != ParameterValue.None)
                table.Add($"  {Quoted.OneLine(space.Parameters[i].Name)}", Quoted.OneLine(values[i].ToString()));
    }

    private static string Constraints(SolveResult result)
    {
        int broken = result.Constraints.Count(value => value > 0), count = result.Constraints.Length;
        int active = result.Multipliers.Count(value => value > 0);
        return broken == 0
            ? $"{Format.Count(count)}, all kept; {Format.Count(active)} {(active == 1 ? "holds" : "hold")} the best value back"
            : $"{Format.Count(broken)} of {Format.Count(count)} BROKEN, by {Format.Short(result.Constraints.Max())} at most";
    }

    private static string Evaluations(SolveRequest request, SolveOutcome outcome)
    {
        SolveResult result = outcome.Result;
        string end = result.Status switch
        {
            SolverStatus.Running => ", interrupted",
            SolverStatus.TargetReached => ", target reached",
            SolverStatus.Stagnated => ", stopped for want of progress",
            SolverStatus.TimeSpent => ", time is over",
            SolverStatus.Exhausted => ", nothing is left to try",
            _ => "",
        };
        string nonFinite = result.NonFinite > 0 ? $"; {Format.Count(result.NonFinite)} gave no finite value and ranked last" : "";
        return $"{Format.Count(result.Evaluations)} of {Format.Count(request.Options.Budget)}{end}{nonFinite}";
    }

    // What the theorem promises, and what was measured, in words that need no paper.
    private static void AddCertificate(TextTable table, ConvergenceCertificate certificate)
    {
        table.Add(
            "convergence",
            certificate.Holds
                ? "certified: within every bound of the theorem"
                : "NOT certified: l2e check tells which bound of the --certificate is broken");
        table.Add(
            "  contraction",
            certificate.Generations == 0 || certificate.WorstContraction == 0
                ? "the learned operator did not run"
                : $"differences shrank to {Format.Short(certificate.WorstContraction)} or less " +
                  $"(allowed: {Format.Short(certificate.ContractionBound)})");
        table.Add(
            "  best point",
            $"moved {Format.Count(certificate.AnchorUpdates, "time")}, {Format.Short(certificate.PathLength)} in all " +
            $"(allowed: {Format.Short(certificate.PathBound)})");
        table.Add(
            "  population",
            $"final radius {Format.Short(certificate.FinalRadius)} box widths (allowed: {Format.Short(certificate.RadiusBound)})");
    }
}
